import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ChatPage, Label } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, deliver, readChat, said } from './support/chats.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'finder');
const other = await connectedAccount(api, 'finder-two');
const start = Date.UTC(2020, 0, 1);
const hour = 3_600_000;

const munich = 'Café Müller in München';
const percent = '100% sure_thing \\o/';

// Messages first: a chat that is met without any is as young as the meeting.
await deliver(
  api,
  accountID,
  said('munich', start + hour, { chat: { id: 'munich', type: 'group', title: munich } }),
  said('percent', start + 2 * hour, { chat: { id: 'percent', type: 'group', title: percent } }),
  said('cjk', start + 3 * hour, { chat: { id: 'cjk', type: 'group', title: '東京ランチ' } }),
  said('anna', start + 4 * hour, { chat: { id: 'anna', type: 'single' }, sender: { id: 'anna', isSelf: false } }),
  {
    kind: 'chat',
    chat: { id: 'anna', type: 'single', title: 'Anna Ångström' },
    participants: {
      complete: true,
      items: [
        { id: 'anna', fullName: 'Anna Ångström', phoneNumber: '+12025550177', email: 'anna@example.invalid' },
        { id: 'finder', username: 'finder', fullName: 'Own Name', isSelf: true },
      ],
    },
  },
);
await deliver(api, other.accountID, said('Across', start + 5 * hour));
await chatCalled(api, accountID, 'Lobby');
await chatCalled(api, other.accountID, 'Lobby');

async function search(query: Readonly<Record<string, string>>): Promise<string[]> {
  const { items } = await api.get<ChatPage>(`/v1/chats/search?${new URLSearchParams(query)}`);
  for (const item of items) assert.equal('preview' in item, false);
  return items.map(({ title }) => title);
}
const mine = (query: Readonly<Record<string, string>>) => search({ accountIDs: accountID, ...query });
const patch = async (title: string, change: object) => {
  const { id } = await chatCalled(api, accountID, title);
  assert.equal((await api.call('PATCH', `/v1/chats/${id}`, change)).status, 200);
};

for (const [query, found] of [
  ['muller', [munich]],
  ['MÜNCHEN cafe', [munich]],
  ['cafe\u0301', [munich]],
  ['münchen berlin', []],
  ['100%', [percent]],
  ['%', [percent]],
  ['_', [percent]],
  ['\\o/', [percent]],
  ['京ラ', ['東京ランチ']],
  ['ａｎｎａ', ['Anna Ångström']],
  ["'; drop table chats; --", []],
] as const) {
  test(`in titles ${query} finds ${found.join(', ') || 'nothing'}`, async () => {
    assert.deepEqual(await mine({ query }), found);
  });
}

test('a query of many words, or of one long one, is answered like any other', async () => {
  for (const query of ['muller '.repeat(140), 'a '.repeat(500), '㍿'.repeat(1_000), '%'.repeat(1_000), ' ', '\u0000'])
    for (const scope of ['titles', 'participants']) await mine({ query, scope });
  assert.deepEqual(await mine({ query: 'muller '.repeat(140) }), [munich]);
});

test('the name of the network counts as part of the title', async () => {
  assert.deepEqual(await search({ query: 'sandbox across' }), ['Across']);
  assert.deepEqual(await search({ query: 'lobby SANDBOX' }), ['Lobby', 'Lobby']);
});

test('a changed title is found, the old one no longer', async () => {
  await deliver(api, accountID, { kind: 'chat', chat: { id: 'renamed', type: 'group', title: 'Old Name' } });
  await deliver(api, accountID, { kind: 'chat', chat: { id: 'renamed', type: 'group', title: 'Fresh Náme' } });
  assert.deepEqual(await mine({ query: 'old name' }), []);
  assert.deepEqual(await mine({ query: 'fresh name' }), ['Fresh Náme']);
  await patch('Lobby', { title: 'Pátched' });
  assert.deepEqual(await mine({ query: 'patched' }), ['Pátched']);
  assert.deepEqual(await mine({ query: 'lobby' }), []);
  await patch('Pátched', { title: 'Lobby' });
});

test('participants are found by name, number, address and ID; oneself is not', async () => {
  const people = (query: string) => mine({ query, scope: 'participants' });
  assert.deepEqual(await people('angstrom'), ['Anna Ångström']);
  assert.deepEqual(await people('2025550177'), ['Anna Ångström']);
  assert.deepEqual(await people('anna example'), ['Anna Ångström']);
  assert.deepEqual(await people('Own Name'), []);
  assert.deepEqual(await people('friend 100'), []);
  assert.equal((await people('friend')).length, 3);
});

