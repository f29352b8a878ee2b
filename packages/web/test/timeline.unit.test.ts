/** The messages of a chat are those that the server has, whatever was missed and in whichever order it is told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { createKept } from '../src/data/kept.ts';
import { readUnsent } from '../src/data/outgoing.ts';
import { createTimeline } from '../src/data/timeline.ts';

const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  sortKey: id.padStart(16, '0'),
  chatID: 'c',
  accountID: 'a',
  senderID: 's',
  timestamp: '2026-01-01T00:00:00Z',
  text: id,
  ...more,
});
const head = { seq: 1, ts: '2026-01-01T00:00:00Z', cursor: 'x', chatID: 'c' } as const;

/** @param answer to each call, by its method */
function opened(answer: (method: string) => unknown) {
  const fetch: typeof globalThis.fetch = async (_, init) => Response.json(await answer(init?.method ?? 'GET'));
  const api = new Partyline({ baseURL: 'http://localhost', accessToken: null, fetch });
  const timeline = createTimeline(api, 'c', createKept(undefined, 'unsent', readUnsent));
  return { timeline, shown: () => timeline.state.get().items.map(({ message: { text } }) => text) };
}

test('loaded anew, it has nothing that was deleted meanwhile, and what came while it was loading', async () => {
  const pages = [
    [message('12'), message('11'), message('10')],
    [message('12'), message('10')],
  ];
  const { timeline, shown } = opened(() => {
    const items = pages.shift() ?? [];
    if (pages.length === 0) timeline.put(message('13'));
    return { items, hasMore: false };
  });
  await timeline.open();
  assert.deepEqual(shown(), ['10', '11', '12']);
  await timeline.reload();
  assert.deepEqual(shown(), ['10', '12', '13']);
});

test('an own message that was deleted while another was on its way does not come back', async () => {
  const answer = Promise.withResolvers<unknown>();
  const { timeline, shown } = opened((method) =>
    method === 'GET' ? { items: [message('1')], hasMore: false } : answer.promise,
  );
  await timeline.open();
  const sent = timeline.send({ text: 'mine' });
  const other = message('2', { isSender: true });
  timeline.take({ ...head, type: 'message.upserted', ids: ['2'], entries: [other] });
  timeline.take({ ...head, type: 'message.deleted', ids: ['2'] });
  answer.resolve({ chatID: 'c', pendingMessageID: 'm9' });
  await sent;
  assert.deepEqual(shown(), ['1', 'mine']);
});
