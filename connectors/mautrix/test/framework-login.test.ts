/** Signing in through the real framework, with every kind of step it has. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { Refusal } from './framework/control.ts';
import { begin, enter, fill, hand, look, startStage } from './framework/hosting.ts';
import { form, shown, signedIn } from './framework/login-steps.ts';
import { rehearsal } from './framework/program.ts';
import { account, chats, type Session } from './hosting.ts';

const { program, skip } = await rehearsal();

test('the program is found, and offers what it has', { skip }, async (t) => {
  const { api } = await startStage(t, { program });
  const { items } = await api.get<{ items: { id: string }[] }>('/v1/bridges');
  const rehearsal = items.find(({ id }) => id === 'local-rehearsal');
  assert.partialDeepStrictEqual(rehearsal, { type: 'rehearsal', displayName: 'Rehearsal' });
  const flows = await api.get<{ items: { id: string }[] }>('/v1/bridges/local-rehearsal/login-flows');
  assert.deepEqual(
    flows.items.map(({ id }) => id),
    ['password', 'form', 'qr', 'code', 'emoji', 'cookies'],
  );
  assert.partialDeepStrictEqual(flows.items[0], { name: 'Password', description: 'With a user name and a password' });
  const can = await api.get<object>('/v1/bridges/local-rehearsal/capabilities');
  assert.partialDeepStrictEqual(can, {
    resolve_identifier: { create_dm: true, lookup_phone: true, lookup_email: false, contact_list: true, search: true },
    group_creation: { group: { name: { allowed: true, max_length: 40 }, participants: { required: true } } },
  });
});

test('a form signs in, says why it does not, and asks for a code after it', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const given: unknown[] = [];
  const select = { type: 'select', id: 'region', name: 'Region', options: ['north', 'south'], default_value: 'north' };
  const types = ['username', 'password', 'phone_number', 'email', 'token', 'url', 'domain', 'captcha_code'];
  network.on('login', (asked) => {
    given.push(asked['given']);
    if (given.length === 1)
      return form('fields', [
        ...types.map((type) => ({ type, id: type, name: `The ${type}`, description: `Some ${type}` })),
        select,
      ]);
    if (given.length === 2) return form('code', [{ type: '2fa_code', id: 'code', name: 'Code', pattern: '^\\d{6}$' }]);
    return signedIn('ann');
  });
  const session = await begin(stage, 'form');
  const fields = session.currentStep?.fields ?? [];
  assert.deepEqual(
    fields.map(({ id }) => id),
    [...types, 'region'],
  );
  assert.partialDeepStrictEqual(fields[2], { type: 'phone_number', label: 'The phone_number' });
  assert.partialDeepStrictEqual(fields[8], { type: 'select', options: ['north', 'south'], initialValue: 'north' });

  const answers = Object.fromEntries(types.map((type) => [type, `my-${type}`]));
  const filled = { ...answers, email: 'ann@example.com', phone_number: '+1 555-0100', region: 'south' };
  const code = await fill(stage, session, filled);
  assert.partialDeepStrictEqual(given[1], { username: 'my-username', phone_number: '+15550100', region: 'south' });
  assert.partialDeepStrictEqual(code.currentStep?.fields, [{ id: 'code', type: '2fa_code' }]);
  const again = await fill(stage, code, { code: '12' });
  assert.equal(again.status, 'waiting_for_input');
  assert.equal(given.length, 2);
  const end = await fill(stage, again, { code: '123456' });
  const { user } = await account(stage, end.accountID ?? '', ({ status }) => status === 'connected');
  assert.partialDeepStrictEqual(user, {
    id: 'login-ann',
    username: 'ann',
    phoneNumber: '+15550100',
    fullName: 'Person ann',
  });
});

test('a login that fails says so in the words of the network', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const wrong = await fill(stage, await begin(stage, 'password'), { username: 'ann', password: 'wrong' });
  assert.equal(wrong.status, 'failed');
  assert.deepEqual(wrong.error, { code: 'wrong_password', message: 'That password is wrong.' });
  stage.network.on('login', () => {
    throw new Error('a cable was cut');
  });
  const failed = await begin(stage, 'qr');
  assert.equal(failed.status, 'failed');
  assert.match(failed.error?.message ?? '', /Internal error/);
});

/** A display that waits until the test says what comes of it. */
async function waiting(stage: Awaited<ReturnType<typeof startStage>>, first: object, flow: string) {
  const turns: PromiseWithResolvers<unknown>[] = [];
  stage.network.on('login', ({ does }) => {
    if (does === 'start') return first;
    const turn = Promise.withResolvers<unknown>();
    turns.push(turn);
    return turn.promise;
  });
  const session = await begin(stage, flow);
  /** What the next wait comes to. */
  const settle = async (count: number, outcome: object | Refusal) => {
    await eventually(
      () => turns.length,
      (length) => length >= count,
    );
    const turn = turns[count - 1];
    if (outcome instanceof Refusal) turn?.reject(outcome);
    else turn?.resolve(outcome);
  };
  const until = (holds: (session: Session) => boolean) => eventually(() => look(stage, session), holds);
  return { session, settle, until };
}

test('a QR code is shown, replaced as often as the network does, and scanned', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { session, settle, until } = await waiting(stage, shown('qr', 'qr-1'), 'qr');
  assert.partialDeepStrictEqual(session, {
    status: 'waiting_for_display',
    currentStep: {
      type: 'display_and_wait',
      display: { type: 'qr', data: 'qr-1' },
      instructions: 'Look at your phone',
    },
  });
  for (const count of [1, 2]) {
    await settle(count, shown('qr', `qr-${count + 1}`));
    await until(({ currentStep }) => currentStep?.display?.data === `qr-${count + 1}`);
  }
  await settle(3, signedIn('bob'));
  const end = await until(({ status }) => status === 'complete');
  await account(stage, end.accountID ?? '', ({ status, user }) => status === 'connected' && user.id === 'login-bob');
});

