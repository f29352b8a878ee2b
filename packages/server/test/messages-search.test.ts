import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { IncomingAttachment } from '@partyline/connector';
import type { MessageSearchPage, SearchResults } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, deliver, said } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID, user } = await connectedAccount(api, 'seeker');
const other = await connectedAccount(api, 'seeker-other');
const day = (number: number, hour = 0) => Date.UTC(2024, 4, number, hour);
const ann = { id: 'ann', name: 'Änn Lee', isSelf: false };
const bob = { id: 'bob', name: 'Bob', isSelf: false };
const self = { id: user.id, isSelf: true };
const file = (kind: IncomingAttachment['kind'], fileName: string): IncomingAttachment => ({
  kind,
  ref: `ref-${fileName}`,
  fileName,
});

await deliver(
  api,
  accountID,
  said('Garden', day(1), { id: 'fox', sender: ann, text: 'The quick brown Fox jumps over the café' }),
  said('Garden', day(2), { id: 'dog', sender: bob, text: 'A lazy dog, and a brown cow' }),
  said('Garden', day(3), { id: 'mine', sender: self, text: 'My brown hat is well-known' }),
  said('Garden', day(4), { id: 'photo', sender: ann, text: '', attachments: [file('img', 'sunset.jpg')] }),
  said('Garden', day(5), {
    id: 'film',
    sender: bob,
    text: 'watch',
    attachments: [file('video', 'film.mp4'), file('unknown', 'notes.pdf')],
  }),
  said('Garden', day(6), { id: 'link', sender: bob, text: 'see https://example.org/brown' }),
  said('Kitchen Table', day(7), {
    id: 'tokyo',
    sender: bob,
    text: '私は東京に住んでいます',
    chat: { id: 'Kitchen Table', type: 'single', title: 'Kitchen Table' },
  }),
  said('Kitchen Table', day(8), {
    id: 'thai',
    sender: bob,
    text: 'สวัสดีครับ 서울에서 🎉🎊',
    chat: { id: 'Kitchen Table', type: 'single' },
  }),
  said('Quiet', day(9), { id: 'quiet', text: 'brown noise' }),
  said('Spam', day(10), { id: 'spam', text: 'brown offer' }),
);
await deliver(
  api,
  accountID,
  { kind: 'chat', chat: { id: 'Quiet', type: 'group', isMuted: true } },
  { kind: 'chat', chat: { id: 'Spam', type: 'group', isLowPriority: true } },
);
await deliver(api, other.accountID, said('Elsewhere', day(11), { id: 'away', text: 'brown bread' }));
const garden = await chatCalled(api, accountID, 'Garden');

const search = (query: Readonly<Record<string, string>>) =>
  api.get<MessageSearchPage>(`/v1/messages/search?${new URLSearchParams(query)}`);
const keywords: Readonly<Record<string, RegExp>> = {
  fox: /Fox/,
  dog: /lazy/,
  mine: /hat/,
  film: /watch/,
  link: /https/,
  tokyo: /東京/,
  thai: /สวัสดี/,
  quiet: /noise/,
  spam: /offer/,
  away: /bread/,
};
const names = ({ items }: MessageSearchPage) =>
  items.map(({ text = '' }) =>
    text === '' ? 'photo' : (Object.keys(keywords).find((name) => keywords[name]?.test(text)) ?? text),
  );
const find = async (query: string, more: Readonly<Record<string, string>> = {}) =>
  names(await search({ query, ...more }));

test('all words, in any order and case, newest first, with their chats', async () => {
  const page = await search({ query: 'BROWN' });
  assert.deepEqual(names(page), ['away', 'quiet', 'link', 'mine', 'dog', 'fox']);
  assert.deepEqual(Object.keys(page.chats).sort(), [...new Set(page.items.map(({ chatID }) => chatID))].sort());
  assert.equal(page.chats[garden.id]?.title, 'Garden');
  assert.deepEqual(await find('brown lazy'), ['dog']);
  assert.deepEqual(await find('brow'), []);
});

