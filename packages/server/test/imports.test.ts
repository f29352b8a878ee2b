import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Account, ImportResult, LoginSession, Message, MessagePage } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatEvents, listChats, readChat, upload } from './support/chats.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer, testToken } from './support/server.ts';
import { tokenWith } from './support/tokens.ts';

const { api, running, dataDir } = await startTestServer({ after });
const bridge = '/v1/bridges/local-archive';

async function archive(name: string): Promise<Account> {
  const session = await api.post<LoginSession>(`${bridge}/login-sessions`, { flowID: 'import' });
  const stepID = session.currentStep?.stepID ?? '';
  const done = await api.post<LoginSession>(`${bridge}/login-sessions/${session.loginSessionID}/steps/${stepID}`, {
    type: 'user_input',
    fields: { name },
  });
  assert.ok(done.account);
  return done.account;
}

const pathOf = ({ accountID }: Pick<Account, 'accountID'>) => `/v1/accounts/${accountID}/imports`;
const take = (account: Account, body: unknown) => api.post<ImportResult>(pathOf(account), body);

async function messagesOf(chatID: string): Promise<Message[]> {
  const page = await api.get<MessagePage>(`/v1/chats/${encodeURIComponent(chatID)}/messages?limit=500`);
  return page.items.toReversed();
}

const chat = { id: '!abc:elsewhere', type: 'group', title: 'Family' } as const;
const people = {
  items: [
    { id: 'ada', fullName: 'Ada', isSelf: true },
    { id: 'ann', fullName: 'Ann', imgURL: 'mxc://elsewhere/picture' },
  ],
};
const at = (second: number) => new Date(Date.UTC(2020, 1, 3, 10, 0, second)).toISOString();
const line = (id: string, second: number, more: Partial<Message> = {}) => ({
  id,
  timestamp: at(second),
  senderID: 'ann',
  senderName: 'Ann',
  text: `text of ${id}`,
  ...more,
});

test('the archive is a bridge and an account like others', async () => {
  const { items } = await api.get<{ items: { id: string; displayName: string }[] }>('/v1/bridges');
  assert.ok(items.some(({ id, displayName }) => id === 'local-archive' && displayName === 'Archive'));
  const account = await archive('Like others');
  const connected = await eventually(
    () => api.get<Account>(`/v1/accounts/${account.accountID}`),
    ({ status }) => status === 'connected',
  );
  assert.deepEqual([connected.network, connected.user.fullName], ['Archive', 'Like others']);
  assert.equal((await archive('LIKE others')).accountID, account.accountID);
});

test('messages stand as they were said: order, senders, replies, edits, reactions; nothing is unread', async () => {
  const account = await archive('As it was');
  const { chatID, missing } = await take(account, {
    chat: { ...chat, participants: people },
    messages: [
      line('m1', 1, { reactions: [{ id: 'r', reactionKey: '👍', participantID: 'ada' }] }),
      line('m2', 2, { senderID: 'ada', senderName: 'Ada', isSender: true, linkedMessageID: 'm1' }),
      line('m3', 2, { text: '<b>now</b><script>no</script>', editedTimestamp: at(9) }),
      line('m4', 4, { isDeleted: true }),
      line('m5', 5, { mentions: ['ada'] }),
    ],
  });
  assert.deepEqual(missing, ['m1', 'm2', 'm3', 'm4', 'm5']);
  const found = await messagesOf(chatID);
  assert.deepEqual(
    found.map(({ timestamp, senderID, senderName, isSender }) => [timestamp, senderID, senderName, isSender]),
    [
      [at(1), 'ann', 'Ann', false],
      [at(2), 'ada', 'Ada', true],
      [at(2), 'ann', 'Ann', false],
      [at(4), 'ann', 'Ann', false],
      [at(5), 'ann', 'Ann', false],
    ],
  );
  assert.deepEqual(
    found.map(({ text }) => text),
    ['text of m1', 'text of m2', '<b>now</b>', undefined, 'text of m5'],
  );
  const [first, second, third, fourth] = found;
  assert.equal(first?.reactions?.[0]?.reactionKey, '👍');
  assert.equal(second?.linkedMessageID, first?.id);
  assert.equal(third?.editedTimestamp, at(9));
  assert.equal(fourth?.isDeleted, true);
  assert.ok(found.every(({ isUnread }) => isUnread !== true));
  const view = await readChat(api, chatID);
  assert.deepEqual([view.title, view.unreadCount, view.unreadMentionsCount, view.isReadOnly], ['Family', 0, 0, true]);
  assert.equal(view.lastActivity, at(5));
  assert.deepEqual(view.participants.items, [
    { id: 'ada', fullName: 'Ada', isSelf: true },
    { id: 'ann', fullName: 'Ann' },
  ]);
  const sent = await api.call<Failure>('POST', `/v1/chats/${encodeURIComponent(chatID)}/messages`, { text: 'hello' });
  assert.deepEqual([sent.status, sent.body.code], [422, 'NOT_SUPPORTED']);
});

