import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AskStep,
  type ConnectionState,
  type Host,
  type Log,
  LoginError,
  type LoginIO,
  SendError,
} from '@partyline/connector';
import createArchive from '../src/index.ts';
import { manifest } from '../src/manifest.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };
const archive = createArchive({ config: {}, log });

/** Answers one after the other, and keeps what was asked. */
function person(...names: string[]): LoginIO & { readonly asked: AskStep[] } {
  const asked: AskStep[] = [];
  return {
    asked,
    signal: new AbortController().signal,
    async ask(step) {
      asked.push(step);
      const name = names.shift();
      if (name === undefined) throw new Error('asked too often');
      return { name };
    },
    cookies: () => Promise.reject(new Error('asked for cookies')),
    show() {},
  };
}

function host(): Host & { readonly told: ConnectionState[] } {
  const told: ConnectionState[] = [];
  return {
    told,
    signal: new AbortController().signal,
    log,
    secrets: { get: async () => undefined, set: async () => undefined },
    ingest: () => Promise.reject(new Error('nothing is delivered')),
    status: (state) => void told.push(state),
  };
}

test('the name is the identity, whatever its case and spaces', async () => {
  const one = await archive.login('import', person('WhatsApp  until 2026 '));
  const other = await archive.login('import', person('whatsapp until 2026'));
  assert.equal(one.remoteID, other.remoteID);
  const [account] = one.accounts;
  assert.deepEqual([account.network, account.user.fullName], ['Archive', 'WhatsApp until 2026']);
});

test('a name that is none is asked for again, with the reason', async () => {
  const io = person(' \u202e\n', 'x'.repeat(101), 'Old phone');
  const { remoteID } = await archive.login('import', io);
  assert.equal(remoteID, 'old phone');
  assert.deepEqual(
    io.asked.slice(1).map(({ instructions }) => instructions),
    ['Give the archive a name.', 'The name is too long: it may have 100 characters.'],
  );
});

test('signing in again keeps to the archive', async () => {
  const previous = { loginID: 'l', remoteID: 'old phone', settings: {}, secrets: {} };
  const io = person('Another', 'OLD PHONE');
  assert.equal((await archive.login('import', io, previous)).remoteID, 'old phone');
  assert.match(io.asked[1]?.instructions ?? '', /another archive/);
});

test('it knows one way to sign in', async () => {
  await assert.rejects(archive.login('form', person('x')), (error) => error instanceof LoginError);
  assert.deepEqual(
    manifest.loginFlows.map(({ id }) => id),
    ['import'],
  );
});

test('it is connected at once, and a send is certainly refused, in words', async () => {
  const side = host();
  const login = { loginID: 'l', remoteID: 'x', settings: {}, secrets: {} };
  const connection = await archive.connect(login, side);
  assert.deepEqual(side.told, [{ state: 'connected' }]);
  assert.deepEqual(manifest.chatCapabilities, {});
  const refusal = (error: unknown) =>
    error instanceof SendError && error.outcome === 'certain' && !error.retriable && /archive/.test(error.message);
  await assert.rejects(connection.send({ transactionID: 't', account: 'x', chatID: 'c', text: 'hello' }), (error) =>
    refusal(error),
  );
  await connection.close();
});
