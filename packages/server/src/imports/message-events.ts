/** Messages of an export as what a network would deliver of them. */

import type { IncomingAttachment, IncomingLink, MessageEvent, NetworkEvent } from '@partyline/connector';
import {
  type ImportAttachment,
  type ImportChat,
  type ImportMessage,
  invalidValue,
  type LinkPreview,
} from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';
import { refOfUpload } from '../media/imported-files.ts';

/** @throws ApiError `VALIDATION_ERROR` for what is no time: it would stand in 1970 for ever */
export function checkTimes(messages: readonly ImportMessage[]): void {
  for (const [index, message] of messages.entries())
    for (const field of ['timestamp', 'editedTimestamp'] as const) {
      const time = message[field];
      if (time === undefined || !Number.isNaN(Date.parse(time))) continue;
      throw invalidValue(
        ['body', 'messages', String(index), field],
        `${field} must be a time like 2026-05-05T20:20:12.497Z. Nothing was changed.`,
      );
    }
}

/** @param missing IDs of those that are not here; of the others only what was done to them since */
export function messageEvents(
  account: AccountFacts,
  chat: Pick<ImportChat, 'id' | 'type'>,
  messages: readonly ImportMessage[],
  missing: ReadonlySet<string>,
): NetworkEvent[] {
  const arrivals = messages
    .filter(({ id }) => missing.has(id))
    .map((message) => messageEvent(account.remoteID, chat, message));
  return [...arrivals, ...messages.flatMap((message) => laterEvents(account.remoteID, chat.id, message))];
}

function messageEvent(
  account: string,
  { id, type }: Pick<ImportChat, 'id' | 'type'>,
  message: ImportMessage,
): MessageEvent {
  const attachments = message.isDeleted === true ? [] : (message.attachments ?? []);
  return {
    kind: 'message',
    account,
    id: message.id,
    chat: { id, type },
    sender: {
      id: message.senderID,
      isSelf: message.isSender === true,
      ...(message.senderName !== undefined && { name: message.senderName }),
    },
    timestamp: Date.parse(message.timestamp),
    history: true,
    text: '',
    html: message.text ?? '',
    ...(message.type !== undefined && { type: message.type }),
    ...(message.mentions != null && { mentions: message.mentions }),
    ...(message.linkedMessageID !== undefined && { replyTo: message.linkedMessageID }),
    ...(message.links !== undefined && { links: message.links.map(linkOf) }),
    ...(attachments.length > 0 && {
      attachments: attachments.map((file, index) => attachmentOf(file, `missing:${id}/${message.id}/${index}`)),
    }),
  };
}

function attachmentOf({ type, uploadID, ...told }: ImportAttachment, missing: string): IncomingAttachment {
  const { mimeType, fileName, fileSize, duration, size, isGif, isSticker, isVoiceNote } = told;
  const { width, height } = size ?? {};
  return {
    kind: type,
    ref: uploadID === undefined ? missing : refOfUpload(uploadID),
    ...(mimeType !== undefined && { mimeType }),
    ...(fileName !== undefined && { fileName }),
    ...(fileSize !== undefined && { fileSize }),
    ...(duration !== undefined && { duration }),
    ...(width !== undefined && height !== undefined && { size: { width, height } }),
    ...(isGif !== undefined && { isGif }),
    ...(isSticker !== undefined && { isSticker }),
    ...(isVoiceNote !== undefined && { isVoiceNote }),
  };
}

const linkOf = ({ url, title, summary, originalURL }: LinkPreview): IncomingLink => ({
  url,
  title,
  ...(summary !== undefined && { summary }),
  ...(originalURL !== undefined && { originalURL }),
});

/** The text of an export is that of the last edit; who reacted when is not told, so that the order counts. */
function laterEvents(account: string, chatID: string, message: ImportMessage): NetworkEvent[] {
  const { id: messageID, isDeleted, editedTimestamp, text = '', mentions, links, reactions = [] } = message;
  const about = { account, chatID, messageID };
  const timestamp = Date.parse(message.timestamp);
  if (isDeleted === true) return [{ kind: 'removal', ...about, timestamp }];
  return [
    ...(editedTimestamp === undefined
      ? []
      : [
          {
            kind: 'edit' as const,
            ...about,
            id: 'import',
            timestamp: Date.parse(editedTimestamp),
            text: '',
            html: text,
            ...(mentions != null && { mentions }),
            ...(links !== undefined && { links: links.map(linkOf) }),
          },
        ]),
    ...reactions.map(({ participantID, reactionKey }, index) => ({
      kind: 'reaction' as const,
      ...about,
      sender: { id: participantID, isSelf: false },
      key: reactionKey,
      timestamp: timestamp + index,
    })),
  ];
}
