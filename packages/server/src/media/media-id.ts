/** IDs of media: 128 bits as base64url, 22 characters. */

import { createHash, randomBytes } from 'node:crypto';

const bytes = 16;

/** Cannot be guessed. */
export const newID = (): string => randomBytes(bytes).toString('base64url');

/** The same for the same words, and for those only. */
export const idOf = (...words: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(words)).digest().subarray(0, bytes).toString('base64url');
