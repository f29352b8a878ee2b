/** The rules of websocket.md, one after the other. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import type { Chat, Info } from '@partyline/protocol';
import { WebSocket } from 'ws';
import { newestCursor, openSocket, refusal } from './support/live.ts';
import { command, connectedAccount, switchAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer, testToken } from './support/server.ts';

const { api, running } = await startTestServer({ after });
const { url } = running;
const { accountID } = await connectedAccount(api, 'socketed');
const bearer = { authorization: `Bearer ${testToken}` };

const witness = await openSocket({ after }, url);
await witness.subscribe(['*']);

/** Lets a contact speak; it is stored and told to others when this resolves. */
async function say(contact: string, text: string): Promise<void> {
  await command(api, accountID, { say: { contact, text } });
  await witness.until(({ entries }) => entries?.[0]?.['text'] === text);
}

/** The chat with a contact, once it has spoken. */
async function chatWith(contact: string): Promise<Chat> {
  const socket = await openSocket({ after }, url);
  await socket.subscribe(['*']);
  await say(contact, 'To be known.');
  const { chatID } = await socket.until(
    ({ type, entries }) => type === 'message.upserted' && entries?.[0]?.['senderID'] === contact,
  );
  const chat = await socket.until((frame) => frame.type === 'chat.upserted' && frame.chatID === chatID);
  socket.ws.close();
  const [entry] = chat.entries ?? [];
  // Frames are checked against the schema when they come.
  return entry as Chat;
}
const herald = await chatWith('herald');
const echo = await chatWith('echo');

test('ready comes first, and nothing is subscribed', async (t) => {
  const socket = await openSocket(t, url);
  const ready = await socket.until(() => true);
  assert.deepEqual(ready, { type: 'ready', version: 1, chatIDs: [], app: { state: false } });
  await say('herald', 'Nobody listens.');
  const answer = await socket.subscribe([]);
  assert.deepEqual(answer.chatIDs, []);
  assert.deepEqual(socket.events(), []);
});

test('GET /v1/info says where, and the address works', async (t) => {
  const { endpoints } = await api.get<Info>('/v1/info');
  const socket = await openSocket(t, endpoints.ws_events, '');
  assert.equal((await socket.until(() => true)).type, 'ready');
});

test('a command that is sent before ready was read is answered, in order, with its requestID', async (t) => {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, { headers: bearer });
  t.after(() => ws.terminate());
  const frames: { type: string; requestID?: string }[] = [];
  ws.on('message', (data) => frames.push(JSON.parse(data.toString())));
  await once(ws, 'open');
  for (const requestID of ['one', 'two', 'three']) ws.send(JSON.stringify({ type: 'subscriptions.set', requestID }));
  while (frames.length < 4) await once(ws, 'message');
  assert.deepEqual(
    frames.map(({ type, requestID }) => requestID ?? type),
    ['ready', 'one', 'two', 'three'],
  );
});

test('subscriptions are replaced, sorted, and each once; local IDs are told in full, unknown ones are kept', async (t) => {
  const socket = await openSocket(t, url);
  const first = await socket.subscribe(['!unknown:nowhere', String(herald.localChatID), herald.id, '999999']);
  assert.deepEqual(first.chatIDs, [herald.id, '!unknown:nowhere', '999999'].sort());
  await say('herald', 'first');
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'first');
  assert.deepEqual((await socket.subscribe([echo.id])).chatIDs, [echo.id]);
  await say('herald', 'not heard');
  await say('echo', 'heard');
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'heard');
  await socket.subscribe([]);
  await say('echo', 'paused');
  await socket.subscribe(['*']);
  await say('echo', 'again');
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'again');
  const texts = socket.events().filter(({ type }) => type === 'message.upserted');
  assert.deepEqual(
    texts.map(({ entries }) => entries?.[0]?.['text']),
    ['first', 'heard', 'again'],
  );
});

test('a message comes whole, in the order of change, with ISO time and IDs in the order of entries', async (t) => {
  const socket = await openSocket(t, url);
  await socket.subscribe([herald.id]);
  for (let count = 0; count < 20; count++) await say('herald', `line ${count}`);
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'line 19');
  const messages = socket.events().filter(({ type }) => type === 'message.upserted');
  const entries = messages.flatMap((frame) => frame.entries ?? []);
  assert.deepEqual(
    entries.map(({ text }) => text),
    Array.from({ length: 20 }, (_, count) => `line ${count}`),
  );
  assert.deepEqual(
    messages.flatMap(({ ids }) => ids),
    entries.map(({ id }) => id),
  );
  for (const { ts = '', chatID } of messages) {
    assert.equal(new Date(ts).toISOString(), ts);
    assert.equal(chatID, herald.id);
  }
});

