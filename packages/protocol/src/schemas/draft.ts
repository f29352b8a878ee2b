/** Unsent text and its attachments: contract 2.7 and 2.12. */

import { Type } from 'typebox';
import { ID, oneOf, Size } from './building-blocks.ts';

export const DraftAttachment = Type.Object(
  {
    id: ID,
    type: oneOf(['file', 'gif', 'recorded_audio']),
    mimeType: Type.Optional(Type.String()),
    fileName: Type.Optional(Type.String()),
    filePath: Type.Optional(Type.String()),
    fileSize: Type.Optional(Type.Number()),
    stickerID: Type.Optional(Type.String()),
    audioDurationSeconds: Type.Optional(Type.Number()),
    size: Type.Optional(Size),
  },
  { title: 'DraftAttachment' },
);
export type DraftAttachment = Type.Static<typeof DraftAttachment>;

export const ChatDraft = Type.Object(
  {
    text: Type.String({ description: 'Rich text' }),
    attachments: Type.Optional(Type.Record(Type.String(), DraftAttachment)),
  },
  { title: 'ChatDraft' },
);
export type ChatDraft = Type.Static<typeof ChatDraft>;

const attachmentInputFields = {
  uploadID: ID,
  type: Type.Optional(oneOf(['image', 'video', 'audio', 'file', 'gif', 'voice-note', 'voiceNote', 'sticker'])),
  mimeType: Type.Optional(Type.String()),
  fileName: Type.Optional(Type.String()),
  size: Type.Optional(Type.Object({ width: Type.Number(), height: Type.Number() })),
  duration: Type.Optional(Type.Number({ description: 'Seconds' })),
};

export const MessageAttachmentInput = Type.Object(attachmentInputFields, { title: 'MessageAttachmentInput' });
export type MessageAttachmentInput = Type.Static<typeof MessageAttachmentInput>;

export const DraftAttachmentInput = Type.Object(
  { ...attachmentInputFields, id: Type.Optional(ID) },
  { title: 'DraftAttachmentInput' },
);
export type DraftAttachmentInput = Type.Static<typeof DraftAttachmentInput>;
