/** Where the words that were looked for stand in a text, whatever their case and accents, and the piece of it around them. Pure functions. */

export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

const before = 40;
const longest = 240;

/** As much of the text as a hit shows, in pieces. */
export function hitPieces(text: string, terms: readonly string[]): readonly Piece[] {
  const hits = hitRanges(text, terms);
  const first = hits[0]?.[0] ?? 0;
  const start = first > before * 2 ? startOfWord(text, first - before) : 0;
  const end = text.length - start > longest ? start + longest : text.length;
  const pieces: Piece[] = [];
  let at = start;
  for (const [from, to] of hits) {
    if (from < at || to > end) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), isHit: false });
    pieces.push({ text: text.slice(from, to), isHit: true });
    at = to;
  }
  if (at < end) pieces.push({ text: text.slice(at, end), isHit: false });
  if (start > 0) pieces.unshift({ text: '…', isHit: false });
  if (end < text.length) pieces.push({ text: '…', isHit: false });
  return pieces;
}

/** Begin and end in the text, in order; words are found where a word begins, as the server finds them. */
function hitRanges(text: string, terms: readonly string[]): readonly (readonly [number, number])[] {
  const { folded, places } = foldedWithPlaces(text);
  const ranges = terms.flatMap((term) => {
    const { folded: wanted } = foldedWithPlaces(term);
    return wanted === '' ? [] : [...occurrences(folded, wanted)].map((at) => [at, at + wanted.length] as const);
  });
  return ranges
    .map(([from, to]) => [places[from] ?? 0, places[to] ?? text.length] as const)
    .toSorted(([one], [other]) => one - other);
}

function* occurrences(text: string, wanted: string): Generator<number> {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length))
    if (isWordStart(text, at)) yield at;
}

/** Scripts without blanks between words have a word at every letter. */
const isWordStart = (text: string, at: number): boolean =>
  at === 0 ||
  !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ||
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text[at] ?? '');

/** @returns the text without case and accents, and where in the text each of its letters comes from */
function foldedWithPlaces(text: string): { folded: string; places: readonly number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
    for (let index = 0; index < plain.length; index++) places.push(at);
    folded += plain;
    at += letter.length;
  }
  places.push(text.length);
  return { folded, places };
}

function startOfWord(text: string, at: number): number {
  const blank = text.indexOf(' ', at);
  return blank === -1 || blank - at > before / 2 ? at : blank + 1;
}