test('errors have their code, keep the connection, and change nothing', async (t) => {
  const socket = await openSocket(t, url);
  await socket.subscribe([echo.id]);
  const cases: readonly [unknown, string][] = [
    ['{', 'INVALID_PAYLOAD'],
    ['', 'INVALID_PAYLOAD'],
    ['[]', 'INVALID_PAYLOAD'],
    ['null', 'INVALID_PAYLOAD'],
    ['"text"', 'INVALID_PAYLOAD'],
    [{}, 'INVALID_PAYLOAD'],
    [{ type: 7 }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.get' }, 'INVALID_COMMAND'],
    [{ type: 'subscriptions.set', chatIDs: '*' }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', chatIDs: [1] }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', chatIDs: ['*', herald.id] }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', requestID: 5, chatIDs: ['*'] }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', chatIDs: ['*'], since: 'now' }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', chatIDs: ['*'], app: { state: 'on' } }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', chatIDs: ['*'], app: { state: true, more: 1 } }, 'INVALID_PAYLOAD'],
    [{ type: 'subscriptions.set', chatIDs: ['*'], app: {} }, 'INVALID_PAYLOAD'],
  ];
  for (const [payload] of cases) socket.send(payload);
  socket.ws.send(Buffer.from('{"type":"subscriptions.set"}'), { binary: true });
  socket.send({ type: 'nonsense', requestID: 'last' });
  await socket.until(({ requestID }) => requestID === 'last');
  const errors = socket.frames.filter(({ type }) => type === 'error');
  assert.deepEqual(
    errors.map(({ code }) => code),
    [...cases.map(([, code]) => code), 'INVALID_PAYLOAD', 'INVALID_COMMAND'],
  );
  assert.equal(errors[10]?.message, "chatIDs cannot combine '*' with specific IDs");
  await say('herald', 'must not be heard');
  await say('echo', 'still there');
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'still there');
  assert.ok(socket.events().every(({ chatID }) => chatID === echo.id));
});

test('app.state is echoed, and is off again when a command does not name it', async (t) => {
  const socket = await openSocket(t, url);
  socket.send({ type: 'subscriptions.set', requestID: 'on', chatIDs: [], app: { state: true } });
  assert.deepEqual((await socket.until(({ requestID }) => requestID === 'on')).app, { state: true });
  assert.deepEqual((await socket.subscribe([])).app, { state: false });
});

test('"*" takes in chats that are new, and without since only the official types', async (t) => {
  const plain = await openSocket(t, url);
  const resuming = await openSocket(t, url, '/v1/ws?since=now');
  await plain.subscribe(['*']);
  await resuming.subscribe(['*']);
  const other = await connectedAccount(api, 'newcomer');
  await command(api, other.accountID, { say: { contact: 'silent', text: 'A chat that was not there.' } });
  await switchAccount(api, other.accountID, true);
  await untilStatus(api, other.accountID, 'disabled');
  await api.call('DELETE', `/v1/accounts/${other.accountID}`);
  await resuming.until((frame) => frame.type === 'account.deleted' && frame.accountID === other.accountID);
  await say('herald', 'the end');
  for (const socket of [plain, resuming]) await socket.until(({ entries }) => entries?.[0]?.['text'] === 'the end');
  const official = ['chat.upserted', 'chat.deleted', 'message.upserted', 'message.deleted'];
  assert.ok(plain.events().every(({ type }) => official.includes(type)));
  assert.ok(plain.events().some(({ entries }) => entries?.[0]?.['accountID'] === other.accountID));
  const statuses = resuming
    .events()
    .filter((frame) => frame.type === 'account.upserted' && frame.accountID === other.accountID)
    .map(({ entries }) => entries?.[0]?.['status']);
  assert.equal(statuses.at(-1), 'disabled');
  assert.ok(statuses.includes('connected'));
});

test('account events are for "*" only', async (t) => {
  const socket = await openSocket(t, url, '/v1/ws?since=now');
  await socket.subscribe([echo.id]);
  const other = await connectedAccount(api, 'unheard');
  await say('echo', 'after the account');
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'after the account');
  assert.ok(socket.events().every(({ accountID: id }) => id !== other.accountID));
});

