import type { OutgoingMessage, OutgoingPart } from '@partyline/connector';

/**
 * The parts a message must be sent as where a text may have so many UTF-16 units. Cut after white space where there is some, which the parts
 * then lack, else between two graphemes. Formatting is lost in parts, not in a message that fits.
 */
export function split({ text, html }: OutgoingMessage, limit: number): OutgoingPart[] {
  if (text.length <= limit) return [html === undefined ? { text } : { text, html }];
  const parts: string[] = [];
  let part = '';
  for (const word of text.match(/\s*\S+/gu) ?? []) {
    if (part.length + word.length <= limit) {
      part += word;
      continue;
    }
    if (part !== '') parts.push(part);
    part = '';
    for (const piece of pieces(word.trimStart(), limit)) {
      if (part !== '') parts.push(part);
      part = piece;
    }
  }
  return [...parts, part].filter((one) => one.trim() !== '').map((one) => ({ text: one }));
}

/** A word in pieces that fit. A grapheme of more than `limit` units is cut between its code points. */
function pieces(word: string, limit: number): string[] {
  const found: string[] = [];
  let piece = '';
  const graphemes = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)].flatMap(
    ({ segment }) => (segment.length <= limit ? [segment] : [...segment]),
  );
  for (const grapheme of graphemes) {
    if (piece.length + grapheme.length > limit) {
      found.push(piece);
      piece = '';
    }
    piece += grapheme;
  }
  return [...found, piece];
}
