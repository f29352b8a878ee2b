/** What a message is, in a word, for where it cannot be shown itself: quotes, lists, screen readers. */

import type { Attachment, Message } from '@partyline/protocol';
import { plainText } from '../html/plain-text.ts';
import { t } from '../texts/texts.ts';

export function kindText({ type, isSticker, isVoiceNote }: Attachment): string {
  if (isSticker === true) return t.chat.media.sticker;
  if (isVoiceNote === true) return t.chat.media.voice;
  const words = { img: t.chat.media.picture, video: t.chat.media.video, audio: t.chat.media.audio };
  return type === 'unknown' ? t.chat.media.file : words[type];
}

/** One line: its text, else what is attached. */
export function summaryOf({ isDeleted, text, attachments }: Message): string {
  if (isDeleted === true) return t.chat.deleted;
  const words = plainText(text ?? '');
  const files = attachments?.map((one) => (one.type === 'unknown' ? (one.fileName ?? kindText(one)) : kindText(one)));
  return [...(files ?? []), words].filter((part) => part !== '').join(' · ') || t.chat.noText;
}

export const nameOf = ({ isSender, senderName, senderID }: Message): string =>
  isSender === true ? t.chat.own : (senderName ?? senderID);
