import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import { pino } from 'pino';
import { openAccountBook } from '../src/accounts/account-book.ts';
import { builtInBridges } from '../src/accounts/bridge-definitions.ts';
import { createCompletion } from '../src/accounts/login-sessions/completion.ts';
import { createLiveSessions } from '../src/accounts/login-sessions/live-sessions.ts';
import { createLoginSessions } from '../src/accounts/login-sessions/login-sessions.ts';
import { sessionRows } from '../src/accounts/login-sessions/session-rows.ts';
import { runConnector } from '../src/runtime/running-connector.ts';
import { openStore } from '../src/store/store.ts';
import { openVault } from '../src/vault/vault.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder } from './support/server.ts';

const definitions = builtInBridges({ sandbox: true, sandboxConfig: { stepMs: 150 } });

/** The sessions alone, on a real store and the real sandbox: only here can their patience be short. */
async function sessionsWith(t: TestContext, patienceMs: number, dataDir = temporaryFolder(t)) {
  const bridge = definitions.find(({ id }) => id === 'local-sandbox');
  assert.ok(bridge);
  const store = await openStore(dataDir);
  const vault = await openVault(store, Buffer.alloc(32, 1));
  const book = await openAccountBook(store, new Map(definitions.map((definition) => [definition.id, definition])));
  const log = pino({ level: 'silent' });
  const connector = runConnector({
    displayName: 'Sandbox',
    module: bridge.module,
    config: bridge.config,
    memoryMB: 64,
    maxPauseMs: 100,
    log: () => {},
    onOutput: () => {},
    onCrash: () => {},
  });
  // Loads the connector, which is not to count as somebody's time: nobody has this login, so the command is refused.
  await connector.control('nobody', {}).catch(() => undefined);
  const rows = sessionRows(store, vault);
  const live = createLiveSessions({
    rows,
    book,
    vault,
    log,
    connectors: new Map([[bridge.id, connector]]),
    patienceMs,
    write: (job) => store.write(job),
    complete: createCompletion({ rows, book, vault, connect: async () => {} }),
  });
  const sessions = createLoginSessions({ rows, book, live, patienceMs });
  const stop = async () => {
    await live.stop();
    await connector.stop();
    await store.close();
  };
  let stopped: Promise<void> | undefined;
  const stopOnce = () => (stopped ??= stop());
  t.after(stopOnce);
  const kept = () => rowsOf(dataDir, "select name from secrets where subject like 'session/%'");
  const stored = (id: string) => rowsOf(dataDir, 'select state from login_sessions where id = ?', id)[0]?.['state'];
  const get = ({ loginSessionID }: LoginSession) => sessions.get('owner', bridge, loginSessionID);
  const start = (flow: string) => sessions.create('owner', bridge, flow, undefined);
  const submit = ({ loginSessionID, currentStep }: LoginSession, fields: Record<string, string>) => {
    const type = currentStep?.type === 'display_and_wait' ? 'display_and_wait' : 'user_input';
    return sessions.submit('owner', bridge, loginSessionID, currentStep?.stepID ?? '', { type, fields });
  };
  return { sessions, live, dataDir, start, submit, get, kept, stored, book, stop: stopOnce };
}

/** Ends the time of every session, as if the server had been off for long. */
function timeGoesBy(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  database.exec('update login_sessions set expires_at = 1');
  database.close();
}

const credentials = { username: 'sam', password: 'any' };

test('a session that nobody goes on with fails as timed out, and forgets its answers', async (t) => {
  const { start, submit, get, kept, stored } = await sessionsWith(t, 1_000);
  const session = await submit(await start('code'), credentials);
  assert.equal(session.currentStep?.stepID, 'second-factor');
  assert.equal(kept().length, 1);
  // Ends by itself, without anybody looking.
  await eventually(
    () => stored(session.loginSessionID),
    (state) => state === 'failed',
  );
  const ended = await get(session);
  assert.equal(ended.status, 'failed');
  assert.equal(ended.error?.code, 'timed_out');
  assert.match(ended.error?.message ?? '', /Start a new one/);
  assert.deepEqual(kept(), []);
});

test('who waits on a display when the time is over is told', async (t) => {
  const { start, submit } = await sessionsWith(t, 1_000);
  const session = await submit(await start('slow'), { seconds: '600' });
  const startedAt = performance.now();
  const ended = await submit(session, {});
  assert.equal(ended.error?.code, 'timed_out');
  assert.ok(performance.now() - startedAt < 10_000, 'long before the answer to a wait is due');
});

test('each answer gives the session its whole time again', async (t) => {
  const { start, submit, dataDir } = await sessionsWith(t, 60_000);
  const limit = (id: string) =>
    Number(rowsOf(dataDir, 'select expires_at from login_sessions where id = ?', id)[0]?.['expires_at']);
  const session = await start('code');
  const before = limit(session.loginSessionID);
  await eventually(Date.now, (now) => now > before - 60_000 + 20);
  await submit(session, credentials);
  assert.ok(limit(session.loginSessionID) >= before + 20);
});

test('a session whose time went by while the server was off has failed', async (t) => {
  const first = await sessionsWith(t, 60_000);
  const session = await first.submit(await first.start('code'), credentials);
  await first.stop();
  timeGoesBy(first.dataDir);
  const second = await sessionsWith(t, 60_000, first.dataDir);
  assert.equal(second.stored(session.loginSessionID), 'open');
  assert.equal((await second.get(session)).error?.code, 'timed_out');
  assert.deepEqual(second.kept(), []);
});

test('the server clears away what ran out of time while it was off, though nobody asks', async (t) => {
  const first = await sessionsWith(t, 60_000);
  const session = await first.submit(await first.start('code'), credentials);
  await first.stop();
  timeGoesBy(first.dataDir);
  const second = await sessionsWith(t, 60_000, first.dataDir);
  assert.notDeepEqual(second.kept(), []);
  await second.live.start();
  assert.equal(second.stored(session.loginSessionID), 'failed');
  assert.deepEqual(second.kept(), []);
});

test('a new session clears away those whose time is over, so that they do not count', async (t) => {
  const first = await sessionsWith(t, 60_000);
  const session = await first.submit(await first.start('code'), credentials);
  await first.stop();
  timeGoesBy(first.dataDir);
  const second = await sessionsWith(t, 60_000, first.dataDir);
  await second.start('form');
  assert.equal(second.stored(session.loginSessionID), 'failed');
  assert.deepEqual(second.kept(), []);
});
