/** What the inbox needs to know of accounts; the account book, one floor above, tells it. */

import type { ChatCapabilities } from '@partyline/protocol';

export interface AccountFacts {
  readonly owner: string;
  readonly accountID: string;
  readonly loginID: string;
  /** The account's `remoteID` within its login. */
  readonly remoteID: string;
  /** Display name of the network. */
  readonly network: string;
  /** The network's ID of the account's own identity. */
  readonly userID: string;
  readonly userName: string | undefined;
  readonly isConnected: boolean;
  /** Turned off by its owner. */
  readonly isDisabled: boolean;
  /** What a chat can do when it says nothing itself. */
  readonly capabilities: ChatCapabilities;
}

export interface Accounts {
  /** undefined: there is no such account */
  find(owner: string, accountID: string): AccountFacts | undefined;
  ofOwner(owner: string): readonly AccountFacts[];
  /** The accounts of a login, in their order. */
  ofLogin(owner: string, loginID: string): readonly AccountFacts[];
}
