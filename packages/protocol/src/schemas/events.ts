/** Live events: as items of `GET /v1/events` and as frames of `/v1/ws` (websocket.md). What is not in websocket.md is additive. */

import { type TProperties, Type } from 'typebox';
import { Account } from './account.ts';
import { ID, oneOf, Timestamp } from './building-blocks.ts';
import { Chat } from './chat.ts';
import { Message } from './message.ts';

const Cursor = Type.String({ minLength: 1, description: 'Position of this event in the log: hand it back as `since`' });
const IDs = Type.Array(ID);

const chatChanged = {
  type: Type.Literal('chat.upserted'),
  chatID: ID,
  ids: IDs,
  entries: Type.Optional(Type.Array(Chat)),
};
const chatDeleted = { type: Type.Literal('chat.deleted'), chatID: ID, ids: IDs };
const messageChanged = {
  type: Type.Literal('message.upserted'),
  chatID: ID,
  ids: IDs,
  entries: Type.Optional(Type.Array(Message)),
};
const messageDeleted = { type: Type.Literal('message.deleted'), chatID: ID, ids: IDs };
const reminderDue = {
  type: Type.Literal('reminder.due'),
  chatID: ID,
  ids: IDs,
  entries: Type.Optional(Type.Array(Chat)),
};
/** Of messages that wait for approval, by `pendingMessageID`. */
const approvalChanged = { type: Type.Literal('approval.upserted'), chatID: ID, ids: IDs };
const accountChanged = {
  type: Type.Literal('account.upserted'),
  accountID: ID,
  entries: Type.Optional(Type.Array(Account)),
};
const accountDeleted = { type: Type.Literal('account.deleted'), accountID: ID };

const event = <T extends TProperties>(fields: T) => Type.Object({ ...fields, ts: Timestamp, cursor: Cursor });
const frame = <T extends TProperties>(fields: T) =>
  Type.Object({
    ...fields,
    seq: Type.Integer({ minimum: 1, description: 'Of this connection: from 1, without gaps' }),
    ts: Timestamp,
    cursor: Cursor,
  });

export const EventType = oneOf([
  'chat.upserted',
  'chat.deleted',
  'message.upserted',
  'message.deleted',
  'reminder.due',
  'approval.upserted',
  'account.upserted',
  'account.deleted',
]);
export type EventType = Type.Static<typeof EventType>;

/** Entries are as they are when the event is read, not as they were when it happened; absent when they are gone. */
export const Event = Type.Union(
  [
    event(chatChanged),
    event(chatDeleted),
    event(messageChanged),
    event(messageDeleted),
    event(reminderDue),
    event(approvalChanged),
    event(accountChanged),
    event(accountDeleted),
  ],
  { title: 'Event' },
);
export type Event = Type.Static<typeof Event>;

/** Answer of `GET /v1/events`. Unlike other pages it goes forward only. */
export const EventPage = Type.Object(
  {
    items: Type.Array(Event),
    cursor: Type.String({ description: 'Hand it back as `since`. It moves on also when nothing fitted the filters.' }),
    hasMore: Type.Boolean({ description: 'There is more to read at once' }),
  },
  { title: 'EventPage' },
);
export type EventPage = Type.Static<typeof EventPage>;

export const EventTicket = Type.Object(
  {
    ticket: Type.String({ description: 'For `/v1/ws?ticket=`; good for one connection' }),
    expiresAt: Timestamp,
  },
  { title: 'EventTicket' },
);
export type EventTicket = Type.Static<typeof EventTicket>;

/**
 * Who is typing in a chat now; nobody, when `users` is empty. Told only to who asks for it. It is of the moment: not in the log, without cursor and `seq`, and
 * never told again after an interruption.
 */
export const TypingChanged = Type.Object(
  {
    type: Type.Literal('chat.typing'),
    chatID: ID,
    users: Type.Array(Type.Object({ id: ID, fullName: Type.Optional(Type.String()) }), {
      description: 'Without the own user; those who began first come first',
    }),
    expiresInSeconds: Type.Integer({
      minimum: 0,
      description: 'After so long without another word about this chat nobody is typing any more',
    }),
    ts: Timestamp,
  },
  { title: 'TypingChanged' },
);
export type TypingChanged = Type.Static<typeof TypingChanged>;

const AppSwitch = Type.Object({ state: Type.Boolean() }, { additionalProperties: false });

/** The only command a client sends. It is closed: other keys are refused. */
export const SubscriptionsSet = Type.Object(
  {
    type: Type.Literal('subscriptions.set'),
    requestID: Type.Optional(Type.String()),
    chatIDs: Type.Optional(Type.Array(Type.String(), { default: [], description: 'Chat IDs, or `*` alone for all' })),
    app: Type.Optional(AppSwitch),
  },
  { title: 'SubscriptionsSet', additionalProperties: false },
);
export type SubscriptionsSet = Type.Static<typeof SubscriptionsSet>;

const Ready = Type.Object({
  type: Type.Literal('ready'),
  version: Type.Literal(1),
  chatIDs: Type.Array(ID),
  app: Type.Optional(AppSwitch),
  cursor: Type.Optional(Type.String({ description: 'With `since`: where this connection begins' })),
});

const SubscriptionsUpdated = Type.Object({
  type: Type.Literal('subscriptions.updated'),
  requestID: Type.Optional(Type.String()),
  chatIDs: Type.Array(ID),
  app: Type.Optional(AppSwitch),
});

const FrameErrorCode = oneOf(['INVALID_COMMAND', 'INVALID_PAYLOAD', 'NOT_SUBSCRIBED', 'INTERNAL_ERROR', 'CURSOR_GONE']);

const ErrorFrame = Type.Object({
  type: Type.Literal('error'),
  requestID: Type.Optional(Type.String()),
  code: FrameErrorCode,
  message: Type.String(),
  details: Type.Optional(
    Type.Object(
      { oldestCursor: Type.String(), newestCursor: Type.String() },
      { description: 'With `CURSOR_GONE`, which is followed by close code 4410' },
    ),
  ),
});

/** What a client gets; `reminder.due`, approvals and account events only with `since` and `*`, `chat.typing` only with `typing=true`. */
export const ServerFrame = Type.Union(
  [
    Ready,
    SubscriptionsUpdated,
    ErrorFrame,
    frame(chatChanged),
    frame(chatDeleted),
    frame(messageChanged),
    frame(messageDeleted),
    frame(reminderDue),
    frame(approvalChanged),
    frame(accountChanged),
    frame(accountDeleted),
    TypingChanged,
  ],
  { title: 'ServerFrame' },
);
export type ServerFrame = Type.Static<typeof ServerFrame>;
