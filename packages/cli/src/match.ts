/** Finding an account, a bridge or a webhook by what a person calls it, as the official CLI does. */

import type { Account, Bridge, Webhook } from '@partyline/protocol';
import type { StoredAccount } from '@partyline/server';
import { CliError } from './exit.ts';
import { nameOf } from './names.ts';
import { printable } from './text.ts';

/** Case, accents, spaces, dots, dashes and underscores make no difference. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[\s._-]+/g, '');

type Keys = readonly (string | undefined)[];

/** Those with a key that equals the query; if there are none, those with a key that contains it. */
export function matching<T>(query: string, candidates: readonly T[], keysOf: (candidate: T) => Keys): T[] {
  const wanted = normalise(query);
  if (wanted === '') return [];
  const having = (test: (key: string) => boolean) =>
    candidates.filter((candidate) => keysOf(candidate).some((key) => key !== undefined && test(normalise(key))));
  const exact = having((key) => key === wanted);
  return exact.length > 0 ? exact : having((key) => key.includes(wanted));
}

/** @param pick which of several, from 1 on. @throws CliError 5 when nothing is called that, 6 when several are. */
export function pickAccount(query: string, accounts: readonly Account[], pick?: number): Account {
  // A copied ID means that account, whatever else is called the same.
  const byID = accounts.find((account) => account.accountID === query);
  if (byID) return byID;
  const found = matching(query, accounts, ({ accountID, network, bridge, user }) => [
    accountID,
    network,
    bridge.type,
    bridge.id,
    user.id,
    user.username,
    user.email,
    user.fullName,
  ]);
  const line = (account: Account) =>
    `${account.accountID}  (${account.network ?? account.bridge.type}, ${nameOf(account.user)})`;
  return onlyOne({ kind: 'account', query, pick }, found, accounts, line, (account) => account.accountID);
}

/** As {@link pickAccount}, of what the data folder says of accounts. @throws CliError 5 or 6 */
export function pickStoredAccount(query: string, accounts: readonly StoredAccount[], pick?: number): StoredAccount {
  const byID = accounts.find((account) => account.accountID === query);
  if (byID) return byID;
  const found = matching(query, accounts, ({ accountID, network, user }) => [
    accountID,
    network,
    user.id,
    user.username,
    user.email,
    user.fullName,
  ]);
  const line = ({ accountID, network, user }: StoredAccount) => `${accountID}  (${network}, ${nameOf(user)})`;
  return onlyOne({ kind: 'account', query, pick }, found, accounts, line, ({ accountID }) => accountID);
}

/** @throws CliError 5 when nothing is called that, 6 when several are. */
export function pickBridge(query: string, bridges: readonly Bridge[], pick?: number): Bridge {
  const byID = bridges.find((bridge) => bridge.id === query);
  if (byID) return byID;
  const found = matching(query, bridges, ({ id, displayName, network, type }) => [id, displayName, network, type]);
  return onlyOne(
    { kind: 'network', query, pick },
    found,
    bridges,
    (bridge) => `${bridge.id}  (${bridge.displayName})`,
    (bridge) => bridge.id,
  );
}

/** By ID, description or address. @throws CliError 5 when nothing is called that, 6 when several are. */
export function pickWebhook(query: string, webhooks: readonly Webhook[], pick?: number): Webhook {
  const byID = webhooks.find((webhook) => webhook.id === query);
  if (byID) return byID;
  const found = matching(query, webhooks, ({ id, description, url }) => [id, description, url]);
  return onlyOne(
    { kind: 'webhook', query, pick },
    found,
    webhooks,
    ({ id, description, url }) => `${id}  (${description ?? url})`,
    ({ id }) => id,
  );
}

export interface Wish {
  /** What is looked for: `account`. */
  readonly kind: string;
  readonly query: string;
  /** Which of several, from 1 on. */
  readonly pick?: number | undefined;
}

/**
 * The one that was found, or the one of several that is picked.
 *
 * @param all what is listed when nothing was found.
 * @param line a candidate for people; made printable here.
 * @throws CliError 5 or 6, each with the candidates
 */
export function onlyOne<T>(
  { kind, query, pick }: Wish,
  found: readonly T[],
  all: readonly T[],
  line: (candidate: T) => string,
  idOf: (candidate: T) => string,
): T {
  const [first, second] = found;
  if (first === undefined) {
    const listed = all.map((candidate) => `  ${printable(line(candidate))}`).join('\n');
    const rest = all.length === 0 ? `There is no ${kind} yet.` : `There is:\n${listed}`;
    throw new CliError('nothingMatched', 'nothing_matched', `No ${kind} is called "${query}". ${rest}`, {
      candidates: all.map(idOf),
    });
  }
  if (second === undefined) return first;
  const picked = pick === undefined ? undefined : found[pick - 1];
  if (picked !== undefined) return picked;
  const beyond = pick === undefined ? '' : ` (there is no number ${pick})`;
  throw new CliError(
    'ambiguous',
    'ambiguous',
    `"${query}" can mean several; say which by its ID, or by its number with --pick${beyond}:\n${numbered(found.map(line))}`,
    { candidates: found.map(idOf) },
  );
}

/** A list to pick from: the numbers aligned, the first line of each without control characters. */
function numbered(lines: readonly string[]): string {
  const width = String(lines.length).length;
  return lines.map((line, index) => `  ${String(index + 1).padStart(width)}. ${printable(line)}`).join('\n');
}
