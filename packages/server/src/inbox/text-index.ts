/**
 * The words of messages, in SQLite's full-text index. Its rows have the messages' positions, so that hits come newest first without sorting. Scripts
 * that do not separate words are indexed letter by letter and looked for as phrases: any part of such a text is found, from one letter on.
 */

import { createHash } from 'node:crypto';
import { htmlToText } from '@partyline/rich-text';
import { sql } from 'kysely';
import { insertEach } from '../store/insert-each.ts';
import type { Transaction } from '../store/writer.ts';

export interface Indexed {
  readonly id: number;
  readonly chat_id: number;
  readonly sender_id: string;
  readonly is_self: number;
  readonly text: string;
  /** `Attachment[]` as JSON. */
  readonly attachments: string | null;
}

export async function addToIndex(tx: Transaction, messages: readonly Indexed[]): Promise<void> {
  const rows = messages.map((message) => ({
    rowid: message.id,
    words: searchable(htmlToText(message.text), namesOf(message.attachments)),
    marks: marksOf(message),
  }));
  await insertEach(tx, rows, (row) => tx.insertInto('message_index').values(row));
}

export async function removeFromIndex(tx: Transaction, ids: readonly number[]): Promise<void> {
  for (const id of ids) await sql`delete from message_index where rowid = ${id}`.execute(tx);
}

/** Scripts that are written without spaces between words, or join particles to them; and emoji, of which several may stand together. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{So}]/gu;

/** Vowel points of Hebrew and Arabic, and what only says how an emoji is shown. */
const ignored =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]|\u200d|[\ufe0e\ufe0f]/gu;

/** A text as it is indexed, and as a query is read: in one form of Unicode, letters of unspaced scripts alone. */
export function spaced(text: string): string {
  return plain.test(text) ? text : text.normalize('NFKC').replace(ignored, '').replace(unspaced, ' $& ');
}

/** ASCII: most texts, which need nothing of that. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: every ASCII character is meant
const plain = /^[\x00-\x7f]*$/;

function searchable(text: string, names: string): string {
  return spaced(names === '' ? text : `${text}\n${names}`);
}

function namesOf(attachments: string | null): string {
  if (attachments === null) return '';
  const parsed: readonly { readonly fileName?: string }[] = JSON.parse(attachments);
  return parsed.map(({ fileName }) => fileName ?? '').join('\n');
}

/** Facts that are looked for together with words: chat, sender, and what a message holds. */
function marksOf(message: Indexed): string {
  const marks = [chatMark(message.chat_id), senderMark(message.sender_id)];
  if (message.is_self === 1) marks.push(selfMark);
  if (message.attachments !== null) {
    const parsed: readonly { readonly type: string }[] = JSON.parse(message.attachments);
    marks.push(mediaMarks.any, ...parsed.map(({ type }) => mediaMarkOf(type)));
  }
  if (/https?:\/\//i.test(message.text)) marks.push(mediaMarks.link);
  return [...new Set(marks)].join(' ');
}

export const chatMark = (chatID: number): string => `c${chatID}`;
export const selfMark = 'self';
/** 48 bits of a hash: a rare collision is sorted out by looking at the message itself. */
export const senderMark = (userID: string): string =>
  `s${createHash('sha1').update(userID).digest('hex').slice(0, 12)}`;
export const mediaMarks = {
  any: 'media',
  image: 'image',
  video: 'video',
  audio: 'audio',
  file: 'file',
  link: 'link',
} as const;

function mediaMarkOf(attachmentType: string): string {
  if (attachmentType === 'img') return mediaMarks.image;
  if (attachmentType === 'video') return mediaMarks.video;
  if (attachmentType === 'audio') return mediaMarks.audio;
  return mediaMarks.file;
}
