import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import {
  accountOf,
  answer,
  bridge,
  command,
  finish,
  listAccounts,
  readLogin,
  startLogin,
  submitStep,
} from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

// What is shown stays long enough for a reader on a slow machine to see each of it.
const { api } = await startTestServer(
  { after },
  { env: { PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ stepMs: 600, replyMs: 10 }) } },
);

/** The display of the current step. @throws Error when it shows nothing of that kind */
function displayOf({ status, currentStep }: LoginSession) {
  assert.equal(status, 'waiting_for_display');
  assert.ok(currentStep?.type === 'display_and_wait', JSON.stringify(currentStep));
  return currentStep.display;
}

test('a form: what is asked, and the account that comes of it', async () => {
  const session = await startLogin(api, 'form');
  assert.equal(session.status, 'waiting_for_input');
  assert.equal(session.bridgeID, 'local-sandbox');
  const step = session.currentStep;
  assert.ok(step?.type === 'user_input');
  assert.equal(step.instructions, 'Sign in to the sandbox.');
  assert.deepEqual(
    step.fields.map(({ id, type, optional }) => [id, type, optional ?? false]),
    [
      ['username', 'username', false],
      ['password', 'password', false],
      ['status', 'select', true],
      ['fullName', 'text', true],
    ],
  );
  const done = await answer(api, session, { username: 'form-user', password: 'any' });
  assert.equal(done.status, 'complete');
  assert.equal(done.currentStep, undefined);
  const { accountID, loginID } = accountOf(done);
  assert.deepEqual([done.accountID, done.loginID], [accountID, loginID]);
  assert.deepEqual(done.login?.accountIDs, [accountID]);
  assert.deepEqual((await readLogin(api, session)).account?.accountID, accountID);
  assert.ok((await listAccounts(api)).some((account) => account.accountID === accountID));
});

test('without a flow the first one is taken, and the body may be empty or missing', async () => {
  for (const body of [{}, undefined]) {
    const session = await api.post<LoginSession>(`${bridge}/login-sessions`, body);
    assert.equal(session.currentStep?.stepID, 'credentials');
  }
});

test('a wrong password asks again: another step, with instructions', async () => {
  const session = await startLogin(api, 'form');
  const again = await answer(api, session, { username: 'careless', password: 'wrong' });
  assert.equal(again.status, 'waiting_for_input');
  assert.notEqual(again.currentStep?.stepID, session.currentStep?.stepID);
  assert.match(again.currentStep?.instructions ?? '', /not right/);
  accountOf(await answer(api, again, { username: 'careless', password: 'right' }));
});

test('two steps: a form, then a code; three wrong codes end it', async () => {
  const session = await startLogin(api, 'code');
  const second = await answer(api, session, { username: 'two-steps', password: 'any' });
  assert.equal(second.currentStep?.stepID, 'second-factor');
  accountOf(await answer(api, second, { code: '123456' }));

  let now = await answer(api, await startLogin(api, 'code'), { username: 'guesser', password: 'any' });
  for (const code of ['1', '2', '3']) now = await answer(api, now, { code });
  assert.equal(now.status, 'failed');
  assert.equal(now.error?.code, 'bad_credentials');
  assert.match(now.error?.message ?? '', /Start again/);
  assert.equal(now.currentStep, undefined);
});

test('cookies', async () => {
  const session = await startLogin(api, 'cookies');
  assert.equal(session.status, 'waiting_for_cookies');
  const step = session.currentStep;
  assert.ok(step?.type === 'cookies');
  assert.equal(step.url, 'https://sandbox.invalid/sign-in');
  assert.deepEqual(
    step.fields.map(({ id, name, type, required }) => [id, name, type, required]),
    [
      ['session', 'session', 'cookie', true],
      ['csrf', 'x-csrf-token', 'header', false],
      ['device', 'device', 'local_storage', false],
    ],
  );
  const again = await answer(api, session, { session: 'wrong' });
  assert.match(again.currentStep?.instructions ?? '', /once more/);
  accountOf(await answer(api, again, { session: 'good', csrf: 'x' }));
});

test('a QR code rotates: the wait returns with the next code under the same step, then with the account', async () => {
  let session = await startLogin(api, 'qr');
  const codes = new Set<string>();
  const steps = new Set<string | undefined>();
  while (session.status === 'waiting_for_display') {
    const display = displayOf(session);
    assert.ok(display.type === 'qr');
    codes.add(display.data);
    steps.add(session.currentStep?.stepID);
    assert.deepEqual(displayOf(await readLogin(api, session)).type, 'qr');
    session = await answer(api, session);
  }
  assert.equal(codes.size, 3);
  assert.equal(steps.size, 1);
  assert.equal(accountOf(session).user.id, 'qr-user');
});

