/** Messages and what hangs on them: contract 2.9 to 2.11, 2.13 and 2.14. */

import { Type } from 'typebox';
import { ID, nullable, oneOf, Size, Timestamp } from './building-blocks.ts';
import { page } from './page.ts';

export const SendStatus = Type.Object(
  {
    status: oneOf(['SUCCESS', 'PENDING', 'FAIL_RETRIABLE', 'FAIL_PERMANENT']),
    timestamp: Timestamp,
    reason: Type.Optional(Type.String({ description: 'Machine word, on failure; of a success `confirmed_by_person`' })),
    message: Type.Optional(Type.String({ description: 'For people' })),
    deliveredToUsers: Type.Optional(Type.Array(Type.String())),
    internalError: Type.Optional(Type.String({ description: 'Diagnostic only' })),
  },
  { title: 'SendStatus' },
);
export type SendStatus = Type.Static<typeof SendStatus>;

export const Attachment = Type.Object(
  {
    type: oneOf(['unknown', 'img', 'video', 'audio']),
    id: Type.Optional(Type.String()),
    srcURL: Type.Optional(Type.String({ description: 'Public URL, mxc, localmxc or file URL' })),
    mimeType: Type.Optional(Type.String()),
    fileName: Type.Optional(Type.String()),
    fileSize: Type.Optional(Type.Number()),
    isGif: Type.Optional(Type.Boolean()),
    isSticker: Type.Optional(Type.Boolean()),
    isVoiceNote: Type.Optional(Type.Boolean()),
    duration: Type.Optional(Type.Number({ description: 'Seconds' })),
    transcription: Type.Optional(
      Type.Object({ transcription: Type.String(), engine: Type.String(), language: Type.Optional(Type.String()) }),
    ),
    posterImg: Type.Optional(Type.String()),
    size: Type.Optional(Size),
  },
  { title: 'Attachment' },
);
export type Attachment = Type.Static<typeof Attachment>;

export const LinkPreview = Type.Object(
  {
    url: Type.String(),
    title: Type.String(),
    originalURL: Type.Optional(Type.String()),
    favicon: Type.Optional(Type.String()),
    img: Type.Optional(Type.String()),
    imgSize: Type.Optional(Size),
    summary: Type.Optional(Type.String()),
  },
  { title: 'LinkPreview' },
);
export type LinkPreview = Type.Static<typeof LinkPreview>;

export const Reaction = Type.Object(
  {
    id: ID,
    reactionKey: Type.String({ description: 'Emoji, network key or shortcode' }),
    participantID: ID,
    imgURL: Type.Optional(Type.String()),
    emoji: Type.Optional(Type.Boolean()),
  },
  { title: 'Reaction' },
);
export type Reaction = Type.Static<typeof Reaction>;

const seenAt = Type.Union([Type.Boolean(), Timestamp]);

export const Message = Type.Object(
  {
    id: ID,
    chatID: ID,
    accountID: ID,
    senderID: ID,
    sortKey: Type.String({ description: 'Orders the messages of a chat when compared as a string' }),
    timestamp: Timestamp,
    senderName: Type.Optional(Type.String()),
    type: Type.Optional(
      oneOf(['TEXT', 'NOTICE', 'IMAGE', 'VIDEO', 'VOICE', 'AUDIO', 'FILE', 'STICKER', 'LOCATION', 'REACTION']),
    ),
    text: Type.Optional(Type.String({ description: 'Rich text: the Matrix HTML subset' })),
    editedTimestamp: Type.Optional(Timestamp),
    isSender: Type.Optional(Type.Boolean()),
    isHidden: Type.Optional(Type.Boolean()),
    isDeleted: Type.Optional(Type.Boolean()),
    isUnread: Type.Optional(Type.Boolean()),
    sendStatus: Type.Optional(SendStatus),
    attachments: Type.Optional(Type.Array(Attachment)),
    linkedMessageID: Type.Optional(ID),
    mentions: Type.Optional(nullable(Type.Array(Type.String()))),
    links: Type.Optional(Type.Array(LinkPreview)),
    reactions: Type.Optional(Type.Array(Reaction)),
    seen: Type.Optional(Type.Union([Type.Boolean(), Timestamp, Type.Record(Type.String(), seenAt)])),
    pendingMessageID: Type.Optional(
      Type.String({ description: 'What it was called while it was being sent; still finds it' }),
    ),
  },
  { title: 'Message' },
);
export type Message = Type.Static<typeof Message>;

export const MessagePage = page(Message, 'MessagePage');
export type MessagePage = Type.Static<typeof MessagePage>;

/** The answer to a send; the message is durable then (contract 3.5). */
export const SendResult = Type.Object({ chatID: ID, pendingMessageID: ID }, { title: 'SendResult' });
export type SendResult = Type.Static<typeof SendResult>;

/** The answer to an edit; the last two fields are deprecated on the wire. */
export const EditResult = Type.Object(
  { ...Message.properties, messageID: ID, success: Type.Literal(true) },
  { title: 'EditResult' },
);
export type EditResult = Type.Static<typeof EditResult>;

const reacted = { success: Type.Literal(true), chatID: ID, messageID: ID, reactionKey: ID };

export const ReactionAdded = Type.Object({ ...reacted, transactionID: ID }, { title: 'ReactionAdded' });
export type ReactionAdded = Type.Static<typeof ReactionAdded>;

export const ReactionRemoved = Type.Object(reacted, { title: 'ReactionRemoved' });
export type ReactionRemoved = Type.Static<typeof ReactionRemoved>;
