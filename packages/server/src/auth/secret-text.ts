/** Secrets that are shown once and kept as a digest. Random ones of 256 bits need no slow hash. */

import { hash, randomBytes } from 'node:crypto';

/** @param prefix tells what it is to whoever finds it: `ply_` */
export const randomSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

/** SHA-256, hex. */
export const digest = (text: string): string => hash('sha256', text, 'hex');
