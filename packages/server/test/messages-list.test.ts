import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Message, MessagePage } from '@partyline/protocol';
import fc from 'fast-check';
import type { Failure } from './support/api.ts';
import { chatCalled, deliver, said } from './support/chats.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'reader');
const count = 60;
const start = Date.UTC(2024, 0, 1);
await deliver(
  api,
  accountID,
  ...Array.from({ length: count }, (_, index) =>
    said('long', start + index * 1_000, { id: `native-${index}`, text: `number ${index}` }),
  ),
);
const chat = await chatCalled(api, accountID, 'long');

const list = (query: Readonly<Record<string, string>> = {}, chatID = chat.id) =>
  api.get<MessagePage>(`/v1/chats/${encodeURIComponent(chatID)}/messages?${new URLSearchParams(query)}`);
const numbers = ({ items }: MessagePage) => items.map(({ text }) => Number(/\d+/.exec(text ?? '')?.[0]));
const from = (first: number, last: number) =>
  Array.from({ length: Math.abs(first - last) + 1 }, (_, index) => (first > last ? first - index : first + index));
const at = async (index: number): Promise<Message> => {
  const found = (await list({ limit: '500' })).items[count - 1 - index];
  assert.ok(found);
  return found;
};

/** As an SDK does it: always with oldestCursor, everything else as it was. */
async function walk(
  query: Readonly<Record<string, string>>,
  between: (page: MessagePage) => Promise<unknown> = async () => {},
) {
  const seen: number[] = [];
  let cursor: string | null | undefined = query['cursor'];
  for (let pages = 0; pages < 200; pages++) {
    const page = await list({ ...query, ...(cursor && { cursor }) });
    seen.push(...numbers(page));
    cursor = page.oldestCursor;
    await between(page);
    if (page.items.length === 0 || !page.hasMore || cursor === null) return seen;
  }
  throw new Error('The walk does not end');
}

test('newest first, 20 at a time when nothing is said', async () => {
  const page = await list();
  assert.deepEqual(numbers(page), from(59, 40));
  assert.equal(page.hasMore, true);
  const keys = page.items.map(({ sortKey }) => sortKey);
  assert.deepEqual(keys, keys.toSorted().reverse());
  assert.deepEqual(numbers(await list({ limit: '3' }, chat.localChatID ?? '')), [59, 58, 57]);
});

test('every cursor goes on: of the page, a sort key, a message ID, the ID of the network', async () => {
  const page = await list({ limit: '5' });
  const last = page.items.at(-1);
  assert.ok(last && page.oldestCursor);
  for (const cursor of [page.oldestCursor, last.sortKey, last.id, 'native-55']) {
    assert.deepEqual(numbers(await list({ limit: '5', cursor })), from(54, 50), cursor);
    assert.deepEqual(numbers(await list({ limit: '3', cursor, direction: 'after' })), from(58, 56), cursor);
  }
});

test('after: the messages next to the cursor, newest first, and both cursors go on to the newest', async () => {
  const { id } = await at(10);
  const page = await list({ cursor: id, direction: 'after', limit: '4' });
  assert.deepEqual(numbers(page), from(14, 11));
  assert.equal(page.oldestCursor, page.newestCursor);
  assert.deepEqual(
    numbers(await list({ cursor: page.newestCursor ?? '', direction: 'after', limit: '4' })),
    from(18, 15),
  );
  const end = await list({ cursor: (await at(59)).id, direction: 'after' });
  assert.deepEqual([end.items, end.hasMore], [[], false]);
  assert.equal(end.newestCursor, (await at(59)).sortKey);
});

test('walks reach every message once, in any direction, with any page size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom('before', 'after', undefined),
      fc.option(fc.integer({ min: 0, max: count - 1 }), { nil: undefined }),
      async (limit, direction, begin) => {
        const seen = await walk({
          limit: String(limit),
          ...(direction && { direction }),
          ...(begin !== undefined && { cursor: `native-${begin}` }),
        });
        const wanted =
          direction === 'after' ? from(begin ?? -1, count).slice(1, -1) : from(begin ?? count, -1).slice(1, -1);
        assert.deepEqual(
          seen.toSorted((one, other) => one - other),
          wanted.toSorted((one, other) => one - other),
        );
      },
    ),
    { numRuns: 25 },
  );
});

test('what arrives while somebody is paging neither doubles nor hides anything', async () => {
  await deliver(
    api,
    accountID,
    ...from(0, 19).map((index) => said('busy', start + index * 1_000, { text: `number ${index}` })),
  );
  const busy = await chatCalled(api, accountID, 'busy');
  let arrived = 19;
  const seen: number[] = [];
  let cursor: string | null = null;
  let newest: string | null = null;
  do {
    const page: MessagePage = await list({ limit: '4', ...(cursor && { cursor }) }, busy.id);
    newest ??= page.newestCursor;
    seen.push(...numbers(page));
    cursor = page.hasMore ? page.oldestCursor : null;
    arrived += 1;
    await deliver(api, accountID, said('busy', start + arrived * 1_000, { text: `number ${arrived}` }));
  } while (cursor !== null);
  assert.deepEqual(seen, from(19, 0));
  const later = await list({ cursor: newest ?? '', direction: 'after' }, busy.id);
  assert.deepEqual(numbers(later), from(arrived, 20));
});

test('a chat without messages, and a chat that is not there', async () => {
  await deliver(api, accountID, { kind: 'chat', chat: { id: 'empty', type: 'group', title: 'empty' } });
  const { items, ...page } = await list({}, (await chatCalled(api, accountID, 'empty')).id);
  assert.deepEqual([items, page], [[], { hasMore: false, oldestCursor: null, newestCursor: null }]);
  const { status, body } = await api.call<Failure>('GET', '/v1/chats/!nothing:local-sandbox.localhost/messages');
  assert.equal(status, 404);
  assert.match(body.message, /not found/);
});

test('what is no cursor and no limit is refused in words', async () => {
  for (const query of ['cursor=nonsense', 'cursor=123', 'limit=0', 'limit=501', 'direction=sideways']) {
    const { status, body } = await api.call<Failure>('GET', `/v1/chats/${chat.id}/messages?${query}`);
    assert.equal(status, 422, query);
    assert.match(body.message, /cursor|limit|direction/, query);
    assert.ok(body.details?.issues[0]?.path.includes(query.split('=')[0]), query);
  }
});

test('one message by each of its IDs; in another chat it is not found', async () => {
  const wanted = await at(30);
  const path = `/v1/chats/${encodeURIComponent(chat.id)}/messages`;
  for (const id of [wanted.id, 'native-30']) assert.deepEqual(await api.get(`${path}/${id}`), wanted);
  assert.equal((await api.call('GET', `${path}/m123`)).status, 404);
  const busy = await chatCalled(api, accountID, 'busy');
  const { status, body } = await api.call<Failure>('GET', `/v1/chats/${busy.id}/messages/${wanted.id}`);
  assert.equal(status, 404);
  assert.match(body.message, /Message not found/);
});
