/** What the last message of a chat says, in a word or in a line. */

import type { Message } from '@partyline/protocol';
import { plainText } from '../../html/plain-text.ts';
import { t } from '../../texts/texts.ts';

export type PreviewKind = keyof typeof t.inbox.kinds;

/** Undefined for a message of words alone. */
export function previewKind({ type, attachments }: Message): PreviewKind | undefined {
  const [first] = attachments ?? [];
  if (type === 'LOCATION') return 'location';
  if (first === undefined) return undefined;
  if (first.isSticker === true || type === 'STICKER') return 'sticker';
  if (first.isGif === true) return 'gif';
  if (first.isVoiceNote === true || type === 'VOICE') return 'voice';
  if (first.type === 'img') return 'image';
  return first.type === 'video' || first.type === 'audio' ? first.type : 'file';
}

export function previewText(message: Message): string {
  if (message.isDeleted === true) return t.chat.deleted;
  const text = plainText(message.text ?? '');
  if (text !== '') return text;
  const kind = previewKind(message);
  if (kind === undefined) return t.chat.noText;
  const name = kind === 'file' ? message.attachments?.[0]?.fileName : undefined;
  return name === undefined || name === '' ? t.inbox.kinds[kind] : name;
}
