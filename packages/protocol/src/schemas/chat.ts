/** Chats, and what is asked of them: contract 2.6 and 3.4. */

import { Type } from 'typebox';
import { ID, nullable, oneOf, Timestamp } from './building-blocks.ts';
import { ChatCapabilities } from './chat-capabilities.ts';
import { ChatDraft, DraftAttachmentInput } from './draft.ts';
import { Label } from './label.ts';
import { Message } from './message.ts';
import { page } from './page.ts';
import { Participant } from './user.ts';

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

/** An item of `GET /v1/chats`, and of other lists that were asked for it: a chat with its last message. */
export const ChatListItem = Type.Object({ ...chatFields, preview: Type.Optional(Message) }, { title: 'ChatListItem' });
export type ChatListItem = Type.Static<typeof ChatListItem>;

/** The answer to creating or starting a chat; `chatID` and `status` are deprecated on the wire. */
export const ChatCreated = Type.Object(
  { ...chatFields, chatID: ID, status: Type.Optional(oneOf(['existing', 'created'])) },
  { title: 'ChatCreated' },
);
export type ChatCreated = Type.Static<typeof ChatCreated>;

export const ChatPage = page(ChatListItem, 'ChatPage');
export type ChatPage = Type.Static<typeof ChatPage>;

export const ChatListPage = page(ChatListItem, 'ChatListPage');
export type ChatListPage = Type.Static<typeof ChatListPage>;

/** Text is plain or Markdown. The attachments are by an ID of the caller's own; other keys in them do no harm. */
export const ChatDraftInput = Type.Object(
  {
    text: Type.String({ maxLength: 1_000_000, description: 'Plain or Markdown' }),
    attachments: Type.Optional(Type.Record(Type.String({ minLength: 1 }), DraftAttachmentInput)),
  },
  { title: 'ChatDraftInput' },
);
export type ChatDraftInput = Type.Static<typeof ChatDraftInput>;

const title = Type.String({ minLength: 1, maxLength: 1_000 });

export const ChatPatch = Type.Object(
  {
    title: Type.Optional(nullable(title)),
    description: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
    imgURL: Type.Optional(
      nullable(
        Type.String({
          minLength: 1,
          maxLength: 4_096,
          description: 'A picture that was uploaded: its `uploadID`, or its `srcURL` as URL or path',
        }),
      ),
    ),
    isArchived: Type.Optional(Type.Boolean()),
    isPinned: Type.Optional(Type.Boolean()),
    isMuted: Type.Optional(Type.Boolean()),
    isLowPriority: Type.Optional(Type.Boolean()),
    messageExpirySeconds: Type.Optional(
      nullable(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0 and null: messages stay' })),
    ),
    draft: Type.Optional(nullable(ChatDraftInput)),
  },
  { title: 'ChatPatch' },
);
export type ChatPatch = Type.Static<typeof ChatPatch>;

const messageText = Type.Optional(
  Type.String({ minLength: 1, maxLength: 1_000_000, description: 'The first message to send' }),
);

const hint = Type.String({ maxLength: 1_000 });

export const UserHints = Type.Object(
  {
    id: Type.Optional(hint),
    username: Type.Optional(hint),
    phoneNumber: Type.Optional(hint),
    email: Type.Optional(hint),
    fullName: Type.Optional(Type.String({ maxLength: 1_000, description: 'Only decides between several who fit' })),
  },
  {
    title: 'UserHints',
    description: 'Who is meant, by the first of `id`, `phoneNumber`, `email`, `username` that fits',
  },
);
export type UserHints = Type.Static<typeof UserHints>;

export const ChatStart = Type.Object(
  {
    accountID: ID,
    user: UserHints,
    allowInvite: Type.Optional(Type.Boolean({ default: true })),
    messageText,
    title: Type.Optional(Type.String({ description: 'Not used: a direct chat goes by the name of its person' })),
  },
  { title: 'ChatStart' },
);

export const ChatCreate = Type.Object(
  {
    accountID: ID,
    type: Type.Optional(oneOf(['single', 'group'])),
    participantIDs: Type.Optional(Type.Array(ID, { minItems: 1, maxItems: 1_000 })),
    title: Type.Optional(title),
    messageText,
    mode: Type.Optional(oneOf(['create', 'start'])),
    user: Type.Optional(UserHints),
    allowInvite: Type.Optional(Type.Boolean()),
  },
  {
    title: 'ChatCreate',
    description:
      'Needs `type` and `participantIDs`; with `mode: start`, the older form of `POST /v1/chats/start`, `user` instead.',
  },
);

export const ReminderInput = Type.Object(
  {
    reminder: Type.Object({
      remindAt: Type.Optional(Timestamp),
      remindAtMs: Type.Optional(Type.Number({ description: 'Older form: milliseconds since the epoch' })),
      dismissOnIncomingMessage: Type.Optional(Type.Boolean({ default: false })),
    }),
  },
  { title: 'ReminderInput', description: 'Needs `remindAt`, or `remindAtMs`' },
);

export const ArchiveInput = Type.Object(
  { archived: Type.Optional(Type.Boolean({ default: true })) },
  { title: 'ArchiveInput' },
);

export const ReadInput = Type.Object(
  { messageID: Type.Optional(Type.String({ minLength: 1, description: 'In any of its forms' })) },
  { title: 'ReadInput' },
);

export const TypingInput = Type.Object({ state: oneOf(['typing', 'paused']) }, { title: 'TypingInput' });
