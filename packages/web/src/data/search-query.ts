/** What somebody looks for, as the server reads it: filters, which the app shows as chips, and words. Pure functions. */

export const operators = ['from', 'in', 'account', 'network', 'has', 'before', 'after'] as const;
export type Operator = (typeof operators)[number];

export interface SearchFilter {
  readonly operator: Operator;
  readonly value: string;
  /** Only of `from` and `has`: what is to be left out. */
  readonly isNot: boolean;
}

export interface SearchQuery {
  readonly filters: readonly SearchFilter[];
  /** Words, "exact phrases", begin*, -without. */
  readonly words: string;
}

/** As the server's: a minus, a name with a colon, then a quoted text or everything up to the next blank. */
const filterText = /(^|\s)(-)?([a-z]+):("([^"]*)"|[^\s"]+)(?=\s|$)/gi;

export function parseSearch(text: string): SearchQuery {
  const filters: SearchFilter[] = [];
  const rest = text.replace(filterText, (whole, blank: string, minus, name: string, bare: string, quoted) => {
    const operator = operators.find((one) => one === name.toLowerCase());
    const value = String(quoted ?? bare).trim();
    const isNot = minus !== undefined;
    if (operator === undefined || value === '' || (isNot && operator !== 'from' && operator !== 'has')) return whole;
    const filter: SearchFilter = { operator, value, isNot };
    if (!filters.some((one) => filterToText(one) === filterToText(filter))) filters.push(filter);
    return blank;
  });
  return { filters, words: rest.replace(/\s+/g, ' ').trim() };
}

export const filterToText = ({ operator, value, isNot }: SearchFilter): string =>
  `${isNot ? '-' : ''}${operator}:${/\s/.test(value) ? `"${value}"` : value}`;

/** @param words may end with a blank, which is kept: somebody goes on typing */
export const searchToText = ({ filters, words }: SearchQuery): string =>
  [...filters.map(filterToText), words].filter((part) => part !== '').join(' ');

/**
 * For the server: the last word may go on, as long as it is typed. It knows no `account:`.
 *
 * @returns undefined when nothing is asked
 */
export function askedOf({
  filters,
  words,
}: SearchQuery): { query: string; accountIDs?: readonly string[] } | undefined {
  const accountIDs = filters.filter(({ operator }) => operator === 'account').map(({ value }) => value);
  const others = filters.filter(({ operator }) => operator !== 'account');
  const query = searchToText({ filters: others, words: /[\p{L}\p{N}]{2}$/u.test(words) ? `${words}*` : words });
  if (query === '' && accountIDs.length === 0) return undefined;
  return { query, ...(accountIDs.length > 0 && { accountIDs }) };
}

/** What may be marked in a hit: single words and phrases that are wanted. */
export function wantedTerms(words: string): readonly string[] {
  const terms = [...words.replace(/[“”„‟«»]/g, '"').matchAll(/(-)?(?:"([^"]*)"|([^\s"]+))/g)];
  return terms
    .filter(([, minus]) => minus === undefined)
    .map(([, , quoted, bare]) => (quoted ?? bare ?? '').replace(/\*+$/, '').trim())
    .filter((term) => term !== '');
}
