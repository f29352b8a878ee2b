/** `messages.md`: a chat as text that any editor shows. */

import { join } from 'node:path';
import type { Account } from '@partyline/protocol';
import type { ChatRecord } from '../records.ts';
import { shown } from '../shown.ts';
import { formatLongDay, formatMoment, formatTime, timeZone } from '../times.ts';
import { type Told, type ToldFile, toldMessages } from '../told-messages.ts';
import { writeWhole } from '../whole-files.ts';
import { escapeMarkdown, markdownOf } from './text.ts';

export const writeMarkdown = (folder: string, record: ChatRecord, account: Account): Promise<void> =>
  writeWhole(join(folder, 'messages.md'), async (writer) => {
    const { chat, readAt, messages } = record;
    const about = [
      shown(chat.network || account.network, account.bridge.type),
      shown(account.user.fullName ?? account.user.username, account.user.id),
      chat.type === 'group' ? `${chat.participants.total} people` : 'direct chat',
      `${messages} messages`,
    ];
    await writer.write(`# ${escapeMarkdown(shown(chat.title))}\n\n${about.map(escapeMarkdown).join(' · ')}\n\n`);
    await writer.write(`As it was on ${formatMoment(readAt)}. Times are those of ${escapeMarkdown(timeZone())}.\n\n`);
    for await (const told of toldMessages(folder, record)) {
      const { timestamp } = told.message;
      if (told.startsDay) await writer.write(`## ${formatLongDay(timestamp)}\n\n`);
      await writer.write(`${block(told)}\n\n`);
    }
  });

function block({ message, sender, answered, files, reactions }: Told): string {
  const { timestamp, editedTimestamp, isDeleted, linkedMessageID, sendStatus } = message;
  const notes = [
    formatTime(timestamp),
    ...(editedTimestamp === undefined ? [] : ['edited']),
    ...(sendStatus === undefined || sendStatus.status === 'SUCCESS' ? [] : ['not sent']),
  ];
  const quoted =
    answered === undefined
      ? '*An earlier message*'
      : `**${escapeMarkdown(answered.sender)}** ${escapeMarkdown(answered.text)}`;
  const text = isDeleted === true ? '*This message was deleted.*' : markdownOf(message.text ?? '');
  return [
    `**${escapeMarkdown(sender)}** ${notes.join(' · ')}`,
    ...(linkedMessageID === undefined ? [] : [`> ${quoted}`]),
    ...files.map(fileText),
    ...(text === '' ? [] : [text]),
    ...reactions.map(({ key, names }) => `${escapeMarkdown(key)} ${names.map(escapeMarkdown).join(', ')}`),
  ].join('\n\n');
}

function fileText({ attachment, file, name }: ToldFile): string {
  const label = escapeMarkdown(name);
  if (file === undefined) return `${label} (not in this export)`;
  // In angle brackets a path may hold anything but them.
  const path = `<${file.split('/').map(encodeURIComponent).join('/')}>`;
  return `${attachment.type === 'img' ? '!' : ''}[${label}](${path})`;
}
