/** The messages of a chat are those that the server has, whatever was missed and in whichever order it is told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { createKept } from '../src/data/kept.ts';
import { readUnsent, type Unsent } from '../src/data/outgoing.ts';
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

/** @param answer to each call, by its method and address; undefined: there is no such thing */
function opened(answer: (method: string, url: URL) => unknown, left: readonly Unsent[] = []) {
  const fetch: typeof globalThis.fetch = async (request, init) => {
    const body = await answer(init?.method ?? 'GET', new URL(String(request)));
    return body === undefined
      ? Response.json({ code: 'NOT_FOUND', message: 'Not here.' }, { status: 404 })
      : Response.json(body);
  };
  const api = new Partyline({ baseURL: 'http://localhost', accessToken: null, maxRetries: 0, fetch });
  const unsent = createKept(undefined, 'unsent', readUnsent);
  for (const [index, one] of left.entries()) unsent.set(`left-${index}`, one);
  const timeline = createTimeline(api, 'c', unsent);
  return { unsent, timeline, shown: () => timeline.state.get().items.map(({ message: { text } }) => text) };
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

const told = (...entries: Message[]) =>
  ({ ...head, type: 'message.upserted', ids: entries.map(({ id }) => id), entries }) as const;

test('what is told while a page is on its way counts, though the page is older and comes later', async () => {
  const page = Promise.withResolvers<unknown>();
  const { timeline, shown } = opened(() => page.promise);
  const opening = timeline.open();
  timeline.take(told(message('10', { text: 'edited' })));
  timeline.take({ ...head, type: 'message.deleted', ids: ['11'] });
  timeline.take(told(message('12')));
  page.resolve({ items: [message('11'), message('10')], hasMore: false });
  await opening;
  assert.deepEqual(shown(), ['edited', '12']);
  const late = Promise.withResolvers<Message>();
  const changing = timeline.change(() => late.promise);
  timeline.take(told(message('10', { text: 'edited again' })));
  late.resolve(message('10', { text: 'edited' }));
  await changing;
  assert.deepEqual(shown(), ['edited again', '12']);
});

test('back in time, on the way to the newest messages, nothing falls between the pages and what is told', async () => {
  const newer = Promise.withResolvers<unknown>();
  const { timeline, shown } = opened((_, { pathname, searchParams }) => {
    if (pathname.endsWith('/5')) return message('5');
    const page = (items: Message[], hasMore: boolean) => ({ items, hasMore });
    if (searchParams.get('direction') === 'before') return page([message('4')], false);
    return searchParams.get('cursor') === message('5').sortKey ? page([message('6')], true) : newer.promise;
  });
  await timeline.openAt('5');
  const going = timeline.loadNewer();
  timeline.take(told(message('8')));
  assert.deepEqual(shown(), ['4', '5', '6']);
  newer.resolve({ items: [message('7')], hasMore: false });
  await going;
  assert.deepEqual(shown(), ['4', '5', '6', '7', '8']);
});

test('what is answered is fetched once, and stays as the server has it', async () => {
  const asked: string[] = [];
  const { timeline } = opened((_, { pathname }) => {
    asked.push(pathname);
    return pathname.endsWith('/5') ? message('5') : undefined;
  });
  const one = timeline.quotes.at('5');
  const gone = timeline.quotes.at('6');
  const known = Promise.all([one, gone].map((quote) => new Promise<void>((resolve) => void quote.subscribe(resolve))));
  for (const id of ['5', '6', '5', '6']) timeline.quotes.want(id);
  await known;
  for (const id of ['5', '6']) timeline.quotes.want(id);
  assert.deepEqual(asked, ['/v1/chats/c/messages/5', '/v1/chats/c/messages/6']);
  assert.deepEqual([one.get(), gone.get()], [message('5'), 'missing']);
  const edited = message('5', { text: 'Better' });
  timeline.take({ ...head, type: 'message.upserted', ids: ['5'], entries: [edited, message('7')] });
  assert.equal(one.get(), edited);
  timeline.take({ ...head, type: 'message.deleted', ids: ['5'] });
  assert.equal(one.get(), 'missing');
});

test('what an earlier page left for a chat that is gone is not kept', async () => {
  const left = [{ chatID: 'c', what: { text: 'Hello?' }, idempotencyKey: 'k', at: Date.now() }];
  const { timeline, unsent } = opened(() => undefined, left);
  await timeline.resume();
  assert.deepEqual(unsent.keys(), []);
  // What was written here is still in sight.
  await timeline.send({ text: 'And now?' });
  assert.equal(unsent.keys().length, 1);
  // A message that is answered, or a file, may be what is missing.
  const other = opened((method) => (method === 'GET' ? {} : undefined), left);
  await other.timeline.resume();
  assert.deepEqual(other.unsent.keys(), ['left-0']);
});

test('a quoted message that could not be fetched is fetched when the server is there again', async () => {
  let isThere = false;
  const { timeline } = opened(() => {
    if (!isThere) throw new TypeError('no network');
    return message('5');
  });
  const quote = timeline.quotes.at('5');
  timeline.quotes.want('5');
  await new Promise(setImmediate);
  assert.equal(quote.get(), undefined);
  isThere = true;
  const known = new Promise<void>((resolve) => void quote.subscribe(resolve));
  await timeline.resume();
  await known;
  assert.deepEqual(quote.get(), message('5'));
});
