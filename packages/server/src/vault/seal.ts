/** Sealing: AES-256-GCM with a random nonce. What a secret belongs to is authenticated, so a sealed row cannot be moved to another place. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** First byte of everything sealed, so that another scheme can follow. */
const scheme = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** @returns scheme, nonce, ciphertext, tag */
export function seal(key: Buffer, place: string, plain: string): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([Buffer.of(scheme), nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when the key, the place or a byte is not the one it was sealed with */
export function unseal(key: Buffer, place: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== scheme || bytes.length < 1 + nonceBytes + tagBytes)
    throw new Error('Not a sealed secret of a known scheme');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceBytes))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-tagBytes));
  const body = bytes.subarray(1 + nonceBytes, -tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
