import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ContactList, ContactPage } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { command, connectedAccount, switchAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'contacts');

const byName = ['busy', 'echo', 'herald', 'refuser', 'silent', 'slow', 'unsure'];

const search = async (query: string) => {
  const path = `/v1/accounts/${accountID}/contacts?query=${encodeURIComponent(query)}`;
  return (await api.get<ContactList>(path)).items.map(({ id }) => id).sort();
};
const page = (query: Record<string, string>) =>
  api.get<ContactPage>(`/v1/accounts/${accountID}/contacts/list?${new URLSearchParams(query)}`);

/** Walks as the official SDKs do: always on with `oldestCursor`. */
async function walk(query: Record<string, string>): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = query['cursor'] ?? null;
  for (;;) {
    assert.ok(pages.length < 20, 'the walk does not end');
    const { items, hasMore, oldestCursor } = await page({ ...query, ...(cursor !== null && { cursor }) });
    pages.push(items.map(({ id }) => id));
    if (items.length === 0 || !hasMore || !oldestCursor) return pages;
    cursor = oldestCursor;
  }
}

test('people are found by name, handle, number and address, each once', async () => {
  assert.deepEqual(await search('echo'), ['echo', 'slow']);
  assert.deepEqual(await search('SLOW echo'), ['slow']);
  assert.deepEqual(await search('+12025550101'), ['echo']);
  assert.deepEqual(await search('(202) 555-0102 '), []);
  assert.deepEqual(await search('+1 202 555 0102'), ['slow']);
  assert.deepEqual(await search('silent@sandbox.invalid'), ['silent']);
  assert.deepEqual(await search('nobody at all'), []);
});

test('a person comes whole: not oneself, and marked when they cannot be written to', async () => {
  const { items } = await api.get<ContactList>(`/v1/accounts/${accountID}/contacts?query=herald`);
  assert.deepEqual(items, [
    { id: 'herald', username: 'herald', fullName: 'Herald', cannotMessage: true, isSelf: false },
  ]);
});

test('the list is by name, and ends', async () => {
  assert.deepEqual(await walk({}), [byName]);
  const { hasMore, oldestCursor, newestCursor } = await page({});
  assert.equal(hasMore, false);
  assert.ok(oldestCursor && newestCursor);
});

for (const limit of [1, 2, 3, 7]) {
  test(`pages of ${limit} walk through everybody once, in order`, async () => {
    const pages = await walk({ limit: String(limit) });
    assert.deepEqual(pages.flat(), byName);
    assert.ok(pages.slice(0, -1).every((items) => items.length === limit));
    assert.ok(pages.at(-1)?.length, 'the last page is not empty');
  });

  test(`pages of ${limit} walk back to the beginning and end there`, async () => {
    const { oldestCursor } = await page({});
    const pages = await walk({ limit: String(limit), direction: 'after', cursor: oldestCursor ?? '' });
    assert.deepEqual(pages.toReversed().flat(), byName.slice(0, -1));
  });
}

test('back and forth between two pages meets the same people', async () => {
  const first = await page({ limit: '3' });
  const second = await page({ limit: '3', cursor: first.oldestCursor ?? '' });
  const back = await page({ limit: '3', cursor: second.newestCursor ?? '', direction: 'after' });
  assert.deepEqual(back.items, first.items);
  assert.equal(back.hasMore, false);
});

test('a query narrows the list, and holds over its pages', async () => {
  assert.deepEqual(await walk({ query: 'echo' }), [['echo', 'slow']]);
  assert.deepEqual(await walk({ query: 'echo', limit: '1' }), [['echo'], ['slow']]);
  assert.deepEqual(await page({ query: 'nobody' }), {
    items: [],
    hasMore: false,
    oldestCursor: null,
    newestCursor: null,
  });
});

test('a cursor that was never given out ends the walk somewhere, and never loops', async () => {
  for (const direction of ['before', 'after'])
    for (const cursor of ['x', '!!!', '0']) await walk({ cursor, direction, limit: '2' });
});