test('type tells direct chats from groups', async () => {
  assert.deepEqual(await mine({ type: 'single' }), ['Anna Ångström']);
  const groups = await mine({ type: 'group' });
  assert.equal(groups.includes('Anna Ångström'), false);
  assert.equal((await mine({ type: 'any' })).length, groups.length + 1);
});

test('the inbox has three parts', async () => {
  await patch(munich, { isArchived: true, isLowPriority: true });
  await patch(percent, { isLowPriority: true });
  assert.deepEqual(await mine({ inbox: 'archive' }), [munich]);
  assert.deepEqual(await mine({ inbox: 'low-priority' }), [percent]);
  const primary = await mine({ inbox: 'primary' });
  assert.ok(!primary.includes(munich) && !primary.includes(percent) && primary.includes('東京ランチ'));
  assert.ok((await mine({})).includes(munich));
});

test('unread chats are those with unread messages, and those that are marked', async () => {
  assert.ok((await mine({ unreadOnly: 'true' })).includes('東京ランチ'));
  const { id } = await chatCalled(api, accountID, '東京ランチ');
  await api.post(`/v1/chats/${id}/read`);
  assert.ok(!(await mine({ unreadOnly: 'true' })).includes('東京ランチ'));
  await api.post(`/v1/chats/${id}/unread`);
  assert.ok((await mine({ unreadOnly: 'true' })).includes('東京ランチ'));
  assert.ok((await mine({ unreadOnly: 'false' })).includes('Fresh Náme'));
});

test('muted chats can be left out', async () => {
  await patch('Anna Ångström', { isMuted: true });
  assert.ok((await mine({})).includes('Anna Ångström'));
  assert.ok((await mine({ includeMuted: 'true' })).includes('Anna Ångström'));
  assert.ok(!(await mine({ includeMuted: 'false' })).includes('Anna Ångström'));
});

test('times of activity are strict limits', async () => {
  const iso = (ms: number) => new Date(start + ms).toISOString();
  assert.deepEqual(await mine({ lastActivityBefore: iso(3 * hour) }), [percent, munich]);
  assert.deepEqual(await mine({ lastActivityAfter: iso(hour), lastActivityBefore: iso(3 * hour) }), [percent]);
  assert.deepEqual(await mine({ lastActivityBefore: '2020-01-01T03:00:00.000+01:00' }), [munich]);
  for (const wrong of ['yesterday', '5', '2020-13-01']) {
    const { status, body } = await api.call<Failure>('GET', `/v1/chats/search?lastActivityAfter=${wrong}`);
    assert.equal(status, 422, wrong);
    assert.deepEqual(body.details?.issues[0]?.path, ['query', 'lastActivityAfter']);
  }
});

test('a label narrows the search', async () => {
  const label = await api.post<Label>('/v1/labels', { name: 'searched' });
  const { id } = await chatCalled(api, accountID, percent);
  assert.equal((await api.call('PUT', `/v1/chats/${id}/labels/${label.id}`)).status, 204);
  assert.deepEqual(await search({ labelID: label.id }), [percent]);
  assert.deepEqual(await search({ labelID: label.id, query: 'lobby' }), []);
  assert.deepEqual(await search({ labelID: 'unknown' }), []);
  assert.deepEqual((await readChat(api, id)).labels, [label]);
});

test('filters hold over the pages of a walk', async () => {
  const all = await mine({ type: 'group' });
  const met: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = {
      accountIDs: accountID,
      type: 'group',
      limit: '1',
      ...(cursor && { cursor }),
    };
    const page: ChatPage = await api.get<ChatPage>(`/v1/chats/search?${new URLSearchParams(query)}`);
    met.push(...page.items.map(({ title }) => title));
    cursor = page.hasMore ? page.oldestCursor : null;
  } while (cursor !== null);
  assert.deepEqual(met, all);
});

test('what is out of range is refused by name', async () => {
  for (const [query, field] of [
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['scope=messages', 'scope'],
    ['type=channel', 'type'],
    ['inbox=spam', 'inbox'],
    ['unreadOnly=maybe', 'unreadOnly'],
    ['cursor=x', 'cursor'],
  ] as const) {
    const { status, body } = await api.call<Failure>('GET', `/v1/chats/search?${query}`);
    assert.equal(status, 422, query);
    assert.deepEqual(body.details?.issues[0]?.path, ['query', field], query);
  }
});
