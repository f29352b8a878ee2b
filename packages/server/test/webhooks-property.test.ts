/** Whatever a receiver does, an endpoint is told everything in the order of the log, and nothing twice that was taken. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import { createTokens } from '../src/auth/tokens.ts';
import { createEgress } from '../src/egress/egress.ts';
import { createWebhooks } from '../src/hooks/webhooks.ts';
import { findChat } from '../src/inbox/chat-rows.ts';
import { createEntries } from '../src/inbox/entries.ts';
import { createTyping } from '../src/inbox/typing.ts';
import { openEventLog } from '../src/log/log-reader.ts';
import { soleOwner } from '../src/store/store.ts';
import { createStream } from '../src/stream/stream.ts';
import { openVault } from '../src/vault/vault.ts';
import { eventually } from './support/eventually.ts';
import { message, openTestInbox, testAccounts } from './support/inbox.ts';
import { openReceiver, type Reply } from './support/receiver.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const logger = pino({ level: 'silent' });

/** Answers, or what is worse. `taken and cut`: whoever posted cannot know that it was taken. */
const replies = {
  taken: () => 200,
  refused: () => 500,
  busy: () => (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
  cut: () => (response) => response.destroy(),
  'half an answer': () => (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    response.destroy();
  },
  moved: () => (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
} as const satisfies Record<string, () => Reply>;
type Kind = keyof typeof replies;

interface Step {
  readonly messages: number;
  readonly stop: boolean;
}

test('webhooks: the order of the log under failures and restarts', { timeout: 120_000 }, async (t) => {
  const { store, ingest } = await openTestInbox(t);
  const vault = await openVault(store, randomBytes(32));
  const egress = createEgress({ privateAddresses: ['127.0.0.1'] });
  const log = await openEventLog(store);
  const stream = createStream({
    log,
    entries: createEntries(store, testAccounts),
    tokens: { good: async (ids) => new Set(ids) },
    resolveChatID: async (owner, id) => (await findChat(store.read, owner, id))?.public_id,
    typing: createTyping(store, testAccounts),
    logger,
    bufferBytes: 1024 * 1024,
  });
  const open = async () => {
    const webhooks = createWebhooks({
      store,
      stream,
      egress,
      vault,
      log: logger,
      version: '0',
      patience: { pauses: { firstMs: 1, maxMs: 4 }, patienceMs: dayMs },
      limitMs: 2_000,
    });
    await webhooks.start();
    return webhooks;
  };
  let webhooks = await open();
  t.after(async () => {
    await webhooks.stop(0);
    egress.close();
    await stream.close();
  });
  let count = 0;
  const { id: tokenID } = await createTokens(store).create({ name: 'maker', scopes: ['read', 'write'] });

  const kinds = fc.constantFrom<Kind>('taken', 'refused', 'busy', 'cut', 'half an answer', 'moved');
  const plan = fc.array(kinds, { maxLength: 30 });
  const steps = fc.array(fc.record<Step>({ messages: fc.integer({ min: 0, max: 6 }), stop: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(fc.tuple(plan, plan), steps, async (plans, todo) => {
      const since = log.head();
      const endpoints = await Promise.all(
        plans.map(async (kindsOfOne) => {
          const receiver = await openReceiver(t);
          const answered: Kind[] = [];
          receiver.answer(() => {
            const kind = kindsOfOne[answered.length] ?? 'taken';
            answered.push(kind);
            return replies[kind]();
          });
          const { id } = await webhooks.create({ owner: soleOwner, tokenID }, { url: receiver.url });
          return { id, receiver, answered };
        }),
      );
      for (const { messages, stop } of todo) {
        for (let number = 0; number < messages; number++) await ingest(message(`m${++count}`, count));
        if (!stop) continue;
        await webhooks.stop(0);
        webhooks = await open();
      }
      await ingest(message(`m${++count}`, count));
      const wanted = (await log.read(soleOwner, since, 1_000)).map(({ seq }) => log.cursorOf(seq));
      for (const { id, receiver, answered } of endpoints) {
        const { health } = await eventually(
          () => webhooks.retrieve(soleOwner, id),
          (now) => now.health.cursor === wanted.at(-1),
        );
        assert.equal(health.state, 'ok');
        const told = receiver.received.map(({ text }): string => JSON.parse(text).cursor);
        const isRepeat = (index: number) => told[index] === told[index - 1];
        assert.deepEqual(
          told.filter((_cursor, index) => !isRepeat(index)),
          wanted,
        );
        const stops = todo.filter(({ stop }) => stop).length;
        const needless = told.filter((_cursor, index) => isRepeat(index) && answered[index - 1] === 'taken');
        assert.ok(needless.length <= stops, `${needless.length} repeats of what was taken`);
        await webhooks.remove(soleOwner, id);
        await receiver.stop();
      }
    }),
    { numRuns: 25 },
  );
});