test('phrases, beginnings, exclusions', async () => {
  assert.deepEqual(await find('"brown fox"'), ['fox']);
  assert.deepEqual(await find('"fox brown"'), []);
  assert.deepEqual(await find('bro* -fox -noise -bread'), ['link', 'mine', 'dog']);
  assert.deepEqual(await find('well-known'), ['mine']);
});

test('accents, scripts without spaces, emoji and file names', async () => {
  assert.deepEqual(await find('cafe'), ['fox']);
  assert.deepEqual(await find('CAFE\u0301'), ['fox']);
  for (const text of ['東京', '京', '住んで', 'ｔokyo'.replace('ｔokyo', '東京に')])
    assert.deepEqual(await find(text), ['tokyo'], text);
  for (const text of ['สวัสดี', 'ครับ', '서울', '🎊', '🎉']) assert.deepEqual(await find(text), ['thai'], text);
  assert.deepEqual(await find('京東'), []);
  assert.deepEqual(await find('sunset'), ['photo']);
});

test('operators', async () => {
  assert.deepEqual(await find('brown from:me'), ['mine']);
  assert.deepEqual(await find('brown from:ann'), ['fox']);
  assert.deepEqual(await find('brown from:"ann lee" from:me'), ['mine', 'fox']);
  assert.deepEqual(await find('brown from:nobody'), []);
  assert.deepEqual(await find('in:kitchen'), ['thai', 'tokyo']);
  assert.deepEqual(await find(`in:${garden.localChatID} has:image`), ['photo']);
  assert.deepEqual(await find('has:attachment'), ['film', 'photo']);
  assert.deepEqual(await find('has:video has:file'), ['film']);
  assert.deepEqual(await find('has:link'), ['link']);
  assert.deepEqual(await find('brown network:sandbox in:garden before:2024-05-03'), ['dog', 'fox']);
  assert.deepEqual(await find('brown network:carrier-pigeon'), []);
  assert.deepEqual(await find('brown after:2024-05-06'), ['away', 'quiet']);
  assert.deepEqual(await find('brown after:2024-05-02 before:2024-05-07'), ['link', 'mine']);
  assert.deepEqual(await find('brown colour:red'), []);
});

test('operators behind a minus, and nothing but what is refused', async () => {
  assert.deepEqual(await find('brown -from:bob'), ['away', 'quiet', 'mine', 'fox']);
  assert.deepEqual(await find('brown -from:me -from:"ann lee"'), ['away', 'quiet', 'link', 'dog']);
  assert.deepEqual(await find('brown -from:nobody'), ['away', 'quiet', 'link', 'mine', 'dog', 'fox']);
  assert.deepEqual(await find('brown -has:link', { sender: 'bob' }), ['dog']);
  const inGarden = { chatIDs: garden.id };
  assert.deepEqual(await find('-brown', inGarden), ['film', 'photo']);
  assert.deepEqual(await find('-"brown fox" -has:attachments', inGarden), ['link', 'mine', 'dog']);
  assert.deepEqual(await find('-has:image -from:bob', inGarden), ['mine', 'fox']);
});

test('filters of the call', async () => {
  assert.deepEqual(await find('brown', { sender: 'me' }), ['mine']);
  assert.deepEqual(await find('brown', { sender: 'others', chatIDs: garden.id }), ['link', 'dog', 'fox']);
  assert.deepEqual(await find('brown', { sender: 'bob' }), ['link', 'dog']);
  assert.deepEqual(await find('', { sender: user.id }), ['mine']);
  assert.deepEqual(names(await search({ chatIDs: garden.localChatID ?? '', limit: '2' })), ['link', 'film']);
  assert.deepEqual(await find('brown', { chatIDs: '!nothing:x' }), []);
  assert.deepEqual(await find('brown', { accountIDs: other.accountID }), ['away']);
  assert.deepEqual(names(await search({ chatType: 'single', accountIDs: accountID, limit: '2' })), ['thai', 'tokyo']);
  assert.deepEqual(await find('brown', { includeMuted: 'false' }), ['away', 'link', 'mine', 'dog', 'fox']);
  assert.deepEqual((await find('brown', { excludeLowPriority: 'false' })).slice(0, 2), ['away', 'spam']);
  assert.deepEqual(names(await search({ mediaTypes: 'any' })), ['film', 'photo']);
  assert.deepEqual(names(await search({ mediaTypes: 'image,link' })), ['link', 'photo']);
  const times = { dateAfter: new Date(day(1)).toISOString(), dateBefore: new Date(day(3)).toISOString() };
  assert.deepEqual(await find('brown', times), ['dog']);
});

