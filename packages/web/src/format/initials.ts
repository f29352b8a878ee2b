/** A colour for a person or a chat that has no picture: always the same for the same one. */

const hues = [12, 45, 95, 150, 185, 215, 250, 285, 325];

export function hueOf(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hues[sum % hues.length] ?? 250;
}

/** One or two letters, or the emoji it begins with. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letter = (word: string) => {
    const found = /[\p{L}\p{N}\p{Extended_Pictographic}]/u.exec(word)?.[0] ?? '';
    return found.toLocaleUpperCase();
  };
  return letter(first) + letter(last) || '?';
}
