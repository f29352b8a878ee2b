/** Names of files as other people chose them, made harmless. */

import { extname } from 'node:path';

const maxLength = 255;

/** The last part of a path without what terminals, headers and file systems trip over. @returns undefined when nothing is left */
export function cleanFileName(name: string | undefined): string | undefined {
  const last = name?.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, '').trim();
  if (clean === '' || clean === '.' || clean === '..') return undefined;
  return shortened(clean, maxLength);
}

/** For the end of a public link: plain ASCII and short, because a line of IRC has 512 bytes. */
export function linkFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '');
  return shortened(plain === '' ? 'file' : plain, 60);
}

/** Keeps the extension. */
function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const extension = extname(name).slice(0, 16);
  return name.slice(0, length - extension.length).toWellFormed() + extension;
}
