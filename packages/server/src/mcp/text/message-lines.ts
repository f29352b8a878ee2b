/** Messages for a model to read: by day, each with what is needed to name it in another call. */

import type { Message } from '@partyline/protocol';
import { htmlToText } from '@partyline/rich-text';
import { attachmentURI } from '../attachment-uri.ts';

export interface Cut {
  /** Characters of a text; 0: all. */
  readonly maxTextLength: number;
}

/** Oldest first, under a heading for each day (UTC). */
export function messageLines(messages: readonly Message[], cut: Cut): string {
  const sorted = messages.toSorted((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  const days = Map.groupBy(sorted, ({ timestamp }) => timestamp.slice(0, 10));
  return [...days]
    .map(([day, ofDay]) => `## ${day}\n${ofDay.map((message) => messageLine(message, cut)).join('\n')}`)
    .join('\n\n');
}

function messageLine(message: Message, cut: Cut): string {
  const { timestamp, senderName, senderID, isSender, id } = message;
  const who = isSender === true ? `${senderName ?? senderID} (You)` : (senderName ?? senderID);
  const notes = [`messageID: ${id}`, ...notesOf(message)];
  return `- ${timestamp.slice(11, 16)} ${who}: ${said(message, cut)} (${notes.join('; ')})`;
}

function said(message: Message, { maxTextLength }: Cut): string {
  if (message.isDeleted === true) return '[deleted]';
  const text = htmlToText(message.text ?? '');
  const shown = maxTextLength > 0 && text.length > maxTextLength ? cutOff(text, maxTextLength) : text;
  const files = (message.attachments ?? []).map(({ type, fileName, mimeType }, index) => {
    const kind = type === 'img' ? 'image' : type === 'unknown' ? 'file' : type;
    return `[${kind}${fileName === undefined ? '' : ` ${fileName}`}${mimeType === undefined ? '' : `, ${mimeType}`}: ${attachmentURI(message, index)}]`;
  });
  const reactions = [...Map.groupBy(message.reactions ?? [], ({ reactionKey }) => reactionKey)].map(
    ([key, those]) => `[${key} ${those.length} (${those.map(({ participantID }) => participantID).join(', ')})]`,
  );
  return [shown, ...files, ...reactions].filter((part) => part !== '').join(' ') || '[no text]';
}

function cutOff(text: string, length: number): string {
  // Not through the middle of a character.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return `${text.slice(0, end)}… [${text.length - end} more characters]`;
}

function notesOf({ linkedMessageID, editedTimestamp, sendStatus, isUnread }: Message): string[] {
  return [
    ...(linkedMessageID === undefined ? [] : [`answers ${linkedMessageID}`]),
    ...(editedTimestamp === undefined ? [] : ['edited']),
    ...(isUnread === true ? ['unread'] : []),
    ...(sendStatus === undefined || sendStatus.status === 'SUCCESS'
      ? []
      : [`${sendStatus.status}${sendStatus.message === undefined ? '' : `: ${sendStatus.message}`}`]),
  ];
}