test('a limit or a query that is out of range is refused by name', async () => {
  const at = `/v1/accounts/${accountID}/contacts`;
  for (const [path, field] of [
    [`${at}/list?limit=0`, 'limit'],
    [`${at}/list?limit=201`, 'limit'],
    [`${at}/list?direction=up`, 'direction'],
    [at, 'query'],
    [`${at}?query=`, 'query'],
  ] as const) {
    const { status, body } = await api.call<Failure>('GET', path);
    assert.equal(status, 422, path);
    assert.deepEqual(body.details?.issues[0]?.path, ['query', field], path);
  }
});

test('people met in chats are found too, each person once, without accents and case', async () => {
  const chat = { id: 'met', type: 'group', title: 'Met' } as const;
  const people = [
    { id: 'zoe', fullName: 'Zoë Ångström', phoneNumber: '+12025550155', isAdmin: true },
    { id: 'shy', fullName: 'Shy as it was', email: 'shy@example.invalid' },
    { id: 'contacts', fullName: 'Zoe Myself', isSelf: true },
  ];
  const told = { kind: 'chat', participants: { complete: true, items: people } };
  await command(api, accountID, { event: { ...told, chat } });
  await command(api, accountID, { event: { ...told, chat: { ...chat, id: 'met-again' } } });
  const { items } = await api.get<ContactList>(`/v1/accounts/${accountID}/contacts?query=zoe`);
  assert.deepEqual(items, [{ id: 'zoe', fullName: 'Zoë Ångström', phoneNumber: '+12025550155', isSelf: false }]);
  assert.deepEqual(await search('ANGSTROM zo'), ['zoe']);
  assert.deepEqual(await search('2025550155'), ['zoe']);
  assert.deepEqual(await search('echo'), ['echo', 'slow']);
  const shy = await api.get<ContactList>(`/v1/accounts/${accountID}/contacts?query=shy`);
  const both = { id: 'shy', username: 'shy', fullName: 'Shy', email: 'shy@example.invalid', isSelf: false };
  assert.deepEqual(shy.items, [both], 'the network knows better, and what it does not say stays');
  assert.deepEqual(await walk({}), [byName], 'the address book is none of that');
});

test('without a connection the search finds whom one has met', async () => {
  const gone = await connectedAccount(api, 'gone');
  await command(api, gone.accountID, {
    event: {
      kind: 'chat',
      chat: { id: 'x', type: 'single' },
      participants: { complete: true, items: [{ id: 'zoe', fullName: 'Zoë' }] },
    },
  });
  await command(api, gone.accountID, { status: 'signed_out' });
  await untilStatus(api, gone.accountID, 'reconnect_required');
  const found = await api.get<ContactList>(`/v1/accounts/${gone.accountID}/contacts?query=zoe`);
  assert.deepEqual(found.items, [{ id: 'zoe', fullName: 'Zoë', isSelf: false }]);
  assert.deepEqual(
    (await api.get<ContactList>(`/v1/accounts/${gone.accountID}/contacts?query=silent`)).items.length,
    1,
  );
  assert.deepEqual((await api.get<ContactList>(`/v1/accounts/${gone.accountID}/contacts?query=herald`)).items, []);
});

test('an unknown account is not found; one that is not connected is a conflict that says why', async () => {
  for (const path of ['contacts?query=x', 'contacts/list']) {
    assert.equal((await api.call('GET', `/v1/accounts/none/${path}`)).status, 404);
  }
  const lost = await connectedAccount(api, 'lost');
  await command(api, lost.accountID, { status: 'signed_out' });
  await untilStatus(api, lost.accountID, 'reconnect_required');
  const off = await connectedAccount(api, 'off');
  await switchAccount(api, off.accountID, true);
  for (const [account, why] of [
    [lost, /Sign in again/],
    [off, /Turned off/],
  ] as const) {
    const { status, body } = await api.call<Failure>('GET', `/v1/accounts/${account.accountID}/contacts/list`);
    assert.equal(status, 409);
    assert.match(body.message, why);
  }
});
