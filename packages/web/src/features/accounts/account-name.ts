import type { Account } from '@partyline/protocol';

/** What people call the identity. */
export const nameOf = ({ accountID, user }: Account): string =>
  user.fullName ?? user.username ?? user.phoneNumber ?? user.email ?? accountID;

/** What people call the network. */
export const networkOf = ({ network, bridge }: Account): string => network ?? bridge.type;