test('words without letters find nothing rather than everything', async () => {
  assert.deepEqual(await find('?!'), []);
  assert.deepEqual(await find('""', { sender: 'me' }), ['mine']);
});

test('pages, in both directions, as the SDKs walk', async () => {
  const all = ['away', 'quiet', 'link', 'mine', 'dog', 'fox'];
  for (const direction of ['before', 'after'] as const) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: MessageSearchPage = await search({
        query: 'brown',
        limit: '2',
        direction,
        ...(cursor && { cursor }),
      });
      seen.push(...(direction === 'before' ? names(page) : names(page).reverse()));
      cursor = page.hasMore ? page.oldestCursor : null;
    } while (cursor !== null);
    assert.deepEqual(seen, direction === 'before' ? all : all.toReversed());
  }
});

test('edited messages are found by what they say now, deleted ones and those of gone chats not at all', async () => {
  const edit = {
    kind: 'edit',
    id: 'e',
    chatID: 'Garden',
    messageID: 'dog',
    timestamp: day(2, 1),
    text: 'a sleepy lazy hound',
  } as const;
  await deliver(
    api,
    accountID,
    edit,
    { kind: 'removal', chatID: 'Garden', messageID: 'mine', timestamp: day(3, 1) },
    { kind: 'chat_removed', chatID: 'Quiet' },
  );
  assert.deepEqual(await find('brown'), ['away', 'link', 'fox']);
  assert.deepEqual(await find('hound'), ['dog']);
  assert.deepEqual(names(await search({ sender: 'me' })), []);
  await api.call('DELETE', `/v1/accounts/${other.accountID}`);
  assert.deepEqual(await find('brown'), ['link', 'fox']);
});

test('everything at once: chats by title, groups by people, messages', async () => {
  const { results } = await api.get<SearchResults>('/v1/search?query=garden');
  assert.deepEqual(
    results.chats.map(({ title }) => title),
    ['Garden'],
  );
  const people = await api.get<SearchResults>('/v1/search?query=ann');
  assert.deepEqual(
    people.results.in_groups.map(({ title }) => title),
    ['Garden'],
  );
  const messages = await api.get<SearchResults>('/v1/search?query=fox');
  assert.deepEqual(names(messages.results.messages), ['fox']);
  assert.equal((await api.call('GET', '/v1/search?query=')).status, 422);
});

test('what cannot be asked for is refused', async () => {
  for (const query of ['limit=201', 'cursor=nonsense', 'dateAfter=yesterday', 'chatType=crowd', 'mediaTypes=smell']) {
    const { status, body } = await api.call<Failure>('GET', `/v1/messages/search?${query}`);
    assert.equal(status, 422, query);
    assert.equal(body.code, 'VALIDATION_ERROR');
  }
  assert.equal((await api.call('GET', '/v1/messages/search?limit=200')).status, 200);
});

test('focus: there is no window, and what is not there is said', async () => {
  for (const body of [undefined, {}, { chatID: garden.id }, { chatID: garden.localChatID, draftText: 'hi' }])
    assert.deepEqual(await api.post('/v1/focus', body), { success: false });
  assert.equal((await api.call('POST', '/v1/focus', { chatID: '!nothing:x' })).status, 404);
  assert.equal((await api.call('POST', '/v1/focus', { chatID: garden.id, messageID: '1' })).status, 404);
  await eventually(
    () => api.call('POST', '/v1/focus', { chatID: garden.id, messageID: 'fox' }),
    ({ status }) => status === 200,
  );
});
