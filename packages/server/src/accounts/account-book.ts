/**
 * All logins and accounts, held in memory and written through to the store. Reading never waits. Whatever changes visibly appends an event
 * in the same transaction.
 */

import type { Account } from '@partyline/protocol';
import type { Store } from '../store/store.ts';
import type { Job } from '../store/writer.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import type { LinkState } from './link-state.ts';
import { type AccountRecord, type LoginRecord, loadLogins } from './records.ts';
import { accountView } from './views.ts';
import { writtenLogins } from './written-logins.ts';

export interface AccountBook {
  logins(owner: string): LoginRecord[];
  login(owner: string, loginID: string): LoginRecord | undefined;
  everyLogin(): LoginRecord[];
  accounts(owner: string): Account[];
  /** The same list as JSON text, made once for each change. */
  accountsJSON(owner: string): string;
  account(owner: string, accountID: string): { login: LoginRecord; account: AccountRecord; view: Account } | undefined;
  /** Takes what a connection tells. Shown at once, then stored; a login that is gone is ignored. */
  setLinkState(loginID: string, state: LinkState): Promise<void>;
  /** Adds a login, together with what `also` does in the same transaction. */
  add(login: LoginRecord, also?: Job<void>): Promise<void>;
  /** Changes a login as it then is; one that is gone is ignored. */
  change(loginID: string, update: (login: LoginRecord) => LoginRecord, also?: Job<void>): Promise<void>;
  remove(login: LoginRecord, also?: Job<void>): Promise<void>;
  /** Called after each visible change of an account's status. */
  onStatus(listener: (account: Account) => void): void;
}

export async function openAccountBook(
  store: Store,
  bridges: ReadonlyMap<string, BridgeDefinition>,
): Promise<AccountBook> {
  const logins = new Map<string, LoginRecord>();
  const listeners: ((account: Account) => void)[] = [];
  const lists = new Map<string, { accounts: Account[]; json: string }>();

  const views = (login: LoginRecord): Account[] => {
    const bridge = bridges.get(login.bridgeID);
    return bridge === undefined ? [] : login.accounts.map((account) => accountView(login, account, bridge));
  };
  const show = (login: LoginRecord) => {
    const before = new Map(current(login.loginID).map((account) => [account.accountID, account.status]));
    logins.set(login.loginID, login);
    lists.delete(login.owner);
    for (const account of views(login)) {
      if (before.get(account.accountID) !== account.status) for (const listener of listeners) listener(account);
    }
  };
  const current = (loginID: string): Account[] => {
    const login = logins.get(loginID);
    return login === undefined ? [] : views(login);
  };
  const list = (owner: string) => {
    const made = lists.get(owner);
    if (made !== undefined) return made;
    const accounts = [...logins.values()].filter((login) => login.owner === owner).flatMap(views);
    const fresh = { accounts, json: JSON.stringify(accounts) };
    lists.set(owner, fresh);
    return fresh;
  };

  for (const login of await loadLogins(store.read)) logins.set(login.loginID, login);
  const written = writtenLogins(store, logins.values(), views);

  return {
    logins: (owner) => [...logins.values()].filter((login) => login.owner === owner),
    login(owner, loginID) {
      const login = logins.get(loginID);
      return login?.owner === owner ? login : undefined;
    },
    everyLogin: () => [...logins.values()],
    accounts: (owner) => list(owner).accounts,
    accountsJSON: (owner) => list(owner).json,
    account(owner, accountID) {
      for (const login of logins.values()) {
        const account = login.accounts.find((candidate) => candidate.accountID === accountID);
        const bridge = bridges.get(login.bridgeID);
        if (account !== undefined && bridge !== undefined && login.owner === owner) {
          return { login, account, view: accountView(login, account, bridge) };
        }
      }
      return undefined;
    },
    async setLinkState(loginID, state) {
      const login = logins.get(loginID);
      if (login === undefined) return;
      const told = applyState(login, state);
      if (told.status === login.status && JSON.stringify(views(told)) === JSON.stringify(views(login))) return;
      show(told);
      await written.write(loginID, (now) => now && applyState(now, state));
    },
    async add(login, also) {
      await written.write(login.loginID, () => login, also);
      show(login);
    },
    async change(loginID, update, also) {
      await written.write(loginID, (now) => now && update(now), also);
      // A connection may have told something new since: the update is made on what is true now.
      const login = logins.get(loginID);
      if (login !== undefined) show(update(login));
    },
    async remove(login, also) {
      await written.write(login.loginID, () => undefined, also);
      logins.delete(login.loginID);
      lists.delete(login.owner);
    },
    onStatus: (listener) => void listeners.push(listener),
  };
}

function applyState(login: LoginRecord, state: LinkState): LoginRecord {
  return {
    ...login,
    status: state.status,
    statusText: state.text,
    capabilities: state.capabilities ?? login.capabilities,
    accounts: login.accounts.map((account) => ({
      ...account,
      profile: state.profiles?.[account.remoteID] ?? account.profile,
    })),
  };
}
