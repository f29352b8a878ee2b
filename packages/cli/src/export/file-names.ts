/** Names of files and folders after what people and chats are called: readable, harmless on every system, and never the same for two things. */

import { createHash } from 'node:crypto';

const longestBytes = 80;
/** What Windows takes for a device, with any extension. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:[. ]|$)/i;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idLength = 10;

/** Ten characters that follow from an ID, in one case only: 50 bits. */
export function shortID(id: string): string {
  const digest = createHash('sha256').update(id).digest();
  return Array.from({ length: idLength }, (_, index) => alphabet[(digest[index] ?? 0) % alphabet.length]).join('');
}

/** `Family x7kq2a9c0d`: what it is called, and a short ID after it that finds it again when it is called otherwise. */
export const folderName = (title: string, id: string): string => `${plainName(title, 'chat')} ${shortID(id)}`;

/** `photo x7kq2a9c0d.jpg`. @param url names the file at the server */
export function mediaName(fileName: string | undefined, usual: string, url: string, extension: string): string {
  const [, stem = fileName ?? '', given] = /^(.*)\.([A-Za-z0-9]{1,8})$/s.exec(fileName ?? '') ?? [];
  return `${plainName(stem, usual)} ${shortID(url)}.${(given ?? extension).toLowerCase()}`;
}

/** Without path separators, control characters, marks that turn the direction of writing, and what single systems refuse. */
export function plainName(text: string, fallback: string): string {
  const clean = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}\ufffd\ufeff\u00ad\u200b\u2060]+/gu, ' ')
    .replace(/[<>:"/\\|?*]+/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.~-]+|[\s.]+$/g, '');
  const short = cutBytes(clean).replace(/[\s.]+$/, '');
  if (short === '') return fallback;
  return device.test(short) ? `_${short}` : short;
}

/** At whole characters, as people see them. */
function cutBytes(text: string): string {
  if (Buffer.byteLength(text) <= longestBytes) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(segment) > longestBytes) break;
    kept += segment;
  }
  return kept;
}
