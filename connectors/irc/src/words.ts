/** mIRC colours (^C) and hexadecimal ones (^D) carry digits that would stay behind; https://modern.ircdocs.horse/formatting */
const COLOURS = new RegExp(
  `${String.fromCharCode(3)}(?:\\d{1,2}(?:,\\d{1,2})?)?|${String.fromCharCode(4)}(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?`,
  'g',
);

/** A server's own words, made fit for a status text: no control characters, no colours, one line, at most 300 characters. */
export function plainWords(text: string): string {
  const plain = text
    .replace(COLOURS, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return plain.length <= 300 ? plain : `${plain.slice(0, 299)}…`;
}

/** The end of a sentence, also with a quotation mark behind it. */
const ENDED = /[.!?…。！？]["'”’»]*$/u;

/** `lead: words.` with a server's or a system's own words, whatever they end with; `lead.` where there are none. */
export function sentence(lead: string, words: string): string {
  const said = plainWords(words).replace(/[\s,;:]+$/, '');
  if (said === '') return `${lead}.`;
  return `${lead}: ${said}${ENDED.test(said) ? '' : '.'}`;
}
