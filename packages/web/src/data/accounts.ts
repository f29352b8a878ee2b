/** The accounts, as the server lists them. */

import type { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { createReplay } from './replay.ts';
import { createStore, type Readable } from './store.ts';

export interface Accounts {
  /** In the order of the server; undefined until they were loaded. */
  readonly list: Readable<readonly Account[] | undefined>;
  find(accountID: string): Account | undefined;
  load(): Promise<void>;
  take(event: LiveEvent): void;
  /** One that a call answered, before its event comes. */
  add(account: Account): void;
  /** Makes a call that changes one, and shows what it answers. */
  change(call: () => Promise<Account>): Promise<void>;
  forget(): void;
}

export function createAccounts(api: Partyline): Accounts {
  const list = createStore<readonly Account[] | undefined>(undefined);
  const find = (wanted: string) => list.get()?.find(({ accountID }) => accountID === wanted);
  const put = (account: Account) =>
    list.update((all = []) => {
      const index = all.findIndex(({ accountID }) => accountID === account.accountID);
      return index === -1 ? [...all, account] : all.with(index, account);
    });
  const replay = createReplay<LiveEvent>((event) => {
    if (event.type === 'account.upserted') for (const account of event.entries ?? []) put(account);
    if (event.type === 'account.deleted')
      list.update((all) => all?.filter(({ accountID }) => accountID !== event.accountID));
  });
  return {
    list,
    find,
    add: (account) => find(account.accountID) === undefined && put(account),
    async load() {
      await replay.around(() => api.accounts.list(), list.set);
    },
    async change(call) {
      await replay.around(call, put);
    },
    take: replay.take,
    forget: () => list.set(undefined),
  };
}
