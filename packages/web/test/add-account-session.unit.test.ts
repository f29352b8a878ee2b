/** A login session as the app follows it, against servers that answer in every way the contract allows. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { Partyline } from '@partyline/client';
import { createSignIn, type SignIn, type SignInState } from '../src/features/add-account/sign-in.ts';

type Answer = readonly [status: number, body: unknown];

const session = (more: object) => ({ loginSessionID: 's', bridgeID: 'b', ...more });
const input = (stepID: string, more: object = {}) =>
  session({
    status: 'waiting_for_input',
    currentStep: { type: 'user_input', stepID, fields: [{ id: 'name' }, { id: 'port', initialValue: '1' }], ...more },
  });
const shown = (data: string) =>
  session({
    status: 'waiting_for_display',
    currentStep: { type: 'display_and_wait', stepID: 'scan', display: { type: 'qr', data } },
  });
const complete = session({ status: 'complete' });
const wrong: Answer = [
  422,
  {
    message: 'Name is needed',
    code: 'VALIDATION_ERROR',
    details: { issues: [{ code: 'missing', message: 'Name is needed', path: ['body', 'fields', 'name'] }] },
  },
];

/** Gives one answer after the other. @returns what was asked, as `GET` or the step that was submitted */
async function follow(t: TestContext, answers: readonly Answer[]): Promise<{ signIn: SignIn; asked: string[] }> {
  const left = [...answers];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.method === 'GET' ? 'GET' : (request.url?.split('/').at(-1) ?? ''));
    request.resume();
    const [status, body] = left.shift() ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const api = new Partyline({ baseURL: `http://127.0.0.1:${address.port}`, accessToken: 'any' });
  const signIn = createSignIn({ api, bridgeID: 'b', loginSessionID: 's', pause: () => 1 });
  t.after(signIn.follow());
  return { signIn, asked };
}

function until({ state }: SignIn, fits: (state: SignInState) => boolean): Promise<SignInState> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(JSON.stringify(state.get()))), 10_000);
    const look = () => {
      if (!fits(state.get())) return;
      clearTimeout(late);
      stop();
      resolve(state.get());
    };
    const stop = state.subscribe(look);
    look();
  });
}

const isAt = (stepID: string) => (state: SignInState) =>
  state.kind === 'step' && !state.isBusy && state.step.stepID === stepID;

test('what the server finds wrong stands at its field', async (t) => {
  const { signIn } = await follow(t, [[200, input('one')], wrong]);
  await until(signIn, isAt('one'));
  await signIn.submit({ name: '', port: '1' });
  const state = signIn.state.get();
  assert.deepEqual(state.kind === 'step' && state.problem, {
    text: 'Name is needed',
    fields: { name: 'Name is needed' },
  });
});

test('asked the same again, what was typed stays, but not over what the network offers now', async (t) => {
  const again = input('one-2', { fields: [{ id: 'name' }, { id: 'port', initialValue: '2' }] });
  const { signIn } = await follow(t, [
    [200, input('one')],
    [200, shown('wait')],
    [200, again],
    [200, input('other', { fields: [{ id: 'code' }] })],
  ]);
  await until(signIn, isAt('one'));
  await signIn.submit({ name: 'sam', port: '9' });
  const state = await until(signIn, isAt('one-2'));
  assert.deepEqual(state.kind === 'step' && state.before, { name: 'sam' });
  await signIn.submit({ name: 'sam', port: '2' });
  const next = signIn.state.get();
  assert.equal(next.kind === 'step' && next.before, undefined);
});

test('asked the same again, a secret is not kept', async (t) => {
  const fields = [{ id: 'name' }, { id: 'pass', type: 'password' }];
  const { signIn } = await follow(t, [
    [200, input('one', { fields })],
    [200, input('one-2', { fields })],
  ]);
  await until(signIn, isAt('one'));
  await signIn.submit({ name: 'sam', pass: 'hush' });
  const state = await until(signIn, isAt('one-2'));
  assert.deepEqual(state.kind === 'step' && state.before, { name: 'sam', pass: '' });
});

test('a display is waited on, and asked for once a second where the server does not wait', async (t) => {
  const startedAt = performance.now();
  const { signIn, asked } = await follow(t, [
    [200, shown('a')],
    [200, shown('b')],
    [200, shown('b')],
    [200, complete],
  ]);
  await until(signIn, ({ kind }) => kind === 'complete');
  assert.deepEqual(asked, ['GET', 'scan', 'scan', 'scan']);
  assert.ok(performance.now() - startedAt > 900);
});

test('a server that is away is waited for, and says how things stand when it is back', async (t) => {
  const { signIn, asked } = await follow(t, [
    [200, shown('a')],
    [503, {}],
    [503, {}],
    [200, input('one')],
  ]);
  const away = await until(signIn, (state) => state.kind === 'step' && state.isAway);
  assert.equal(away.kind === 'step' && away.step.type, 'display_and_wait');
  const state = await until(signIn, isAt('one'));
  assert.equal(state.kind === 'step' && state.isAway, false);
  assert.deepEqual(asked, ['GET', 'scan', 'GET', 'GET']);
});

test('a step that is over is no end: the session is read; a session that is not there is', async (t) => {
  const { signIn, asked } = await follow(t, [
    [200, input('one')],
    [409, { message: 'over', code: 'CONFLICT' }],
    [200, input('two')],
    [404, { message: 'not found', code: 'NOT_FOUND' }],
    [404, { message: 'not found', code: 'NOT_FOUND' }],
  ]);
  await until(signIn, isAt('one'));
  await signIn.submit({ name: 'sam' });
  await until(signIn, isAt('two'));
  await signIn.submit({ name: 'sam' });
  await until(signIn, ({ kind }) => kind === 'missing');
  assert.deepEqual(asked, ['GET', 'one', 'GET', 'two', 'GET']);
});

test('cancelled, failed and what ended by itself', async (t) => {
  const failed = session({ status: 'failed', error: { code: 'refused', message: 'No.' } });
  const { signIn } = await follow(t, [
    [200, failed],
    [409, {}],
  ]);
  const state = await until(signIn, ({ kind }) => kind === 'failed');
  assert.equal(state.kind === 'failed' && state.session.error?.message, 'No.');
  await signIn.cancel();
  const cancelled = await follow(t, [[200, session({ status: 'cancelled' })]]);
  await until(cancelled.signIn, ({ kind }) => kind === 'cancelled');
});