test('a pairing code', async () => {
  const session = await startLogin(api, 'pairing-code');
  const display = displayOf(session);
  assert.ok(display.type === 'code');
  assert.match(display.data, /^\w{4}-\w{4}$/);
  assert.equal(accountOf(await finish(api, session)).user.id, 'pairing-user');
});

test('an emoji', async () => {
  const session = await startLogin(api, 'emoji');
  const display = displayOf(session);
  assert.ok(display.type === 'emoji');
  assert.match(display.imageURL, /^data:image\/svg\+xml;base64,/);
  assert.equal(accountOf(await finish(api, session)).user.id, 'emoji-user');
});

test('nothing but a wait: the person reads at once why they wait', async () => {
  const session = await startLogin(api, 'nothing');
  assert.equal(displayOf(session).type, 'nothing');
  assert.equal(session.currentStep?.instructions, 'Confirm the sign-in on the other device.');
  assert.equal(accountOf(await finish(api, session)).user.id, 'waiting-user');
});

test('a step that takes long is told at once as a display to wait on', async () => {
  const startedAt = performance.now();
  const session = await answer(api, await startLogin(api, 'slow'), { seconds: '1' });
  assert.equal(session.currentStep?.instructions, 'The sandbox takes its time.');
  assert.equal(accountOf(await finish(api, session)).user.id, 'slow-user');
  assert.ok(performance.now() - startedAt >= 990);
});

test('two accounts: one login owns both', async () => {
  const session = await answer(api, await startLogin(api, 'two-accounts'), { username: 'double', password: 'any' });
  const { loginID } = accountOf(session);
  const owned = (await listAccounts(api)).filter((account) => account.loginID === loginID);
  assert.deepEqual(
    owned.map(({ user }) => user.id),
    ['double-home', 'double-work'],
  );
  assert.equal(new Set(owned.map(({ accountID }) => accountID)).size, 2);
  assert.deepEqual(
    session.login?.accountIDs,
    owned.map(({ accountID }) => accountID),
  );
});

test('a refusal of the network fails the session with its code and words, and no account is made', async () => {
  const before = (await listAccounts(api)).length;
  for (const code of ['bad_credentials', 'unreachable', 'refused']) {
    const failed = await answer(api, await startLogin(api, 'fails'), { code });
    assert.equal(failed.status, 'failed');
    assert.equal(failed.error?.code, code);
    assert.match(failed.error?.message ?? '', /sandbox/i);
    assert.deepEqual(await readLogin(api, failed), failed);
  }
  assert.equal((await listAccounts(api)).length, before);
});

test('a connector that crashes in the middle of a login fails the session in words', async () => {
  const form = await startLogin(api, 'form');
  const { accountID } = accountOf(await answer(api, form, { username: 'crasher', password: 'any' }));
  const session = await answer(api, await startLogin(api, 'slow'), { seconds: '60' });
  await command(api, accountID, { fault: 'throw', text: 'oops' });
  const failed = await answer(api, session);
  assert.equal(failed.status, 'failed');
  assert.equal(failed.error?.code, 'connector_crashed');
  assert.match(failed.error?.message ?? '', /failed: oops.*Start a new login session/);
});

test('a field that is missing or wrong is a 422 that names it, and the step stays', async () => {
  const session = await startLogin(api, 'form');
  const submit = (fields: Record<string, string>) =>
    submitStep<Failure>(api, session, 'credentials', { type: 'user_input', fields });
  const missing = await submit({ username: 'sam' });
  assert.equal(missing.status, 422);
  assert.equal(missing.body.code, 'VALIDATION_ERROR');
  assert.deepEqual(
    missing.body.details?.issues.map(({ code, path }) => [code, path]),
    [['missing', ['body', 'fields', 'password']]],
  );
  assert.match(missing.body.message, /Password is needed/);
  assert.equal((await submit({ username: '', password: '' })).body.details?.issues.length, 2);
  const wrong = await submit({ username: 'sam', password: 'any', status: 'sleeping' });
  assert.deepEqual(wrong.body.details?.issues[0]?.path, ['body', 'fields', 'status']);
  const long = await submit({ username: 'sam', password: 'x'.repeat(70_000) });
  assert.equal(long.body.details?.issues[0]?.code, 'too_big');
  assert.equal((await readLogin(api, session)).currentStep?.stepID, 'credentials');
});
