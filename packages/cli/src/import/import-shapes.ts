/** What an export says, as the import takes it: fields that are missing or null are left out, and what a server cannot keep as well. */

import type { Chat, ImportAttachment, ImportChat, ImportMessage } from '@partyline/protocol';
import type { ExportedAttachment, ExportedMessage } from '../export/records.ts';

/** Of a larger crowd those who wrote are added by their messages. */
const mostPeople = 5_000;

/** What waits to be sent or failed was never said. */
export const isSent = ({ sendStatus }: ExportedMessage): boolean =>
  sendStatus === undefined || sendStatus === null || sendStatus.status === 'SUCCESS';

export function importChat({ id, type, title, description, participants }: Chat): ImportChat {
  return {
    id,
    type,
    title: title ?? '',
    ...(description != null && { description }),
    ...(participants?.items !== undefined && {
      participants: {
        items: participants.items.slice(0, mostPeople).map(withoutNull),
        hasMore: participants.hasMore === true || participants.items.length > mostPeople,
      },
    }),
  };
}

export function importMessage(
  message: ExportedMessage,
  attachments: readonly ImportAttachment[] | undefined,
): ImportMessage {
  const { id, timestamp, senderID, senderName, isSender, type, text, editedTimestamp, isDeleted } = message;
  const { linkedMessageID, mentions, links, reactions } = message;
  return withoutNull({
    id,
    timestamp,
    senderID,
    senderName,
    isSender,
    type,
    text,
    editedTimestamp,
    isDeleted,
    linkedMessageID,
    mentions,
    links: links?.map(({ img: _img, favicon: _favicon, imgSize: _imgSize, ...link }) => withoutNull(link)),
    ...(attachments !== undefined && { attachments: [...attachments] }),
    ...(reactions != null && {
      reactions: reactions.map(({ reactionKey, participantID }) => ({ reactionKey, participantID })),
    }),
  });
}

export function importAttachment(attachment: ExportedAttachment): ImportAttachment {
  const { type, mimeType, fileName, fileSize, isGif, isSticker, isVoiceNote, duration, size } = attachment;
  return withoutNull({ type, mimeType, fileName, fileSize, isGif, isSticker, isVoiceNote, duration, size });
}

/** The official server writes null where ours leaves a field out. */
function withoutNull<T extends object>(fields: { [K in keyof T]: T[K] | undefined | null }): T;
function withoutNull(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}
