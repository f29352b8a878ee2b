/** Codes that people type: eight consonants that are not mistaken for one another and spell nothing (RFC 8628, section 6.1). 2.5e10 of them. */

import { randomInt } from 'node:crypto';

const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** `WDJB-MJHT` */
export function shortCode(): string {
  const text = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** As it was made, however it was typed: in lower case, with spaces, without the dash. */
export function typedCode(text: string): string {
  const plain = text.toUpperCase().replace(/[^A-Z]/g, '');
  return `${plain.slice(0, 4)}-${plain.slice(4)}`;
}
