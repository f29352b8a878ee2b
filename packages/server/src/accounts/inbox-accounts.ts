/** The accounts as the inbox, one floor below, needs to know them. */

import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import type { AccountBook } from './account-book.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import type { AccountRecord, LoginRecord } from './records.ts';

export function inboxAccounts(book: AccountBook, bridges: ReadonlyMap<string, BridgeDefinition>): Accounts {
  const facts = (login: LoginRecord, account: AccountRecord): AccountFacts => ({
    owner: login.owner,
    accountID: account.accountID,
    loginID: login.loginID,
    remoteID: account.remoteID,
    network: account.network,
    userID: account.profile.id,
    userName: account.profile.fullName ?? account.profile.username,
    isConnected: !account.disabled && (login.status === 'connected' || login.status === 'backfilling'),
    isDisabled: account.disabled,
    capabilities: bridges.get(login.bridgeID)?.manifest.chatCapabilities ?? {},
  });
  return {
    find(owner, accountID) {
      const entry = book.account(owner, accountID);
      return entry && facts(entry.login, entry.account);
    },
    ofOwner: (owner) => book.logins(owner).flatMap((login) => login.accounts.map((account) => facts(login, account))),
    ofLogin(owner, loginID) {
      const login = book.login(owner, loginID);
      return login?.accounts.map((account) => facts(login, account)) ?? [];
    },
  };
}
