/** The accounts, as the server lists them. */

import type { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { createStore, type Readable } from './store.ts';

export interface Accounts {
  /** In the order of the server; undefined until they were loaded. */
  readonly list: Readable<readonly Account[] | undefined>;
  find(accountID: string): Account | undefined;
  load(): Promise<void>;
  take(event: LiveEvent): void;
  /** What a call answered, before its event comes. */
  put(account: Account): void;
  forget(): void;
}

export function createAccounts(api: Partyline): Accounts {
  const list = createStore<readonly Account[] | undefined>(undefined);
  const put = (account: Account) =>
    list.update((all = []) => {
      const index = all.findIndex(({ accountID }) => accountID === account.accountID);
      return index === -1 ? [...all, account] : all.with(index, account);
    });
  return {
    list,
    put,
    find: (wanted) => list.get()?.find(({ accountID }) => accountID === wanted),
    async load() {
      list.set(await api.accounts.list());
    },
    take(event) {
      if (event.type === 'account.upserted') for (const account of event.entries ?? []) put(account);
      if (event.type === 'account.deleted')
        list.update((all) => all?.filter(({ accountID }) => accountID !== event.accountID));
    },
    forget: () => list.set(undefined),
  };
}
