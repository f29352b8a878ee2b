import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import {
  accountOf,
  answer,
  bridge,
  finish,
  listAccounts,
  readLogin,
  startLogin,
  submitStep,
} from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });

const credentials = (username: string) => ({ type: 'user_input', fields: { username, password: 'any' } });

test('the same submit side by side is one submit', async () => {
  const session = await startLogin(api, 'code');
  const answers = await Promise.all(
    [1, 2, 3].map(() => submitStep(api, session, 'credentials', credentials('repeats'))),
  );
  for (const { status, body } of answers) {
    assert.equal(status, 200);
    assert.equal(body.currentStep?.stepID, 'second-factor');
  }
});

test('the same submit later tells how things stand', async () => {
  const session = await startLogin(api, 'code');
  await submitStep(api, session, 'credentials', credentials('later'));
  const again = await submitStep(api, session, 'credentials', credentials('later'));
  assert.equal(again.status, 200);
  assert.equal(again.body.currentStep?.stepID, 'second-factor');
  const code = { type: 'user_input', fields: { code: '123456' } };
  const { accountID } = accountOf((await submitStep(api, session, 'second-factor', code)).body);
  const afterwards = await submitStep(api, session, 'second-factor', code);
  assert.equal(afterwards.status, 200);
  assert.equal(accountOf(afterwards.body).accountID, accountID);
  assert.equal((await listAccounts(api)).filter(({ user }) => user.id === 'later').length, 1);
});

test('other values for a step that was answered are a conflict, and change nothing', async () => {
  const session = await startLogin(api, 'code');
  await submitStep(api, session, 'credentials', credentials('first'));
  const other = await submitStep<Failure>(api, session, 'credentials', credentials('second'));
  assert.equal(other.status, 409);
  assert.equal(other.body.code, 'CONFLICT');
  assert.equal(other.headers.get('x-should-retry'), 'false');
  const done = await submitStep(api, session, 'second-factor', { type: 'user_input', fields: { code: '123456' } });
  assert.equal(accountOf(done.body).user.id, 'first');
});

test('other values side by side: one is taken, the other is a conflict', async () => {
  const session = await startLogin(api, 'code');
  const answers = await Promise.all(
    ['one', 'other'].map((username) => submitStep(api, session, 'credentials', credentials(username))),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
});

test('a display that is gone can still be waited on: the answer tells how things stand', async () => {
  const session = await answer(api, await startLogin(api, 'slow'), { seconds: '0' });
  const done = await finish(api, session);
  assert.equal(done.status, 'complete');
  const again = await submitStep(api, session, 'wait', { type: 'display_and_wait' });
  assert.equal(again.status, 200);
  assert.equal(again.body.status, 'complete');
});

test('two waits on one display both return when it changes', async () => {
  const session = await startLogin(api, 'qr');
  const both = await Promise.all([1, 2].map(() => submitStep(api, session, 'scan', { type: 'display_and_wait' })));
  for (const { status, body } of both) {
    assert.equal(status, 200);
    assert.notDeepEqual(body.currentStep, session.currentStep);
  }
});

test('an unknown step, session, flow or bridge is not found', async () => {
  const session = await startLogin(api, 'form');
  const attempts = [
    submitStep<Failure>(api, session, 'no-such-step', credentials('x')),
    submitStep<Failure>(api, { ...session, loginSessionID: 'ls_none' }, 'credentials', credentials('x')),
    api.call<Failure>('GET', `${bridge}/login-sessions/ls_none`),
    api.call<Failure>('DELETE', `${bridge}/login-sessions/ls_none`),
    api.call<Failure>('POST', `${bridge}/login-sessions`, { flowID: 'no-such-flow' }),
    api.call<Failure>('POST', '/v1/bridges/no-such-bridge/login-sessions', {}),
  ];
  for (const { status, body } of await Promise.all(attempts)) {
    assert.equal(status, 404);
    assert.match(body.message, /not found/);
  }
});

test('a session is only found under its own bridge', async () => {
  const session = await startLogin(api, 'form');
  const elsewhere = `/v1/bridges/local-irc/login-sessions/${session.loginSessionID}`;
  const answers = await Promise.all([
    api.call('GET', elsewhere),
    api.call('DELETE', elsewhere),
    api.call('POST', `${elsewhere}/steps/credentials`, credentials('x')),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 404, 404],
  );
  assert.equal((await readLogin(api, session)).status, 'waiting_for_input');
});

test('a submit of another type than the step is a conflict', async () => {
  const session = await startLogin(api, 'form');
  for (const type of ['cookies', 'display_and_wait']) {
    const refused = await submitStep<Failure>(api, session, 'credentials', {
      type,
      fields: { username: 'x', password: 'y' },
    });
    assert.equal(refused.status, 409, type);
    assert.match(refused.body.message, /of type user_input/);
  }
  const unknown = await submitStep<Failure>(api, session, 'credentials', { type: 'guess' });
  assert.equal(unknown.status, 422);
  assert.deepEqual(unknown.body.details?.issues[0]?.path, ['body', 'type']);
});

test('two sessions that sign in to one new identity at once make one account', async () => {
  const sessions = await Promise.all([1, 2, 3].map(() => startLogin(api, 'form')));
  const done = await Promise.all(
    sessions.map((session) => submitStep<LoginSession>(api, session, 'credentials', credentials('triplet'))),
  );
  const ids = new Set(done.map(({ body }) => accountOf(body).accountID));
  assert.equal(ids.size, 1);
  assert.equal((await listAccounts(api)).filter(({ user }) => user.id === 'triplet').length, 1);
});
