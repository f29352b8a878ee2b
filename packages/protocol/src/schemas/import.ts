/** Messages of elsewhere for an archive. Additive to the contract; the shapes are those of a message and a chat, so that exports fit. */

import { Type } from 'typebox';
import { ID, nullable, oneOf, Timestamp } from './building-blocks.ts';
import { Attachment, LinkPreview, Message } from './message.ts';
import { Participant } from './user.ts';

export const mostImportedMessages = 500;

const { type, mimeType, fileName, fileSize, isGif, isSticker, isVoiceNote, duration, size } = Attachment.properties;

export const ImportAttachment = Type.Object(
  {
    type,
    uploadID: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'The file, which the message then owns. Without it there is only what is told of it here',
      }),
    ),
    mimeType,
    fileName,
    fileSize,
    isGif,
    isSticker,
    isVoiceNote,
    duration,
    size,
  },
  { title: 'ImportAttachment' },
);
export type ImportAttachment = Type.Static<typeof ImportAttachment>;

const name = Type.String({ minLength: 1, maxLength: 1_000 });
const flag = Type.Optional(Type.Boolean());

export const ImportReaction = Type.Object({ reactionKey: name, participantID: name }, { title: 'ImportReaction' });

export const ImportMessage = Type.Object(
  {
    id: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'What it was called; the same is never taken twice',
    }),
    timestamp: Timestamp,
    senderID: name,
    senderName: Type.Optional(Type.String()),
    isSender: flag,
    type: Message.properties.type,
    text: Type.Optional(Type.String({ maxLength: 1_000_000, description: 'Rich text: the Matrix HTML subset' })),
    editedTimestamp: Type.Optional(Timestamp),
    isDeleted: flag,
    attachments: Type.Optional(Type.Array(ImportAttachment, { maxItems: 100 })),
    linkedMessageID: Type.Optional(Type.String({ minLength: 1, description: '`id` of the message that is answered' })),
    mentions: Type.Optional(nullable(Type.Array(Type.String(), { maxItems: 1_000 }))),
    links: Type.Optional(Type.Array(LinkPreview, { maxItems: 100, description: 'Pictures of pages are not taken' })),
    reactions: Type.Optional(Type.Array(ImportReaction, { maxItems: 10_000 })),
  },
  { title: 'ImportMessage' },
);
export type ImportMessage = Type.Static<typeof ImportMessage>;

export const ImportChat = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 1_000, description: 'What it was called; the same is one chat' }),
    type: oneOf(['single', 'group']),
    title: Type.String({ maxLength: 10_000 }),
    description: Type.Optional(nullable(Type.String({ maxLength: 100_000 }))),
    participants: Type.Optional(
      Type.Object({
        items: Type.Array(Participant, { maxItems: 10_000 }),
        hasMore: Type.Optional(Type.Boolean({ description: 'There are others: those who write are added' })),
      }),
    ),
  },
  { title: 'ImportChat' },
);
export type ImportChat = Type.Static<typeof ImportChat>;

export const ImportInput = Type.Object(
  {
    chat: ImportChat,
    messages: Type.Optional(
      Type.Array(ImportMessage, {
        maxItems: mostImportedMessages,
        description: 'Oldest first: those of the same millisecond keep their order',
      }),
    ),
    dryRun: Type.Optional(Type.Boolean({ description: 'Only tell what is missing' })),
  },
  { title: 'ImportInput' },
);
export type ImportInput = Type.Static<typeof ImportInput>;

export const ImportResult = Type.Object(
  {
    chatID: ID,
    missing: Type.Array(ID, { description: '`id` of the messages that were not here before' }),
  },
  { title: 'ImportResult' },
);
export type ImportResult = Type.Static<typeof ImportResult>;
