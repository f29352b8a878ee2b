/** Several messages of one chat, and all there is about one of them. */

import type { Message } from '@partyline/protocol';
import { localTime } from './local-time.ts';
import { type MessageSurroundings, messageLines, messageSummary, senderOf } from './message-text.ts';
import { columns, paint, printable } from './text.ts';

export interface Emphasis {
  /** ID of the message to point at. */
  readonly marked?: string;
  /** Which of them are only there for the others: a line each. */
  readonly brief?: (message: Message) => boolean;
}

/** @param messages oldest first; those that networks hide are left out */
export function conversation(messages: readonly Message[], { marked, brief = () => false }: Emphasis = {}): string {
  const known = new Map(messages.map((message) => [message.id, message]));
  return messages
    .filter(({ isHidden, id }) => isHidden !== true || id === marked)
    .map((message) => {
      if (brief(message)) return briefly(message);
      const lines = messageLines(message, { quoted: known.get(message.linkedMessageID ?? '') });
      return message.id === marked ? `→ ${lines}` : lines;
    })
    .join('\n');
}

const usualWidth = 120;

function briefly(message: Message): string {
  const start = `${localTime(message.timestamp)}  ${senderOf(message)}: `;
  const room = (process.stdout.isTTY ? columns() : usualWidth) - start.length;
  return paint('gray', start + messageSummary(message, Math.max(room, 10)));
}

/** The message, and a line each for what a list leaves out. */
export function messageDetails(message: Message, about: MessageSurroundings): string {
  const { reactions = [], links = [], mentions, sendStatus, attachments = [] } = message;
  const lines: [label: string, value: string | undefined][] = [
    ['Message', message.id],
    ['Sent as', message.pendingMessageID],
    ['Sender', message.senderID],
    ['Kind', message.type?.toLowerCase()],
    ['Edited', message.editedTimestamp === undefined ? undefined : localTime(message.editedTimestamp)],
    ['In reply to', message.linkedMessageID],
    ['Mentions', mentions?.join(', ')],
    ['Status', sendStatus?.status.toLowerCase()],
    ['Seen', seenWords(message)],
    ...attachments.map(({ srcURL, id }, index): [string, string | undefined] => [`File ${index + 1}`, srcURL ?? id]),
    ...links.map(({ url, title }): [string, string] => ['Link', title === '' ? url : `${title}  ${url}`]),
    ...reactions.map(({ reactionKey, participantID }): [string, string] => [
      'Reaction',
      `${reactionKey}  ${participantID}`,
    ]),
  ];
  const told = lines.flatMap(([label, value]) => (value ? [`${label.padEnd(13)}${printable(value)}`] : []));
  return [messageLines(message, { ...about, withID: false }), '', ...told].join('\n');
}

function seenWords({ seen }: Message): string | undefined {
  if (seen === undefined || seen === false) return undefined;
  if (seen === true) return 'yes';
  if (typeof seen === 'string') return localTime(seen);
  const people = Object.entries(seen).filter(([, when]) => when !== false);
  return people.map(([id, when]) => (typeof when === 'string' ? `${id} ${localTime(when)}` : id)).join(', ');
}
