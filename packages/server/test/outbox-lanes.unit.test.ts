import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { WaitingDelivery } from '../src/outbox/delivery-rows.ts';
import { createLanes } from '../src/outbox/lanes.ts';
import { eventually } from './support/eventually.ts';

const delivery = (id: number): WaitingDelivery => ({
  id,
  owner: 'owner',
  accountID: 'a',
  chatID: 1,
  remoteChatID: 'c',
  pendingID: `m${id}`,
  state: 'queued',
  request: { text: '', html: '', senderID: 's' },
  parts: undefined,
  sentParts: [],
  dueAt: 1,
  expiresAt: 1,
  attempts: 0,
  createdAt: 1,
});

it('sends what came just after a lane had looked for the last time', async () => {
  const waiting: WaitingDelivery[] = [];
  const sent: number[] = [];
  const looked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let looks = 0;
  const lanes = createLanes({
    async next() {
      looks += 1;
      const found = waiting.shift();
      if (looks > 1) return found;
      looked.resolve();
      await go.promise;
      return found;
    },
    async deliver({ id }) {
      sent.push(id);
      return true;
    },
    failed: (error) => assert.fail(String(error)),
  });
  lanes.wake(1);
  await looked.promise;
  waiting.push(delivery(1), delivery(2));
  lanes.wake(1);
  go.resolve();
  await eventually(
    () => sent.length,
    (count) => count === 2,
  );
  assert.deepEqual(sent, [1, 2]);
  await lanes.stop();
});
