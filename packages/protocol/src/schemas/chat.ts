/** Chats: contract 2.5 and 2.6. */

import { Type } from 'typebox';
import { ID, nullable, oneOf, Timestamp } from './building-blocks.ts';
import { ChatCapabilities } from './chat-capabilities.ts';
import { ChatDraft } from './draft.ts';
import { Message } from './message.ts';
import { Participant } from './user.ts';

export const Label = Type.Object({ id: ID, name: Type.String() }, { title: 'Label' });
export type Label = Type.Static<typeof Label>;

const chatFields = {
  id: ID,
  accountID: ID,
  network: Type.String({ description: 'Display only' }),
  title: Type.String(),
  type: oneOf(['single', 'group']),
  participants: Type.Object({
    items: Type.Array(Participant),
    hasMore: Type.Boolean(),
    total: Type.Integer({ minimum: 0 }),
  }),
  unreadCount: Type.Integer({ minimum: 0 }),
  localChatID: Type.Optional(nullable(Type.String())),
  description: Type.Optional(nullable(Type.String())),
  imgURL: Type.Optional(nullable(Type.String())),
  isReadOnly: Type.Optional(Type.Boolean()),
  lastActivity: Type.Optional(Timestamp),
  unreadMentionsCount: Type.Optional(Type.Integer({ minimum: 0 })),
  lastReadMessageSortKey: Type.Optional(Type.String()),
  draft: Type.Optional(nullable(ChatDraft)),
  reminder: Type.Optional(
    nullable(
      Type.Object({
        remindAt: Type.Optional(Timestamp),
        dismissOnIncomingMessage: Type.Optional(Type.Boolean()),
      }),
    ),
  ),
  snooze: Type.Optional(
    nullable(Type.Object({ snoozeUntil: Type.Optional(Timestamp), userSnoozedAt: Type.Optional(Timestamp) })),
  ),
  isArchived: Type.Optional(Type.Boolean()),
  isMarkedUnread: Type.Optional(Type.Boolean()),
  isMuted: Type.Optional(Type.Boolean()),
  isPinned: Type.Optional(Type.Boolean()),
  isLowPriority: Type.Optional(Type.Boolean()),
  messageExpirySeconds: Type.Optional(nullable(Type.Integer({ minimum: 0 }))),
  capabilities: Type.Optional(ChatCapabilities),
  labels: Type.Optional(Type.Array(Label)),
  merge: Type.Optional(Type.Object({ chatIDs: Type.Array(ID), defaultChatID: Type.Optional(ID) })),
  mergedIntoChatID: Type.Optional(ID),
};

export const Chat = Type.Object(chatFields, { title: 'Chat' });
export type Chat = Type.Static<typeof Chat>;

/** An item of `GET /v1/chats`: a chat with its last message. */
export const ChatListItem = Type.Object({ ...chatFields, preview: Type.Optional(Message) }, { title: 'ChatListItem' });
export type ChatListItem = Type.Static<typeof ChatListItem>;

/** The answer to creating or starting a chat; `chatID` and `status` are deprecated on the wire. */
export const ChatCreated = Type.Object(
  { ...chatFields, chatID: ID, status: Type.Optional(oneOf(['existing', 'created'])) },
  { title: 'ChatCreated' },
);
export type ChatCreated = Type.Static<typeof ChatCreated>;
