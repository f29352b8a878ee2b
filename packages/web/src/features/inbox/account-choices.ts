/** Accounts to choose from: each, and all those of a network that has several. A choice is text, as menus want it. */

import type { Account } from '@partyline/protocol';
import { nameOf, networkOf } from '../accounts/account-name.ts';

export function accountChoices(accounts: readonly Account[]): readonly (readonly [choice: string, text: string])[] {
  const byNetwork = Map.groupBy(accounts, networkOf);
  return [...byNetwork].flatMap(([network, some]) => {
    const each = some.map((account) => {
      const name = nameOf(account);
      return [choiceOf([account.accountID]), name === network ? network : `${network} · ${name}`] as const;
    });
    return some.length < 2 ? each : [[choiceOf(some.map(({ accountID }) => accountID)), network] as const, ...each];
  });
}

/** Empty for all accounts. */
export const choiceOf = (accountIDs: readonly string[] | undefined): string =>
  accountIDs === undefined ? '' : JSON.stringify(accountIDs.toSorted());

export function accountIDsOf(choice: string): readonly string[] | undefined {
  const ids: unknown = choice === '' ? undefined : JSON.parse(choice);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : undefined;
}