test('the handshake is refused like any other request', async () => {
  const cases: readonly [string, Readonly<Record<string, string>>, number, string][] = [
    ['/v1/ws', {}, 401, 'unauthorized'],
    ['/v1/ws', { authorization: 'Bearer wrong' }, 401, 'unauthorized'],
    ['/v1/ws?ticket=wrong', bearer, 401, 'unauthorized'],
    ['/v1/ws', { ...bearer, host: 'evil.example' }, 403, 'HOST_NOT_ALLOWED'],
    ['/v1/ws', { ...bearer, origin: 'https://evil.example' }, 403, 'ORIGIN_NOT_ALLOWED'],
    ['/v1/ws?since=nonsense', bearer, 422, 'VALIDATION_ERROR'],
    ['/v1/ws?since=now&since=now', bearer, 422, 'VALIDATION_ERROR'],
    ['/v1/nothing', bearer, 404, 'NOT_FOUND'],
    ['/v1/accounts', bearer, 200, ''],
  ];
  for (const [path, headers, status, code] of cases) {
    const answer = await refusal(url, path, headers);
    assert.equal(answer.status, status, path);
    assert.ok('x-beeper-desktop-version' in answer.headers, path);
    if (status !== 200) assert.equal(answer.body.code, code);
  }
  const plain = await api.call<{ code: string }>('GET', '/v1/ws');
  assert.deepEqual([plain.status, plain.body.code], [400, 'MALFORMED_REQUEST']);
});

test('a token is taken in either header, and every answer bears the version', async (t) => {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, { headers: { 'x-beeper-access-token': testToken } });
  t.after(() => ws.terminate());
  const [response] = await once(ws, 'upgrade');
  assert.equal(response.statusCode, 101);
  assert.match(response.headers['x-beeper-desktop-version'], /^\d/);
  assert.equal(response.headers['sec-websocket-extensions'], undefined);
});

test('a ticket lets a browser in once, with the rights of who asked for it', async (t) => {
  const { ticket, expiresAt } = await api.post<{ ticket: string; expiresAt: string }>('/v1/ws/tickets');
  const left = Date.parse(expiresAt) - Date.now();
  assert.ok(left > 20_000 && left <= 30_000, String(left));
  const socket = await openSocket(t, url, `/v1/ws?ticket=${ticket}&since=now`, { origin: 'http://localhost:5173' });
  await socket.subscribe(['*']);
  await say('herald', 'by ticket');
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'by ticket');
  const again = await refusal(url, `/v1/ws?ticket=${ticket}`, {});
  assert.deepEqual([again.status, /POST \/v1\/ws\/tickets/.test(again.body.message)], [401, true]);
  assert.equal((await fetch(new URL('/v1/ws/tickets', url), { method: 'POST' })).status, 401);
});

test('a frame above 64 KiB ends the connection with 1009', async (t) => {
  const socket = await openSocket(t, url);
  socket.send({ type: 'subscriptions.set', requestID: 'x'.repeat(65 * 1024) });
  assert.equal((await socket.closed).code, 1009);
});

test('a request to upgrade to something else is answered as if it had not asked', async () => {
  const { request } = await import('node:http');
  const asked = request(new URL('/v1/info', url), { headers: { connection: 'upgrade', upgrade: 'h2c' } }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  assert.equal(response.statusCode, 200);
});

test('while nothing is subscribed, a connection with since keeps its place', async (t) => {
  const since = await newestCursor(api);
  await say('herald', 'while away');
  const socket = await openSocket(t, url, `/v1/ws?since=${since}`);
  assert.equal((await socket.until(() => true)).cursor, since);
  await socket.subscribe([]);
  await say('herald', 'still away');
  await socket.subscribe(['*']);
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'still away');
  await socket.subscribe([]);
  await say('herald', 'paused');
  await socket.subscribe(['*']);
  await socket.until(({ entries }) => entries?.[0]?.['text'] === 'paused');
  const texts = socket.events().filter(({ type }) => type === 'message.upserted');
  assert.deepEqual(
    texts.map(({ entries }) => entries?.[0]?.['text']),
    ['while away', 'still away', 'paused'],
  );
});

test('a server that stops closes with 1000, and at once', async (t) => {
  const server = await startTestServer(t);
  const sockets = await Promise.all([1, 2, 3].map(() => openSocket(t, server.running.url)));
  await sockets[0]?.subscribe(['*']);
  const startedAt = performance.now();
  await server.running.close();
  assert.ok(performance.now() - startedAt < 2_900, 'before the time for answers under way is over');
  for (const { closed } of sockets) assert.equal((await closed).code, 1000);
});
