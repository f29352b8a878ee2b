/** What goes out: messages to the networks, and events to webhooks. */

import type { Settings } from '../config/settings.ts';
import { createEgress } from '../egress/egress.ts';
import type { Patience } from '../hooks/verdict.ts';
import { createWebhooks, type Webhooks } from '../hooks/webhooks.ts';
import type { Monitor } from '../http/monitor.ts';
import type { Accounts } from '../inbox/account-facts.ts';
import { createOutbox, type Outbox, type OutboxParts } from '../outbox/outbox.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Ground } from './ground.ts';
import type { Inbox } from './inbox.ts';

export interface Sending {
  readonly outbox: Outbox;
  readonly webhooks: Webhooks;
}

export interface SendingParts {
  readonly accounts: Accounts;
  readonly inbox: Inbox;
  readonly connectionOf: OutboxParts['connectionOf'];
  readonly monitor: Monitor;
  /** Goes to whoever is called. */
  readonly version: string;
  /** What is under way when the server stops gets so long. */
  readonly drainMs: number;
}

/** One try of a webhook, and how long one that is under way may take when the server stops. */
const webhookLimitMs = 15_000;
const webhookDrainMs = 2_000;

export async function openSending(ground: Ground, parts: SendingParts): Promise<Sending> {
  const { settings, log, store, vault, opened } = ground;
  const { accounts, inbox, connectionOf, monitor, version, drainMs } = parts;
  const outbox = createOutbox({
    store,
    log,
    media: inbox.media,
    accounts,
    connectionOf,
    hasPublicAddress: settings.publicURL !== undefined,
    patienceMs: settings.outboxHours * 3_600_000,
    approvalMs: settings.approvalHours * 3_600_000,
  });
  const egress = createEgress({ privateAddresses: settings.webhookPrivateAddresses });
  opened.defer(() => egress.close());
  const webhooks = createWebhooks({
    store,
    stream: inbox.stream,
    egress,
    vault,
    log,
    version,
    patience: webhookPatience(settings),
    limitMs: webhookLimitMs,
    tried: monitor.webhookTried,
  });
  opened.defer(
    async () =>
      void (await Promise.all([
        withTimeLimit(drainMs, outbox.stop()).catch(() => undefined),
        webhooks.stop(webhookDrainMs),
      ])),
  );
  await outbox.start();
  return { outbox, webhooks };
}

function webhookPatience({ webhookRetrySeconds, webhookDays }: Settings): Patience {
  const maxMs = webhookRetrySeconds * 1_000;
  return { pauses: { firstMs: Math.min(5_000, maxMs), maxMs }, patienceMs: webhookDays * 24 * 60 * 60 * 1_000 };
}
