/** Signing in through a bridge program, as any client would. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import {
  type Account,
  account,
  chats,
  fillIn,
  readSession,
  signIn,
  startHosting,
  startSession,
  submit,
} from './hosting.ts';

test('a form signs in, and says why it does not', async (t) => {
  const hosting = await startHosting(t);
  const { items } = await hosting.api.get<{ items: object[] }>('/v1/bridges');
  assert.partialDeepStrictEqual(items, [
    { id: 'local-irc' },
    { id: 'local-double', type: 'double', displayName: 'Double' },
  ]);

  const wrong = await fillIn(hosting, await startSession(hosting, 'password'), {
    username: 'ann',
    password: 'not-the-password',
  });
  assert.equal(wrong.status, 'failed');
  assert.deepEqual(wrong.error, { code: 'wrong_password', message: 'That password is wrong.' });

  const accountID = await signIn(hosting, 'ann');
  const { user } = await account(hosting, accountID, () => true);
  assert.partialDeepStrictEqual(user, { id: 'ann', phoneNumber: '+ann', fullName: 'Person ann' });
});

test('a QR code is shown, replaced, and scanned', async (t) => {
  const hosting = await startHosting(t);
  const session = await startSession(hosting, 'qr');
  assert.partialDeepStrictEqual(session.currentStep, {
    type: 'display_and_wait',
    display: { type: 'qr', data: 'qr-1' },
  });
  hosting.network.refreshCode();
  await eventually(
    () => readSession(hosting, session),
    ({ currentStep }) => currentStep?.display?.data === 'qr-2',
  );
  hosting.network.scan('bob');
  const end = await eventually(
    () => readSession(hosting, session),
    ({ status }) => status === 'complete',
  );
  await account(hosting, end.accountID ?? '', ({ status, user }) => status === 'connected' && user.id === 'bob');
});

test('cookies of a page sign in', async (t) => {
  const hosting = await startHosting(t);
  const session = await startSession(hosting, 'cookies');
  assert.equal(session.currentStep?.type, 'cookies');
  const end = await submit(hosting, session, { type: 'cookies', fields: { session: 'carl' } });
  await account(hosting, end.accountID ?? '', ({ status, user }) => status === 'connected' && user.id === 'carl');
});

test('several logins of one bridge each have their account and chats, and one can be signed out', async (t) => {
  const hosting = await startHosting(t);
  const { api, network } = hosting;
  const ann = await signIn(hosting, 'ann');
  const bob = await signIn(hosting, 'bob');
  for (const login of ['ann', 'bob'])
    network.happen(login, { kind: 'message', id: '1', sender: 'carol', text: `to ${login}`, chat: { id: 'carol' } });
  const both = await chats(hosting, (all) => all.length === 2);
  assert.deepEqual(new Set(both.map(({ accountID }) => accountID)), new Set([ann, bob]));

  const { items } = await api.get<{ items: { loginID: string; user: { id: string } }[] }>(
    '/v1/bridges/local-double/logins',
  );
  const annsLogin = items.find(({ user }) => user.id === 'ann')?.loginID;
  await api.post(`/v1/bridges/local-double/logins/${annsLogin}/remove`, { scope: 'current-device' });
  const left = await api.get<Account[]>('/v1/accounts');
  assert.deepEqual(
    left.map(({ accountID }) => accountID),
    [bob],
  );
  // The bridge has forgotten it too: signing in again makes it anew.
  const again = await signIn(hosting, 'ann');
  assert.notEqual(again, ann);
});

test('what the bridge says of a login is the status of its account, at once', async (t) => {
  const hosting = await startHosting(t);
  const accountID = await signIn(hosting, 'ann');
  const tell = (state: object) => hosting.network.happen('ann', { kind: 'state', state });
  tell({ state_event: 'TRANSIENT_DISCONNECT', error: 'offline', message: 'The phone is offline' });
  const lost = await account(hosting, accountID, ({ status }) => status === 'disconnected');
  assert.match(lost.statusText ?? '', /The phone is offline/);
  tell({ state_event: 'CONNECTED' });
  await account(hosting, accountID, ({ status }) => status === 'connected');
  tell({ state_event: 'BACKFILLING' });
  await account(hosting, accountID, ({ status }) => status === 'backfilling');
  tell({ state_event: 'CONNECTED', user_action: 'OPEN_NATIVE', message: 'Open the app' });
  const blocked = await account(hosting, accountID, ({ status }) => status === 'attention_required');
  assert.match(blocked.statusText ?? '', /Open the app/);
  tell({ state_event: 'CONNECTED' });
  await account(hosting, accountID, ({ status }) => status === 'connected');
  tell({ state_event: 'BAD_CREDENTIALS', message: 'Signed out by the phone' });
  const out = await account(hosting, accountID, ({ status }) => status === 'reconnect_required');
  assert.match(out.statusText ?? '', /Signed out by the phone/);
});
