/** The owner's passphrase: what it must be, and how it is kept (scrypt, with OWASP's cost for 32 MiB). */

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const keyBytes = 32;
const minLength = 12;
const maxLength = 1_000;
const minDifferent = 5;

/** @returns what is wrong with it, in words; undefined when it will do */
export function weakness(passphrase: string): string | undefined {
  const letters = [...passphrase.normalize('NFKC')];
  if (letters.length < minLength)
    return `Choose at least ${minLength} characters: some words that only you put together.`;
  if (letters.length > maxLength) return `Choose at most ${maxLength} characters.`;
  if (new Set(letters).size < minDifferent) return `Choose at least ${minDifferent} different characters.`;
  return undefined;
}

/** One at a time: each takes 32 MiB and a tenth of a second or more. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

const keyOf = (passphrase: string, salt: Buffer, options: typeof cost) =>
  // The same passphrase, whichever keyboard it was typed on.
  inTurn(() => derive(passphrase.normalize('NFKC'), salt, keyBytes, options));

/** @returns `scrypt$N$r$p$salt$key` */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await keyOf(passphrase, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** @param stored what {@link hashPassphrase} gave */
export async function isPassphrase(passphrase: string, stored: string): Promise<boolean> {
  if (passphrase.length > maxLength) return false;
  const [, N, r, p, salt = '', key = ''] = stored.split('$');
  const options = { ...cost, N: Number(N), r: Number(r), p: Number(p) };
  const found = await keyOf(passphrase, Buffer.from(salt, 'base64url'), options);
  return timingSafeEqual(found, Buffer.from(key, 'base64url'));
}
