/** Endpoints and tries in the words of the wire. */

import type { Webhook, WebhookAttempt } from '@partyline/protocol';
import type { Selectable } from 'kysely';
import type { WebhookAttemptsTable } from '../store/tables.ts';
import type { Outcome } from './attempt.ts';
import { type Endpoint, stateOf } from './endpoint.ts';
import { previousUntil } from './secrets.ts';

const time = (ms: number) => new Date(ms).toISOString();

export function webhookView(endpoint: Endpoint, cursorOf: (position: number) => string, deadLetters: number): Webhook {
  const { id, url, description, types, accountIDs, chatIDs, disabled, trouble, madeBy, createdAt } = endpoint;
  const overlap = previousUntil(endpoint.secrets);
  return {
    id,
    url,
    ...(description !== undefined && { description }),
    ...(types !== undefined && { types: [...types] }),
    ...(accountIDs !== undefined && { accountIDs: [...accountIDs] }),
    ...(chatIDs !== undefined && { chatIDs: [...chatIDs] }),
    isDisabled: disabled !== undefined,
    ...(disabled !== undefined && { disabledReason: disabled }),
    ...(madeBy !== undefined && { tokenID: madeBy.tokenID, tokenName: madeBy.name }),
    createdAt: time(createdAt),
    ...(overlap !== undefined && { previousSecretUntil: time(overlap) }),
    health: {
      state: stateOf(endpoint),
      cursor: cursorOf(endpoint.position),
      ...(endpoint.lastDeliveredAt !== undefined && { lastDeliveredAt: time(endpoint.lastDeliveredAt) }),
      ...(trouble.failingSince !== undefined && { failingSince: time(trouble.failingSince) }),
      attempts: trouble.attempts,
      ...(trouble.nextAttemptAt !== undefined && { nextAttemptAt: time(trouble.nextAttemptAt) }),
      ...(trouble.lastError !== undefined && { lastError: trouble.lastError }),
      deadLetters,
      ...(endpoint.missedAt !== undefined && { missedAt: time(endpoint.missedAt) }),
    },
  };
}

export function attemptView({ letter, at, durationMs, status, error }: Outcome): WebhookAttempt {
  const { messageID, kind, type } = letter;
  return storedAttemptView({
    message_id: messageID,
    kind,
    type,
    at,
    duration: durationMs,
    status: status ?? null,
    error: error ?? null,
  });
}

export function storedAttemptView(
  row: Omit<Selectable<WebhookAttemptsTable>, 'webhook_id' | 'number'>,
): WebhookAttempt {
  return {
    messageID: row.message_id,
    kind: row.kind,
    type: row.type,
    at: time(row.at),
    durationMs: row.duration,
    delivered: row.error === null,
    ...(row.status !== null && { status: row.status }),
    ...(row.error !== null && { error: row.error }),
  };
}
