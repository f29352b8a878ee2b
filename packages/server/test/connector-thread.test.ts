import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ConnectionError, type JsonObject, type Login, type LoginResult } from '@partyline/connector';
import { ConnectorCrash } from '../src/runtime/connector-thread.ts';
import { type ConnectionHandlers, runConnector } from '../src/runtime/running-connector.ts';
import { eventually } from './support/eventually.ts';

function odd(t: TestContext, config: JsonObject = {}) {
  const crashes: { error: ConnectorCrash; at: number }[] = [];
  const printed: string[] = [];
  const logged: unknown[] = [];
  const connector = runConnector({
    displayName: 'Odd',
    module: new URL('./fixtures/odd-connector.ts', import.meta.url).href,
    config,
    memoryMB: 64,
    maxPauseMs: 60_000,
    watchdog: { everyMs: 20, patienceMs: 600 },
    log: (level, message, fields) => logged.push([level, message, fields]),
    onOutput: (line) => printed.push(line),
    onCrash: (error) => crashes.push({ error, at: performance.now() }),
  });
  t.after(() => connector.stop());
  const crashed = (count = 1) =>
    eventually(
      () => crashes.length,
      (now) => now >= count,
    );
  return { connector, crashes, printed, logged, crashed };
}

const forever = new AbortController().signal;
const login: Login = { loginID: 'l', remoteID: 'r', settings: {}, secrets: {} };
const handlers = (more: Partial<ConnectionHandlers> = {}): ConnectionHandlers => ({
  ingest: async () => {},
  status: () => {},
  getSecret: async () => undefined,
  setSecret: async () => {},
  crashed: () => {},
  ...more,
});

function signIn({ connector }: ReturnType<typeof odd>, flowID: string): Promise<LoginResult> {
  const ask = async () => ({ answer: 'somebody' });
  return connector.login(flowID, undefined, { ask, cookies: ask, show: () => {} }, forever);
}

test('contract 5: a connector cannot hurt the house: it sees nothing of the environment', async (t) => {
  process.env['PARTYLINE_CANARY'] = 'secret of the environment';
  t.after(() => delete process.env['PARTYLINE_CANARY']);
  const { settings } = await signIn(odd(t), 'plain');
  // Where compiled code is kept is all a thread may know.
  const { NODE_COMPILE_CACHE: _, ...rest } = JSON.parse(String(settings['environment']));
  assert.deepEqual(rest, {});
});

test('what a connector prints and logs is handed on', async (t) => {
  const thread = odd(t);
  await signIn(thread, 'prints');
  await signIn(thread, 'logs');
  await eventually(
    () => thread.printed,
    (lines) => lines.includes('printed by a connector'),
  );
  assert.deepEqual(thread.logged, [['warn', 'told', { number: 1 }]]);
});

for (const [what, text] of [
  ['throw', /^The Odd connector failed: thrown on command\. It is being started again\.$/],
  ['exit', /^The Odd connector ended by itself \(code 3\)/],
  ['loop', /^The Odd connector stopped answering and was ended/],
] as const) {
  test(`contract 5: a connector cannot hurt the house: when told to ${what}, its connections hear of it and it starts again`, async (t) => {
    const { connector, crashes, crashed } = odd(t);
    const heard = Promise.withResolvers<ConnectorCrash>();
    const connection = await connector.connect(login, handlers({ crashed: heard.resolve }), forever);
    await connector.control('l', { do: what }).catch(() => undefined);
    const error = await heard.promise;
    assert.match(error.message, text);
    await crashed();
    assert.equal(crashes.length, 1);
    await assert.rejects(connection.send({ transactionID: 't', account: 'r', chatID: 'c', text: 'x' }));
    const { open } = await connector.control('l', {});
    assert.equal(open, 0, 'another thread');
    assert.equal(crashes.length, 1);
  });
}

test('closing a connection whose thread is gone is done at once', async (t) => {
  const { connector, crashed } = odd(t);
  const heard = Promise.withResolvers<unknown>();
  const connection = await connector.connect(login, handlers({ crashed: heard.resolve }), forever);
  await connector.control('l', { do: 'throw' });
  await heard.promise;
  await crashed();
  const startedAt = performance.now();
  await connection.close();
  assert.ok(performance.now() - startedAt < 100, `${performance.now() - startedAt} ms`);
});

test('a connector that cannot start is tried again with growing pauses, and each caller is told', async (t) => {
  const { connector, crashes } = odd(t, { odd: 'throws at the start' });
  for (let round = 0; round < 3; round++)
    await assert.rejects(connector.control('l', {}), { name: 'ConnectorCrash', message: /failed: cannot be made/ });
  const [first, second, third] = crashes.map(({ at }) => at);
  assert.ok((second ?? 0) - (first ?? 0) >= 245, 'a pause of half a second, less jitter');
  assert.ok((third ?? 0) - (second ?? 0) >= 495, 'a pause of a second, less jitter');
});

test('stopping does not wait for the pause after a crash', async (t) => {
  const { connector, crashed } = odd(t);
  await connector.control('l', { do: 'throw' });
  await crashed();
  const waiting = connector.control('l', {});
  const startedAt = performance.now();
  await Promise.all([connector.stop(), assert.rejects(waiting, ConnectorCrash)]);
  assert.ok(performance.now() - startedAt < 150, `${performance.now() - startedAt} ms`);
});

test('a connection that comes although nobody wants it any more is closed', async (t) => {
  const { connector } = odd(t);
  const abortion = new AbortController();
  const connecting = connector.connect({ ...login, remoteID: 'deaf' }, handlers(), abortion.signal);
  await connector.control('l', {});
  abortion.abort(new Error('too late'));
  await assert.rejects(connecting, /too late/);
  // The connector is deaf for 50 ms, and then opens its connection.
  const again = await connector.connect({ ...login, remoteID: 'deaf' }, handlers(), forever);
  assert.deepEqual(await connector.control('l', {}), { open: 1 });
  await again.close();
  assert.deepEqual(await connector.control('l', {}), { open: 0 });
});

test('contract 5: a connector cannot hurt the house: talk without end stays in its thread', async (t) => {
  const { connector, logged, crashed } = odd(t);
  await connector.control('l', { do: 'talk' });
  await crashed();
  assert.ok(logged.length > 0 && logged.length <= 5_000, String(logged.length));
});

test('contract 5: a connector cannot hurt the house: what is no call of ours is ignored', async (t) => {
  const { connector, crashes } = odd(t);
  await connector.control('l', { do: 'post' });
  assert.deepEqual(await connector.control('l', {}), { open: 0 });
  assert.equal(crashes.length, 0);
});

test('contract 5: a connector cannot hurt the house: a state that nobody knows is a lost connection', async (t) => {
  const { connector } = odd(t);
  const told: unknown[] = [];
  const status: ConnectionHandlers['status'] = (state) => told.push(state.state);
  await connector.connect({ ...login, remoteID: 'tells oddly' }, handlers({ status }), forever);
  await eventually(
    () => told,
    (states) => states.length === 2,
  );
  assert.deepEqual(told, ['lost', 'connected']);
  const refused = connector.connect({ ...login, remoteID: 'refuses oddly' }, handlers(), forever);
  await assert.rejects(refused, (error) => error instanceof ConnectionError && error.state.state === 'lost');
});
