/** Webhooks whose receiver is away for days: what is given up, what is replayed, and what the log has forgotten meanwhile. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { DeadLetterPage, NewWebhook, Webhook, WebhookReplay } from '@partyline/protocol';
import type { Api } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { addWebhook, hookFlags, openReceiver, readWebhook, verified } from './support/receiver.ts';
import { command, connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const only = { types: ['message.upserted'] };
const change = (on: Api, { id }: Webhook, body: object) => on.call<Webhook>('PATCH', `/v1/webhooks/${id}`, body);

test('after days it is a dead letter; five in a row disable it; replayed they have the IDs they had', async (t) => {
  const first = await startTestServer(t, { flags: hookFlags });
  const account = await connectedAccount(first.api, 'given-up');
  const speak = (on: Api, text: string) => command(on, account.accountID, { say: { contact: 'herald', text } });
  const receiver = await openReceiver(t);
  receiver.answer(() => 500);
  const webhook: NewWebhook = await addWebhook(first.api, receiver.url, only);
  for (let number = 0; number < 7; number++) await speak(first.api, `letter ${number}`);
  await eventually(
    () => readWebhook(first.api, webhook),
    ({ health }) => health.attempts > 0,
  );
  await first.running.close();
  fourDaysPass(first.dataDir);
  const second = await first.restart();
  const failing = await eventually(
    () => readWebhook(second.api, webhook),
    ({ isDisabled }) => isDisabled,
  );
  assert.deepEqual([failing.disabledReason, failing.health.deadLetters], ['failing', 5]);
  const path = `/v1/webhooks/${webhook.id}/dead-letters`;
  const page = await second.api.get<DeadLetterPage>(`${path}?limit=3`);
  assert.deepEqual([page.items.length, page.hasMore], [3, true]);
  const rest = await second.api.get<DeadLetterPage>(`${path}?limit=3&cursor=${page.oldestCursor}`);
  assert.deepEqual([rest.items.length, rest.hasMore], [2, false]);
  const letters = [...page.items, ...rest.items].reverse();
  const ids = receiver.received.map(({ id }) => id);
  assert.deepEqual(
    letters.map(({ messageID }) => messageID),
    [...new Set(ids)],
  );
  assert.equal(letters[0]?.error, 'HTTP 500');

  const refused = await second.api.post<WebhookReplay>(`${path}/replay`);
  assert.deepEqual([refused.replayed, refused.remaining, refused.failure?.status], [[], 5, 500]);
  receiver.answer(() => 200);
  const third = letters[2]?.id ?? '';
  const one = await second.api.post<WebhookReplay>(`${path}/replay`, { deadLetterIDs: [third] });
  assert.deepEqual(one, { replayed: [third], remaining: 4 });
  assert.equal((await second.api.call('DELETE', `${path}/${letters[3]?.id}`)).status, 204);
  const all = await second.api.post<WebhookReplay>(`${path}/replay`);
  assert.deepEqual(all, { replayed: [0, 1, 4].map((index) => letters[index]?.id), remaining: 0 });
  assert.deepEqual(
    receiver.taken().map(({ id }) => id),
    [2, 0, 1, 4].map((index) => letters[index]?.messageID),
  );
  for (const taken of receiver.taken()) verified(taken, webhook.secret);
  assert.equal((await second.api.call('POST', `${path}/replay`, { deadLetterIDs: [third] })).status, 404);
  await change(second.api, webhook, { isDisabled: false });
  const texts = (await receiver.untilTaken(6)).map(({ text }) => JSON.parse(text).entries[0].text);
  assert.deepEqual(texts.slice(4), ['letter 5', 'letter 6']);
});

test('what the log has forgotten before it was delivered is not passed over in silence', async (t) => {
  const first = await startTestServer(t, { flags: hookFlags });
  const account = await connectedAccount(first.api, 'forgotten');
  const receiver = await openReceiver(t);
  const webhook = await addWebhook(first.api, receiver.url, only);
  await change(first.api, webhook, { isDisabled: true });
  await command(first.api, account.accountID, { say: { contact: 'herald', text: 'never told' } });
  await first.running.close();
  const database = new DatabaseSync(join(first.dataDir, 'partyline.db'));
  database.prepare('update events set at = ?').run(Date.now() - 31 * 24 * 60 * 60 * 1_000);
  database.close();
  const { api } = await first.restart();
  await change(api, webhook, { isDisabled: false });
  const { health } = await eventually(
    () => readWebhook(api, webhook),
    (now) => now.health.missedAt !== undefined,
  );
  assert.equal(health.state, 'ok');
  await command(api, account.accountID, { say: { contact: 'herald', text: 'told again' } });
  await eventually(receiver.taken, (taken) => taken.some(({ text }) => text.includes('told again')));
  assert.ok(!receiver.received.some(({ text }) => text.includes('never told')));
});

/** For the events and for the webhooks that fail. */
function fourDaysPass(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  const ms = 4 * 24 * 60 * 60 * 1_000;
  database.prepare('update events set at = at - ?').run(ms);
  database.prepare('update webhooks set failing_since = failing_since - ?, next_attempt_at = null').run(ms);
  database.close();
}
