/** What can be done in a chat: contract 2.8. Missing entries mean rejected. */

import { Type } from 'typebox';
import { oneOf, SupportLevel } from './building-blocks.ts';

const optionalLevel = Type.Optional(SupportLevel);
const optionalFlag = Type.Optional(Type.Boolean());
const optionalCount = Type.Optional(Type.Integer());
const stateField = Type.Optional(Type.Object({ level: SupportLevel }));

export const AttachmentCapabilities = Type.Object(
  {
    mimeTypes: Type.Record(Type.String(), SupportLevel),
    caption: optionalLevel,
    maxCaptionLength: optionalCount,
    maxSize: Type.Optional(Type.Integer({ description: 'Bytes' })),
    maxWidth: optionalCount,
    maxHeight: optionalCount,
    maxDuration: Type.Optional(Type.Integer({ description: 'Seconds' })),
    viewOnce: optionalFlag,
  },
  { title: 'AttachmentCapabilities' },
);
export type AttachmentCapabilities = Type.Static<typeof AttachmentCapabilities>;

export const ChatCapabilities = Type.Object(
  {
    formatting: Type.Optional(Type.Record(Type.String(), SupportLevel)),
    attachments: Type.Optional(Type.Record(Type.String(), AttachmentCapabilities)),
    maxTextLength: optionalCount,
    locationMessage: optionalLevel,
    poll: optionalLevel,
    thread: optionalLevel,
    reply: optionalLevel,
    edit: optionalLevel,
    editMaxCount: optionalCount,
    editMaxAge: Type.Optional(Type.Integer({ description: 'Seconds' })),
    delete: optionalLevel,
    deleteMaxAge: Type.Optional(Type.Integer({ description: 'Seconds' })),
    deleteForMe: optionalFlag,
    reaction: optionalLevel,
    reactionCount: optionalCount,
    allowedReactions: Type.Optional(Type.Array(Type.String(), { description: 'Absent: any emoji' })),
    customEmojiReactions: optionalFlag,
    readReceipts: optionalFlag,
    typingNotifications: optionalFlag,
    archive: optionalFlag,
    markAsUnread: optionalFlag,
    deleteChat: optionalFlag,
    deleteChatForEveryone: optionalFlag,
    messageRequest: Type.Optional(Type.Object({ acceptWithMessage: optionalLevel, acceptWithButton: optionalLevel })),
    disappearingTimer: Type.Optional(
      Type.Object({
        types: Type.Optional(Type.Array(oneOf(['afterRead', 'afterReadByRecipient', 'afterSend']))),
        timers: Type.Optional(Type.Array(Type.Integer({ description: 'Milliseconds' }))),
        omitEmptyTimer: optionalFlag,
      }),
    ),
    participantActions: Type.Optional(
      Type.Object({
        ban: optionalLevel,
        invite: optionalLevel,
        kick: optionalLevel,
        leave: optionalLevel,
        revokeInvite: optionalLevel,
      }),
    ),
    state: Type.Optional(
      Type.Object({ disappearingTimer: stateField, avatar: stateField, title: stateField, description: stateField }),
    ),
  },
  { title: 'ChatCapabilities' },
);
export type ChatCapabilities = Type.Static<typeof ChatCapabilities>;
