import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { rowsOf } from './support/database.ts';
import { answer, bridge, cancelLogin, listAccounts, readLogin, startLogin, submitStep } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir } = await startTestServer({ after });

async function expectCancelled(session: LoginSession): Promise<void> {
  const { status, body } = await cancelLogin(api, session);
  assert.equal(status, 200);
  assert.deepEqual(body, { bridgeID: 'local-sandbox', loginSessionID: session.loginSessionID, status: 'cancelled' });
  const now = await readLogin(api, session);
  assert.equal(now.status, 'cancelled');
  assert.equal(now.currentStep, undefined);
}

const kept = ({ loginSessionID }: LoginSession) =>
  rowsOf(dataDir, 'select name from secrets where subject = ?', `session/${loginSessionID}`);

for (const flow of ['form', 'cookies', 'qr', 'emoji', 'nothing']) {
  test(`a session can be cancelled at the first step of ${flow}`, async () => {
    await expectCancelled(await startLogin(api, flow));
  });
}

test('a session can be cancelled between two steps, and its answers are forgotten', async () => {
  const session = await answer(api, await startLogin(api, 'code'), { username: 'between', password: 'any' });
  assert.equal(kept(session).length, 1);
  await expectCancelled(session);
  assert.deepEqual(kept(session), []);
});

test('cancelling ends a wait at once, and nobody is signed in', async () => {
  const session = await answer(api, await startLogin(api, 'slow'), { seconds: '30' });
  const startedAt = performance.now();
  const waiting = answer(api, session);
  await expectCancelled(session);
  assert.equal((await waiting).status, 'cancelled');
  assert.ok(performance.now() - startedAt < 10_000);
  assert.ok((await listAccounts(api)).every(({ user }) => user.id !== 'slow-user'));
});

test('cancelling twice is fine, also side by side', async () => {
  const session = await startLogin(api, 'form');
  const answers = await Promise.all([cancelLogin(api, session), cancelLogin(api, session)]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  );
  await expectCancelled(session);
});

test('what has ended otherwise cannot be cancelled', async () => {
  const complete = await answer(api, await startLogin(api, 'form'), { username: 'complete', password: 'any' });
  const failed = await answer(api, await startLogin(api, 'fails'), { code: 'refused' });
  for (const session of [complete, failed]) {
    const { status, body } = await cancelLogin<Failure>(api, session);
    assert.equal(status, 409);
    assert.equal(body.code, 'CONFLICT');
    assert.match(body.message, new RegExp(session.status));
    assert.equal((await readLogin(api, session)).status, session.status);
  }
});

test('a submit to a cancelled session tells that it is cancelled', async () => {
  const session = await startLogin(api, 'form');
  await cancelLogin(api, session);
  const fields = { username: 'late', password: 'any' };
  const { status, body } = await submitStep(api, session, 'credentials', { type: 'user_input', fields });
  assert.equal(status, 200);
  assert.equal(body.status, 'cancelled');
  assert.ok((await listAccounts(api)).every(({ user }) => user.id !== 'late'));
});

test('submit and cancel side by side: one wins, nothing is left over, no answer is an error of the server', async () => {
  for (let round = 0; round < 10; round++) {
    const session = await startLogin(api, 'code');
    const fields = { username: `race-${round}`, password: 'any' };
    const submit = () => submitStep(api, session, 'credentials', { type: 'user_input', fields });
    const cancel = () => cancelLogin(api, session);
    const answers = await Promise.all(round % 2 === 0 ? [submit(), cancel()] : [cancel(), submit()]);
    for (const { status, text } of answers) assert.ok(status < 500, text);
    assert.equal((await readLogin(api, session)).status, 'cancelled');
    assert.deepEqual(kept(session), [], `round ${round}`);
  }
});

test('too many open sessions are refused until some end', async (t) => {
  const { api: fresh } = await startTestServer(t);
  const sessions = await Promise.all(Array.from({ length: 10 }, () => startLogin(fresh, 'form')));
  while (sessions.length < 50) sessions.push(await startLogin(fresh, 'form'));
  const refused = await fresh.call<Failure>('POST', `${bridge}/login-sessions`, {});
  assert.equal(refused.status, 429);
  assert.match(refused.body.message, /Finish or cancel some/);
  const [first] = sessions;
  assert.ok(first);
  await cancelLogin(fresh, first);
  await startLogin(fresh, 'form');
});
