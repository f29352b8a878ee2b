/**
 * What is looked for, in the language of FTS5's MATCH (https://sqlite.org/fts5.html#full_text_query_syntax). Every text of a person's stands in quotation
 * marks, in which only the quotation mark itself means something.
 */

import { spaced } from '../text-index.ts';
import type { Term } from './query-text.ts';

export interface Match {
  readonly wanted: readonly Term[];
  readonly unwanted: readonly Term[];
  /** Of each list one mark must be there: marks are those of text-index.ts. */
  readonly marks: readonly (readonly string[])[];
  readonly unwantedMarks: readonly string[];
}

/** Letters, digits, marks and symbols: what the index makes words of. */
const indexed = /[\p{L}\p{N}\p{Co}\p{Mn}\p{Mc}\p{So}]/u;

export const isSearchable = ({ text }: Term): boolean => indexed.test(spaced(text));

/** @returns undefined when nothing is demanded, so that the index is of no use */
export function matchText({ wanted, unwanted, marks, unwantedMarks }: Match): string | undefined {
  const demands = [...wanted.filter(isSearchable).map(wordsText), ...marks.map(marksText)];
  if (demands.length === 0) return undefined;
  const refused = refusalText({ unwanted, unwantedMarks });
  const demanded = demands.join(' AND ');
  return refused === undefined ? demanded : `(${demanded}) NOT (${refused})`;
}

/** What a message must not have any of. FTS5 has no NOT without something to take it from. @returns undefined when nothing is refused */
export function refusalText({
  unwanted,
  unwantedMarks,
}: Pick<Match, 'unwanted' | 'unwantedMarks'>): string | undefined {
  const refusals = unwanted.filter(isSearchable).map(wordsText);
  if (unwantedMarks.length > 0) refusals.push(marksText(unwantedMarks));
  return refusals.length === 0 ? undefined : refusals.join(' OR ');
}

const wordsText = ({ text, isPrefix }: Term): string => `words : ${quoted(spaced(text))}${isPrefix ? ' *' : ''}`;

const marksText = (marks: readonly string[]): string => `marks : (${marks.map(quoted).join(' OR ')})`;

/** FTS5 reads its text as C does, up to a null character. */
const quoted = (text: string): string => `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`;
