/** How a webhook does, in words. Plain TypeScript. */

import type { Webhook, WebhookAttempt } from '@partyline/protocol';
import { momentText } from '../../../format/dates.ts';
import { t } from '../../../texts/texts.ts';

export function stateText({ isDisabled, health }: Webhook): string {
  const texts = t.settings.webhooks;
  if (isDisabled) return texts.disabled;
  return health.state === 'retrying' ? texts.retrying : texts.ok;
}

/** What a person should know about it, a line each. */
export function healthLines({ isDisabled, disabledReason, previousSecretUntil, health }: Webhook): string[] {
  const texts = t.settings.webhooks;
  const { failingSince, attempts, nextAttemptAt, lastError, lastDeliveredAt, missedAt } = health;
  const next = nextAttemptAt === undefined ? '' : `, ${texts.next(momentText(nextAttemptAt))}`;
  return [
    ...(isDisabled && disabledReason !== undefined ? [texts.disabledReason[disabledReason]] : []),
    ...(failingSince === undefined ? [] : [texts.since(momentText(failingSince))]),
    ...(attempts === 0 ? [] : [`${texts.tries(attempts)}${next}`]),
    ...(lastError === undefined ? [] : [texts.said(lastError)]),
    lastDeliveredAt === undefined ? texts.neverDelivered : texts.delivered(momentText(lastDeliveredAt)),
    ...(missedAt === undefined ? [] : [texts.missed(momentText(missedAt))]),
    ...(previousSecretUntil === undefined || Date.parse(previousSecretUntil) < Date.now()
      ? []
      : [texts.oldSecret(momentText(previousSecretUntil))]),
  ];
}

export function filterText({ types, accountIDs, chatIDs }: Webhook): string {
  const { allEvents, only, events, filtered } = t.settings.webhooks;
  const parts = [
    ...(types === undefined ? [] : types.map((type) => events[type])),
    ...(accountIDs === undefined ? [] : [filtered.accounts(accountIDs.length)]),
    ...(chatIDs === undefined ? [] : [filtered.chats(chatIDs.length)]),
  ];
  return parts.length === 0 ? allEvents : only(parts.join(', '));
}

export function attemptText({ delivered, status, error, durationMs }: WebhookAttempt): string {
  const { testGood, testBad, noAnswer } = t.settings.webhooks;
  return delivered ? testGood(status ?? 200, durationMs) : testBad(error ?? noAnswer, durationMs);
}
