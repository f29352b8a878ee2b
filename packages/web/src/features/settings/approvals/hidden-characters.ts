/**
 * Characters that change how a text looks without being seen: what is approved must be what is read. Plain TypeScript.
 */

export type TextPart = { readonly text: string } | { readonly hidden: string };

/** Controls and marks of format, but line breaks and tabs, the joiners that make emoji and scripts, and the Arabic signs that are seen. */
const hidden = /(?!\n|\r|\t|\u200c|\u200d|[\u0600-\u0605]|\u06dd|\u070f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** @returns the text in parts, each hidden character by its code: `U+202E` */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ hidden: codeOf(character) });
    from = index + character.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
