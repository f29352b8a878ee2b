import type { User } from '@partyline/protocol';

/** What to call a person: the most readable of what is known. */
export const nameOf = (user: User): string =>
  user.fullName || user.username || user.phoneNumber || user.email || user.id;
