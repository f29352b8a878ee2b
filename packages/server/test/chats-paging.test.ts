import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ChatListPage } from '@partyline/protocol';
import fc from 'fast-check';
import { chatCalled, deliver, said } from './support/chats.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const start = Date.UTC(2021, 0, 1);
let accounts = 0;

type Direction = 'before' | 'after';

/** Chats of one fresh account: their names say when they were made. */
interface Chats {
  readonly accountID: string;
  /** Names of chats, with the activity they have now. */
  readonly activity: Map<string, number>;
  /** A message at that time, in a chat that may be new. */
  say(name: string, at: number): Promise<void>;
}

async function chatsOf(activities: readonly number[]): Promise<Chats> {
  accounts += 1;
  const { accountID } = await connectedAccount(api, `pages-${accounts}`);
  await chatCalled(api, accountID, 'Lobby');
  const activity = new Map(activities.map((at, index) => [`chat-${index}`, at]));
  if (activity.size > 0) await deliver(api, accountID, ...[...activity].map(([name, at]) => said(name, start + at)));
  return {
    accountID,
    activity,
    async say(name, at) {
      await deliver(api, accountID, said(name, start + at));
      activity.set(name, Math.max(at, activity.get(name) ?? 0));
    },
  };
}

interface Step {
  readonly chat: number;
  readonly at: number;
}

type Continue = (page: ChatListPage) => string | null;

/** Walks as SDKs do, with something happening before each next page. Everything that was met, in the order of the walk. */
async function walk(
  { accountID, say }: Chats,
  options: {
    direction: Direction;
    limit: number;
    cursor?: string | undefined;
    steps: readonly Step[];
    busy?: boolean;
    next: Continue;
  },
): Promise<{ title: string; lastActivity: string | undefined }[]> {
  const { direction, limit, steps, next } = options;
  const met: { title: string; lastActivity: string | undefined }[] = [];
  let { cursor } = options;
  for (let turn = 0; ; turn++) {
    assert.ok(turn < 60, 'the walk does not end');
    const query = new URLSearchParams({ accountIDs: accountID, direction, limit: String(limit) });
    if (cursor !== undefined) query.set('cursor', cursor);
    const page = await api.get<ChatListPage>(`/v1/chats?${query}`);
    const times = page.items.map(({ lastActivity = '' }) => lastActivity);
    assert.deepEqual(times, times.toSorted().toReversed(), 'each page is newest first');
    const items = direction === 'before' ? page.items : page.items.toReversed();
    met.push(...items.map(({ title, lastActivity }) => ({ title, lastActivity })));
    const following = next(page);
    if (page.items.length === 0) assert.deepEqual([page.hasMore, following], [false, null]);
    if (page.items.length === 0 || !page.hasMore || following === null) return met;
    cursor = following;
    const step = steps[turn];
    if (step !== undefined) await say(`chat-${step.chat}`, step.at);
    // Somebody writes all the time: a walk must end all the same.
    if (options.busy === true) await say(`chat-${turn % 5}`, Date.now() - start + 1_000 * (turn + 1));
  }
}

const moments = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 });
/** Messages from the past, which move a chat into the midst of the others, also into chats that were not there. */
const steps = fc.array(fc.record({ chat: fc.integer({ min: 0, max: 16 }), at: fc.integer({ min: 0, max: 60 }) }), {
  maxLength: 6,
});
const limits = fc.constantFrom(1, 2, 3, 5, 200);
const oldest: Continue = (page) => page.oldestCursor;

for (const direction of ['before', 'after'] as const) {
  test(`walking ${direction} meets all that stays where it is once, and ends, whatever moves meanwhile`, async () => {
    await fc.assert(
      fc.asyncProperty(moments, steps, limits, fc.boolean(), async (activities, happening, limit, busy) => {
        const chats = await chatsOf(activities);
        const before = new Map(chats.activity);
        const met = await walk(chats, { direction, limit, busy, steps: happening, next: oldest });
        const titles = met.map(({ title }) => title);
        for (const [name, at] of before) {
          if (chats.activity.get(name) === at)
            assert.equal(titles.filter((title) => title === name).length, 1, `${name} is not met once`);
        }
        const places = met.map(({ title, lastActivity }) => `${title} ${lastActivity}`);
        assert.equal(new Set(places).size, places.length, 'nothing is met twice in one place');
        if (direction === 'before') assert.equal(new Set(titles).size, titles.length, 'no chat is met twice');
        if (happening.length === 0 && !busy) assert.equal(titles.length, activities.length + 1);
      }),
      { numRuns: 40 },
    );
  });
}

test('walking after with newestCursor is the same walk', async () => {
  const chats = await chatsOf([5, 1, 5, 9, 3, 3]);
  const options = { direction: 'after', limit: 2, steps: [] } as const;
  const one = await walk(chats, { ...options, next: oldest });
  const other = await walk(chats, { ...options, next: (page) => page.newestCursor });
  assert.deepEqual(one, other);
  assert.equal(one.length, 7);
});

test('plain milliseconds begin a walk anywhere', async () => {
  const chats = await chatsOf([1, 2, 3, 4, 5, 6]);
  const titles = async (direction: Direction, ms: number) => {
    const met = await walk(chats, { direction, limit: 2, cursor: String(start + ms), steps: [], next: oldest });
    return met.map(({ title }) => title).filter((title) => title !== 'Lobby');
  };
  assert.deepEqual(await titles('before', 4), ['chat-2', 'chat-1', 'chat-0']);
  assert.deepEqual(await titles('after', 4), ['chat-4', 'chat-5']);
});

test('what moved on during a walk forward is found from the newest cursor', async () => {
  const chats = await chatsOf([1, 2, 3]);
  const query = `accountIDs=${chats.accountID}&direction=after&limit=2`;
  const first = await api.get<ChatListPage>(`/v1/chats?${query}`);
  // After the Lobby, whose activity is the time it was met.
  const later = Date.now() + 60_000 - start;
  await chats.say('chat-0', later);
  const second = await api.get<ChatListPage>(`/v1/chats?${query}&cursor=${first.oldestCursor}`);
  assert.deepEqual([...first.items, ...second.items].map(({ title }) => title).sort(), [
    'Lobby',
    'chat-0',
    'chat-1',
    'chat-2',
  ]);
  assert.equal(second.hasMore, false);
  const news = await api.get<ChatListPage>(`/v1/chats?${query}&cursor=${second.newestCursor}`);
  assert.deepEqual(
    news.items.map(({ title }) => title),
    ['chat-0'],
  );
  const nothing = await api.get<ChatListPage>(`/v1/chats?${query}&cursor=${news.newestCursor}`);
  assert.deepEqual(nothing, { items: [], hasMore: false, oldestCursor: null, newestCursor: null });
});

test('a page after a cursor holds the chats next to it, newest first', async () => {
  const chats = await chatsOf([1, 2, 3, 4]);
  const query = `accountIDs=${chats.accountID}`;
  const all = await api.get<ChatListPage>(`/v1/chats?${query}`);
  const second = await api.get<ChatListPage>(`/v1/chats?${query}&cursor=${all.newestCursor}&limit=4`);
  const page = await api.get<ChatListPage>(`/v1/chats?${query}&cursor=${second.oldestCursor}&direction=after&limit=2`);
  assert.deepEqual(
    page.items.map(({ title }) => title),
    ['chat-2', 'chat-1'],
  );
});
