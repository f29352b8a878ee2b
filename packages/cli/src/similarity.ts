/** What may have been meant by a misspelt name. */

import { normalise } from './match.ts';

const most = 3;
/** Of 1; below it a likeness is chance. */
const least = 0.6;

/** The candidates with a name, or a word of one, that is most like the words: the likest first, none when nothing is. */
export function alike<T>(
  words: string,
  candidates: readonly T[],
  namesOf: (candidate: T) => readonly (string | undefined)[],
): T[] {
  const wanted = normalise(words);
  const score = (candidate: T): number => {
    const names = namesOf(candidate).flatMap((name = '') => [name, ...name.split(/\s+/)]);
    return Math.max(0, ...names.map((name) => likeness(wanted, normalise(name))));
  };
  return candidates
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .filter((found) => found.score >= least)
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** 1 for the same text, 0 for nothing in common. */
function likeness(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  // So different a length cannot come near enough.
  if (longer === 0 || Math.abs(one.length - other.length) > longer * (1 - least)) return 0;
  return 1 - distance(one, other) / longer;
}

/** How many letters have to be put in, left out, replaced, or changed with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const replaced = at(above, column - 1) + (isSame ? 0 : 1);
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swapped = isSwapped && row > 1 && column > 1 ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY;
      line.push(Math.min(at(above, column) + 1, at(line, column - 1) + 1, replaced, swapped));
    }
    before = above;
    above = line;
  }
  return at(above, other.length);
}

const at = (line: readonly number[], column: number): number => line[column] ?? Number.POSITIVE_INFINITY;
