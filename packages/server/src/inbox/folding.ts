/** Text as it is compared: without case and without marks above and below letters, so that `Müller` is found by `muller`. */

export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase();
}
