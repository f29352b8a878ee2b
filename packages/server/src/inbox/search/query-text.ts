/**
 * What somebody typed into a search box: words, `"exact phrases"`, `begin*`, `-without`, and the operators `from:` `in:` `network:` `has:`
 * `before:` `after:` `-from:` `-has:`. Anything goes: what cannot be read as an operator is taken for words, and a quotation mark without its partner for nothing.
 */

import { periodOf } from './period.ts';

/** Words that stand in this order, or one word. */
export interface Term {
  readonly text: string;
  /** The last word may go on. */
  readonly isPrefix: boolean;
}

export const holdings = ['attachment', 'image', 'video', 'audio', 'file', 'link'] as const;
/** What a message can hold beside words. */
export type Holding = (typeof holdings)[number];

export interface ParsedQuery {
  /** All of them must be there. */
  readonly wanted: readonly Term[];
  /** None of them may be there. */
  readonly unwanted: readonly Term[];
  /** `me`, user IDs or names: any of them. */
  readonly from: readonly string[];
  /** None of them. */
  readonly notFrom: readonly string[];
  /** IDs or words of titles of chats: any of them. */
  readonly inChats: readonly string[];
  readonly networks: readonly string[];
  /** All of them. */
  readonly has: readonly Holding[];
  /** None of them. */
  readonly hasNot: readonly Holding[];
  /** Milliseconds since the epoch: only messages before this time. */
  readonly before: number | undefined;
  /** Only messages at this time or later. */
  readonly since: number | undefined;
}

interface Draft {
  wanted: Term[];
  unwanted: Term[];
  from: string[];
  notFrom: string[];
  inChats: string[];
  networks: string[];
  has: Holding[];
  hasNot: Holding[];
  before: number | undefined;
  since: number | undefined;
}

/** One piece: a minus, a name with a colon, then a quoted text or everything up to the next blank. */
const piece = /(-)?(?:([a-z]+):(?=\S))?(?:"([^"]*)"(\*)?|(\S+))/gi;

export function parseQuery(text: string): ParsedQuery {
  const query: Draft = {
    wanted: [],
    unwanted: [],
    from: [],
    notFrom: [],
    inChats: [],
    networks: [],
    has: [],
    hasNot: [],
    before: undefined,
    since: undefined,
  };
  for (const [whole, minus, name, quoted, star, bare] of text.replace(/[“”„‟«»]/g, '"').matchAll(piece)) {
    const value = (quoted ?? bare ?? '').replaceAll('"', '').trim();
    const operator = (minus === undefined ? operators : refusals).get(name?.toLowerCase());
    if (operator !== undefined && value !== '' && operator(query, value)) continue;
    const term = termOf(name === undefined ? { quoted, star, bare } : { bare: whole.slice(minus?.length ?? 0) });
    if (term !== undefined) (minus === undefined ? query.wanted : query.unwanted).push(term);
  }
  return query;
}

function termOf(part: { quoted?: string | undefined; star?: string | undefined; bare?: string | undefined }) {
  const text = (part.quoted ?? part.bare ?? '').replaceAll('"', ' ').trim();
  const isPrefix = part.star !== undefined || (part.quoted === undefined && text.endsWith('*'));
  const words = text.replace(/\*+$/, '');
  return words === '' ? undefined : { text: words, isPrefix };
}

/** Each says whether it can do something with the value. */
const operators: ReadonlyMap<string | undefined, (query: Draft, value: string) => boolean> = new Map([
  ['from', (query: Draft, value: string) => query.from.push(value) > 0],
  ['in', (query: Draft, value: string) => query.inChats.push(value) > 0],
  ['network', (query: Draft, value: string) => query.networks.push(value) > 0],
  ['has', (query: Draft, value: string) => takeHolding(query.has, value)],
  ['before', takeBefore],
  ['after', takeAfter],
]);

/** The same behind a minus. */
const refusals: typeof operators = new Map([
  ['from', (query: Draft, value: string) => query.notFrom.push(value) > 0],
  ['has', (query: Draft, value: string) => takeHolding(query.hasNot, value)],
]);

function takeHolding(list: Holding[], value: string): boolean {
  const name = value.toLowerCase();
  const holding = holdings.find((one) => one === name || `${one}s` === name);
  return holding !== undefined && list.push(holding) > 0;
}

function takeBefore(query: Draft, value: string): boolean {
  const period = periodOf(value);
  if (period === undefined) return false;
  query.before = Math.min(query.before ?? period.start, period.start);
  return true;
}

function takeAfter(query: Draft, value: string): boolean {
  const period = periodOf(value);
  if (period === undefined) return false;
  query.since = Math.max(query.since ?? period.end, period.end);
  return true;
}