test('the same again changes nothing and tells nobody; what was done to a message since is taken', async () => {
  const account = await archive('Twice');
  const body = { chat: { ...chat, participants: people }, messages: [line('m1', 1), line('m2', 2)] };
  const { chatID } = await take(account, { ...body, messages: body.messages.slice(0, 1) });
  assert.deepEqual((await take(account, body)).missing, ['m2']);
  const before = { messages: await messagesOf(chatID), events: chatEvents(dataDir, chatID) };
  assert.deepEqual((await take(account, body)).missing, []);
  assert.deepEqual({ messages: await messagesOf(chatID), events: chatEvents(dataDir, chatID) }, before);
  await take(account, {
    chat,
    messages: [line('m1', 1, { text: 'edited', editedTimestamp: at(30) }), line('m2', 2, { isDeleted: true })],
  });
  const [one, two] = await messagesOf(chatID);
  assert.deepEqual([one?.text, one?.editedTimestamp, two?.isDeleted], ['edited', at(30), true]);
});

test('a dry run tells what is missing and makes nothing', async () => {
  const account = await archive('Dry');
  const body = { chat, messages: [line('m1', 1)], dryRun: true };
  assert.deepEqual((await take(account, body)).missing, ['m1']);
  assert.deepEqual((await listChats(api, { accountIDs: account.accountID })).items, []);
});

test('a file is its message’s: it is kept, and goes with the archive', async () => {
  const account = await archive('Files');
  const picture = new TextEncoder().encode('not really a picture');
  const { uploadID, srcURL } = await upload(running.url, testToken, picture, 'holiday.txt');
  const file = { type: 'unknown', uploadID, fileName: 'holiday.txt', fileSize: picture.length };
  const missing = { type: 'img', fileName: 'lost.png' };
  const { chatID } = await take(account, { chat, messages: [line('m1', 1)] });
  await take(account, { chat, messages: [{ ...line('m2', 2), attachments: [file, missing] }] });
  const [, message] = await messagesOf(chatID);
  const [first, second] = message?.attachments ?? [];
  assert.deepEqual([first?.fileName, second?.fileName], ['holiday.txt', 'lost.png']);
  const serve = (url = '') =>
    fetch(new URL(`/v1/assets/serve?url=${encodeURIComponent(url)}`, running.url), {
      headers: { authorization: `Bearer ${testToken}` },
    });
  assert.equal(await (await serve(first?.srcURL)).text(), 'not really a picture');
  const lost = await serve(second?.srcURL);
  assert.equal(lost.status, 502);
  assert.match(await lost.text(), /was not among what was imported/);
  const row = () => rowsOf(dataDir, 'select kept, account_id from media where id = ?', uploadID);
  assert.deepEqual(
    row().map(({ kept, account_id }) => [kept, account_id]),
    [[1, account.accountID]],
  );
  const taken = await api.call<Failure>('POST', pathOf(await archive('Other files')), {
    chat,
    messages: [{ ...line('m1', 1), attachments: [file] }],
  });
  assert.equal(taken.status, 404, 'what belongs to one archive is not given to another');
  assert.ok(existsSync(fileURLToPath(srcURL)));
  assert.equal((await api.call('DELETE', `/v1/accounts/${account.accountID}`)).status, 204);
  assert.deepEqual(row(), []);
});

test('only archives take imports, only from the owner, and only what can be kept', async () => {
  const sandbox = await connectedAccount(api, 'no-archive');
  const wrong = await api.call<Failure>('POST', pathOf(sandbox), { chat, messages: [line('m1', 1)] });
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'NOT_SUPPORTED']);
  assert.match(wrong.body.message, /local-archive/);
  assert.equal((await api.call('POST', pathOf({ accountID: 'local-archive_none' }), { chat })).status, 404);
  const account = await archive('Held');
  const { api: held } = await tokenWith(api, running.url, { accountIDs: [account.accountID] });
  assert.equal((await held.call('POST', pathOf(account), { chat })).status, 403);
  const { api: reader } = await tokenWith(api, running.url, undefined, ['read']);
  assert.equal((await reader.call('POST', pathOf(account), { chat })).status, 403);
  const timeless = await api.call<Failure>('POST', pathOf(account), {
    chat,
    messages: [{ ...line('m1', 1), timestamp: 'yesterday' }],
  });
  assert.deepEqual(timeless.body.details?.issues[0]?.path, ['body', 'messages', '0', 'timestamp']);
  const many = Array.from({ length: 501 }, (_, index) => line(`m${index}`, 1));
  assert.equal((await api.call('POST', pathOf(account), { chat, messages: many })).status, 422);
  assert.deepEqual((await listChats(api, { accountIDs: account.accountID })).items, []);
});

test('batches that come at once are taken one after the other', async () => {
  const account = await archive('At once');
  const messages = Array.from({ length: 50 }, (_, index) => line(`m${index}`, index));
  const results = await Promise.all([1, 2, 3].map(() => take(account, { chat, messages })));
  assert.equal(
    results.reduce((sum, { missing }) => sum + missing.length, 0),
    50,
  );
  const [result] = results;
  assert.equal((await messagesOf(result?.chatID ?? '')).length, 50);
});
