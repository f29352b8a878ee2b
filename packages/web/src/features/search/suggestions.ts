/** What may be meant by what is being typed: names of filters, and values for the one that was begun. */

import type { Account, ChatListItem } from '@partyline/protocol';
import { byActivity } from '../../data/chat-order.ts';
import {
  filterToText,
  type Operator,
  operators,
  parseSearch,
  type SearchFilter,
  type SearchQuery,
} from '../../data/search-query.ts';
import { hasWords } from '../../format/folded.ts';
import { t } from '../../texts/texts.ts';
import { nameOf, networkOf } from '../accounts/account-name.ts';

export interface Suggestion {
  readonly id: string;
  readonly text: string;
  readonly note?: string | undefined;
  /** What it makes: a whole filter, or the beginning of one. */
  readonly makes: { readonly filter: SearchFilter } | { readonly begin: string };
}

export interface Known {
  readonly chats: Iterable<ChatListItem>;
  readonly accounts: readonly Account[];
}

const most = 8;
/** The last piece of what is typed: a name with a colon and a value that may have begun with a quotation mark. */
const begun = /(?:^|\s)(-)?([a-z]+):("?)([^"]*)$/i;

/** @returns what stands before the piece that is being typed */
export const withoutBegun = (typed: string): string =>
  begun.test(typed) ? typed.replace(begun, '') : typed.replace(/\S*$/, '');

export interface Typed extends SearchQuery {
  /** A filter that is not whole yet, as it was typed. */
  readonly begun: string;
}

/** What is typed so far: whole filters, words, and a filter that is begun. Blanks at the end of the words stay. */
export function splitTyped(text: string): Typed {
  const name = begun.exec(text)?.[2]?.toLowerCase();
  const isBegun = operators.some((one) => one === name) && !/\s$/.test(text.replace(/"[^"]*$/, ''));
  const head = isBegun ? text.replace(begun, (whole) => /^\s/.exec(whole)?.[0] ?? '') : text;
  const { filters, words } = parseSearch(head);
  const blank = words !== '' && /\s$/.test(head) ? ' ' : '';
  return { filters, words: `${words}${blank}`, begun: isBegun ? text.slice(head.length) : '' };
}

export function suggestionsFor(typed: string, known: Known, now: Date): readonly Suggestion[] {
  const [, minus, name = '', quote, value = ''] = begun.exec(typed) ?? [];
  const operator = operators.find((one) => one === name.toLowerCase());
  if (operator === undefined) return namesFor(/\S*$/.exec(typed)?.[0] ?? '');
  if (quote === '' && /\s/.test(value)) return [];
  const isNot = minus !== undefined;
  return valuesOf(operator, known, now)
    .filter(({ text, note = '', filter }) => hasWords(`${text} ${note} ${filter.value}`, value))
    .slice(0, most)
    .map(({ filter, ...words }) => ({
      ...words,
      id: filterToText({ ...filter, isNot }),
      makes: { filter: { ...filter, isNot } },
    }));
}

/** None before a letter is typed: they would lie over what was found after every blank. */
function namesFor(word: string): readonly Suggestion[] {
  if (word === '') return [];
  const isNot = word.startsWith('-');
  const letters = word.replace(/^-/, '').toLowerCase();
  if (letters === '' && word !== '') return [];
  return operators
    .filter((one) => one.startsWith(letters) || t.search.operators[one].name.toLowerCase().startsWith(letters))
    .filter((one) => !isNot || one === 'from' || one === 'has')
    .map((one) => ({
      id: one,
      text: `${isNot ? '-' : ''}${one}:`,
      note: t.search.operators[one].about,
      makes: { begin: `${isNot ? '-' : ''}${one}:` },
    }));
}

interface Value {
  readonly text: string;
  readonly note?: string | undefined;
  readonly filter: Omit<SearchFilter, 'isNot'>;
}

function valuesOf(operator: Operator, { chats, accounts }: Known, now: Date): readonly Value[] {
  const value = (text: string, of: string, note?: string): Value => ({ text, note, filter: { operator, value: of } });
  switch (operator) {
    case 'from':
      return [value(t.search.me, 'me'), ...peopleOf(chats).map(([name, network]) => value(name, name, network))];
    case 'in':
      return [...chats].toSorted(byActivity).map(({ title, id, network }) => value(title, id, network));
    case 'account':
      return accounts.map((account) => value(nameOf(account), account.accountID, networkOf(account)));
    case 'network':
      return [...new Set(accounts.map(networkOf))].map((network) => value(network, network));
    case 'has':
      return (['image', 'video', 'audio', 'file', 'link', 'attachment'] as const).map((one) =>
        value(t.search.has[one], one),
      );
    case 'before':
    case 'after':
      return datesAround(now).map(([name, date]) => value(t.search.dates[name], date, date));
  }
}

/** By name: the search goes by it too. */
function peopleOf(chats: Iterable<ChatListItem>): readonly (readonly [name: string, network: string])[] {
  const people = new Map<string, string>();
  for (const { participants, network } of [...chats].toSorted(byActivity))
    for (const { fullName, username, isSelf } of participants.items) {
      const name = fullName ?? username;
      if (isSelf !== true && name !== undefined && !name.includes('"') && !people.has(name)) people.set(name, network);
    }
  return [...people];
}

/** As the server reads them: days in UTC. */
function datesAround(now: Date): readonly (readonly [keyof typeof t.search.dates, string])[] {
  const ago = (days: number, months = 0) => {
    const date = new Date(Date.UTC(now.getFullYear(), now.getMonth() - months, now.getDate() - days));
    return date.toISOString().slice(0, 10);
  };
  return [
    ['today', ago(0)],
    ['yesterday', ago(1)],
    ['week', ago(7)],
    ['month', ago(0, 1)],
    ['year', ago(0, 12)],
  ];
}
