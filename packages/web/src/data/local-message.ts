/** A message as it is shown until the server tells what became of it. */

import type { Attachment, Message } from '@partyline/protocol';
import type { ShownFile, Unsent } from './outgoing.ts';

let count = 0;

export function localMessage(key: string, { chatID, what, shown, at }: Unsent): Message {
  const { text = '', replyToMessageID, mentions } = what;
  return {
    id: key,
    chatID,
    accountID: '',
    senderID: '',
    // Behind every number.
    sortKey: `~${String(at).padStart(15, '0')}${String(++count).padStart(9, '0')}`,
    timestamp: new Date(at).toISOString(),
    type: 'TEXT',
    text: escapeHTML(text),
    isSender: true,
    ...(mentions !== undefined && { mentions: [...mentions] }),
    ...(replyToMessageID !== undefined && { linkedMessageID: replyToMessageID }),
    ...(shown !== undefined && { attachments: [attachmentOf(shown, what.attachment?.type === 'voice-note')] }),
  };
}

/** Whether it stands where it was put here: the server knows no such place. */
export const isLocalPlace = ({ sortKey }: Message): boolean => sortKey.startsWith('~');

function attachmentOf({ srcURL, fileName, mimeType, fileSize, size }: ShownFile, isVoiceNote: boolean): Attachment {
  const top = mimeType?.split('/', 1)[0];
  return {
    type: top === 'image' ? 'img' : top === 'video' || top === 'audio' ? top : 'unknown',
    ...(srcURL !== undefined && { srcURL }),
    ...(fileName !== undefined && { fileName }),
    ...(mimeType !== undefined && { mimeType }),
    ...(fileSize !== undefined && { fileSize }),
    ...(size !== undefined && { size }),
    ...(isVoiceNote && { isVoiceNote }),
  };
}

const escapeHTML = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
