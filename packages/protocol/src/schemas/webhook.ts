/** Webhooks: the events of the log, posted to an address of the owner's. Additive to the contract; the calls follow Standard Webhooks. */

import { type TProperties, Type } from 'typebox';
import { ID, nullable, oneOf, Timestamp } from './building-blocks.ts';
import { EventType } from './events.ts';
import { page } from './page.ts';

/** Why nothing is posted: the owner wants it so, the receiver answered 410, it could not be reached for days, or the token it came with is gone. */
const DisabledReason = oneOf(['owner', 'gone', 'failing', 'revoked']);

const Health = Type.Object(
  {
    state: oneOf(['ok', 'retrying', 'disabled']),
    cursor: Type.String({ description: 'Everything up to here was delivered, was not wanted, or is a dead letter' }),
    lastDeliveredAt: Type.Optional(Timestamp),
    failingSince: Type.Optional(Timestamp),
    attempts: Type.Integer({ minimum: 0, description: 'Tries of the event that waits; 0 when none was tried yet' }),
    nextAttemptAt: Type.Optional(Timestamp),
    lastError: Type.Optional(Type.String()),
    deadLetters: Type.Integer({ minimum: 0 }),
    missedAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When it was found that the log had forgotten events before they were delivered here',
      }),
    ),
  },
  { title: 'WebhookHealth' },
);

const webhook = {
  id: ID,
  url: Type.String(),
  description: Type.Optional(Type.String()),
  types: Type.Optional(Type.Array(EventType, { description: 'Only events of these types' })),
  accountIDs: Type.Optional(Type.Array(ID, { description: 'Only events of these accounts' })),
  chatIDs: Type.Optional(Type.Array(ID, { description: 'Only events of these chats. Account events are of no chat' })),
  isDisabled: Type.Boolean(),
  disabledReason: Type.Optional(DisabledReason),
  tokenID: Type.Optional(Type.String({ description: 'The token it came with, and ends with' })),
  tokenName: Type.Optional(Type.String()),
  createdAt: Timestamp,
  previousSecretUntil: Type.Optional(
    Type.String({ format: 'date-time', description: 'Until then the secret before the last rotation signs too' }),
  ),
  health: Health,
};

export const Webhook = Type.Object(webhook, { title: 'Webhook' });
export type Webhook = Type.Static<typeof Webhook>;

export const WebhookList = Type.Object({ items: Type.Array(Webhook) }, { title: 'WebhookList' });
export type WebhookList = Type.Static<typeof WebhookList>;

const secret = Type.String({ description: '`whsec_` and 32 bytes in base64. Told this once' });

export const NewWebhook = Type.Object({ ...webhook, secret }, { title: 'NewWebhook' });
export type NewWebhook = Type.Static<typeof NewWebhook>;

export const WebhookSecret = Type.Object(
  { secret, previousSecretUntil: Type.Optional(Timestamp) },
  { title: 'WebhookSecret' },
);
export type WebhookSecret = Type.Static<typeof WebhookSecret>;

const url = Type.String({ minLength: 1, maxLength: 2_000, description: 'Where events are posted: `https://…`' });
const description = Type.String({ maxLength: 500 });
const types = Type.Array(EventType, { minItems: 1, maxItems: 20 });
const accountIDs = Type.Array(ID, { minItems: 1, maxItems: 200 });
const chatIDs = Type.Array(ID, { minItems: 1, maxItems: 1_000, description: 'Full or local IDs' });
const since = Type.String({ minLength: 1, description: 'The cursor to go on from; `now` leaves out what is waiting' });

const optional = <T extends TProperties>(fields: T) => Type.Partial(Type.Object(fields)).properties;

export const WebhookInput = Type.Object(
  { url, ...optional({ description, types, accountIDs, chatIDs, since }) },
  { title: 'WebhookInput' },
);
export type WebhookInput = Type.Static<typeof WebhookInput>;

/** `null` takes a filter away. */
export const WebhookChange = Type.Object(
  optional({
    url,
    description: nullable(description),
    types: nullable(types),
    accountIDs: nullable(accountIDs),
    chatIDs: nullable(chatIDs),
    isDisabled: Type.Boolean(),
    since,
  }),
  { title: 'WebhookChange' },
);
export type WebhookChange = Type.Static<typeof WebhookChange>;

/** One try to post something. */
export const WebhookAttempt = Type.Object(
  {
    messageID: Type.String({ description: 'The header `webhook-id`: the same whenever the same event is posted' }),
    kind: oneOf(['event', 'replay', 'test']),
    type: Type.String({ description: 'Of the event; `webhook.test` of a test' }),
    at: Timestamp,
    durationMs: Type.Integer({ minimum: 0 }),
    delivered: Type.Boolean(),
    status: Type.Optional(Type.Integer({ description: 'HTTP status; absent when there was no answer' })),
    error: Type.Optional(Type.String()),
  },
  { title: 'WebhookAttempt' },
);
export type WebhookAttempt = Type.Static<typeof WebhookAttempt>;

export const WebhookAttemptList = Type.Object({ items: Type.Array(WebhookAttempt) }, { title: 'WebhookAttemptList' });
export type WebhookAttemptList = Type.Static<typeof WebhookAttemptList>;

/** An event that was given up. What it is about is looked up when it is replayed: nothing deleted lives on in it. */
export const DeadLetter = Type.Object(
  {
    id: ID,
    messageID: Type.String(),
    type: EventType,
    chatID: Type.Optional(ID),
    accountID: Type.Optional(ID),
    ts: Timestamp,
    failedAt: Timestamp,
    attempts: Type.Integer({ minimum: 1 }),
    error: Type.String(),
  },
  { title: 'DeadLetter' },
);
export type DeadLetter = Type.Static<typeof DeadLetter>;

export const DeadLetterPage = page(DeadLetter, 'DeadLetterPage');
export type DeadLetterPage = Type.Static<typeof DeadLetterPage>;

export const WebhookReplay = Type.Object(
  {
    replayed: Type.Array(ID, { description: 'Those that were delivered, and are dead letters no more' }),
    remaining: Type.Integer({ minimum: 0, description: 'Dead letters that are left' }),
    failure: Type.Optional(WebhookAttempt),
  },
  { title: 'WebhookReplay' },
);
export type WebhookReplay = Type.Static<typeof WebhookReplay>;