test('a code and an emoji are shown, and may expire', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const code = await waiting(stage, shown('code', 'ABCD-1234'), 'code');
  assert.deepEqual(code.session.currentStep?.display, { type: 'code', data: 'ABCD-1234' });
  await code.settle(1, new Refusal('The code has expired.', { code: 'EXAMPLE.EXPIRED', http_status: 400 }));
  const over = await code.until(({ status }) => status === 'failed');
  assert.deepEqual(over.error, { code: 'expired', message: 'The code has expired.' });

  const pictured = shown('emoji', '🦊', { image_url: 'https://example.com/fox.png' });
  const emoji = await waiting(stage, pictured, 'emoji');
  assert.deepEqual(emoji.session.currentStep?.display, { type: 'emoji', imageURL: 'https://example.com/fox.png' });
  await emoji.settle(1, shown('nothing', ''));
  await emoji.until(({ currentStep }) => currentStep?.display?.type === 'nothing');
  await emoji.settle(2, signedIn('carl'));
  await emoji.until(({ status }) => status === 'complete');
});

test('cookies of a page sign in', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  let given: unknown;
  stage.network.on('login', (asked) => {
    if (asked['does'] !== 'start') {
      given = asked['given'];
      return signedIn('ann');
    }
    const sources = { sid: 'cookie', token: 'local_storage', key: 'request_header' };
    return {
      type: 'cookies',
      step_id: 'example.rehearsal.cookies',
      cookies: {
        url: 'https://example.com/login',
        user_agent: 'Browser/1',
        wait_for_url_pattern: '^https://example\\.com/home',
        extract_js: 'Promise.resolve({})',
        fields: Object.entries(sources).map(([id, type]) => ({
          id,
          required: id !== 'key',
          sources: [{ type, name: `x-${id}`, cookie_domain: 'example.com' }],
        })),
      },
    };
  });
  const session = await begin(stage, 'cookies');
  assert.partialDeepStrictEqual(session.currentStep, {
    type: 'cookies',
    url: 'https://example.com/login',
    userAgent: 'Browser/1',
    expectedFinalURLRegex: '^https://example\\.com/home',
    fields: [
      { id: 'sid', name: 'x-sid', type: 'cookie', required: true },
      { id: 'token', type: 'local_storage', required: true },
      { id: 'key', type: 'header', required: false },
    ],
  });
  const end = await hand(stage, session, { type: 'cookies', fields: { sid: '1', token: '2' } });
  assert.deepEqual(given, { sid: '1', token: '2' });
  await account(stage, end.accountID ?? '', ({ status }) => status === 'connected');
});

test('an account that the network has signed out is signed in again as the same', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const accountID = await enter(stage, 'ann');
  await network.happen({
    kind: 'message',
    login: 'login-ann',
    chat: 'bob',
    sender: 'bob',
    id: 'm1',
    parts: [text('Hi')],
  });
  const [chat] = await chats(stage, (all) => all.length === 1);
  await network.happen({
    kind: 'state',
    login: 'login-ann',
    state: { state_event: 'BAD_CREDENTIALS', message: 'Out' },
  });
  await account(stage, accountID, ({ status }) => status === 'reconnect_required');
  const again = await begin(stage, 'password', { accountID });
  const end = await fill(stage, again, { username: 'ann', password: 'secret' });
  assert.equal(end.accountID, accountID);
  await account(stage, accountID, ({ status }) => status === 'connected');
  const [same] = await chats(stage, (all) => all.length === 1);
  assert.equal(same?.id, chat?.id);
});

test('signing in again as somebody else changes nothing', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const accountID = await enter(stage, 'ann');
  await network.happen({ kind: 'state', login: 'login-ann', state: { state_event: 'BAD_CREDENTIALS' } });
  await account(stage, accountID, ({ status }) => status === 'reconnect_required');
  const other = await fill(stage, await begin(stage, 'password', { accountID }), { username: 'bob', password: 'x' });
  assert.equal(other.status, 'failed');
  const end = await fill(stage, await begin(stage, 'password', { accountID }), { username: 'ann', password: 'x' });
  assert.equal(end.accountID, accountID);
  await account(stage, accountID, ({ status }) => status === 'connected');
  const all = await api.get<{ accountID: string }[]>('/v1/accounts');
  assert.equal(all.filter(({ accountID: id }) => id.startsWith('local-rehearsal')).length, 1);
});

test('several logins of one program each have their account and chats, and one is signed out', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const out: unknown[] = [];
  network.on('logout', ({ login }) => void out.push(login));
  const ann = await enter(stage, 'ann');
  const bob = await enter(stage, 'bob');
  for (const login of ['login-ann', 'login-bob'])
    await network.happen({ kind: 'message', login, chat: 'carol', sender: 'carol', id: '1', parts: [text(login)] });
  const both = await chats(stage, (all) => all.length === 2);
  assert.deepEqual(new Set(both.map(({ accountID }) => accountID)), new Set([ann, bob]));
  const { items } = await api.get<{ items: { loginID: string; user: { id: string } }[] }>(
    '/v1/bridges/local-rehearsal/logins',
  );
  const login = items.find(({ user }) => user.id === 'login-ann')?.loginID;
  await api.post(`/v1/bridges/local-rehearsal/logins/${login}/remove`, { scope: 'current-device' });
  const [left] = await chats(stage, (all) => all.length === 1);
  assert.equal(left?.accountID, bob);
  assert.deepEqual(out, ['login-ann']);
});

const text = (body: string) => ({ content: { msgtype: 'm.text', body } });
