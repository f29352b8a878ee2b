import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Account, LoginSession } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { eventsOf, rowsOf } from './support/database.ts';
import {
  accountOf,
  answer,
  bridge,
  command,
  connectedAccount,
  finish,
  listAccounts,
  readAccount,
  signIn,
  startLogin,
  switchAccount,
  twoAccounts,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir } = await startTestServer({ after });

/** What the database holds of a login, its sealed secrets included. */
const stored = ({ loginID = '' }: Account) => [
  rowsOf(dataDir, 'select remote_id, settings from logins where id = ?', loginID),
  rowsOf(dataDir, 'select name, sealed from secrets where subject = ? order by name', `login/${loginID}`),
];

for (const by of ['accountID', 'loginID'] as const) {
  test(`contract 10: IDs are stable: signing in again by ${by} keeps account and login`, async () => {
    const account = await connectedAccount(api, `again-${by.toLowerCase()}`);
    const secrets = stored(account);
    await command(api, account.accountID, { status: 'signed_out' });
    await untilStatus(api, account.accountID, 'reconnect_required');
    const session = await startLogin(api, 'form', { [by]: account[by] ?? '' });
    assert.equal(session.accountID, account.accountID);
    assert.equal(session.loginID, account.loginID);
    const done = await answer(api, session, { username: account.user.id, password: 'new' });
    assert.equal(accountOf(done).accountID, account.accountID);
    assert.equal(done.loginID, account.loginID);
    await untilStatus(api, account.accountID, 'connected');
    assert.notDeepEqual(stored(account)[1], secrets[1], 'the new secrets are kept');
  });
}

test('a repair offers what is known and takes what is new', async () => {
  const { accountID } = await signIn(api, 'renamed', { fullName: 'Before' });
  const session = await startLogin(api, 'form', { accountID });
  const step = session.currentStep;
  assert.ok(step?.type === 'user_input');
  assert.equal(step.fields[0]?.initialValue, 'renamed');
  await answer(api, session, { username: 'renamed', password: 'any', fullName: 'After' });
  assert.equal((await readAccount(api, accountID)).user.fullName, 'After');
});

test('signing in again as somebody else fails, and changes nothing', async () => {
  const account = await connectedAccount(api, 'myself');
  const before = { rows: stored(account), events: eventsOf(dataDir, account.accountID), all: await listAccounts(api) };
  const session = await startLogin(api, 'form', { accountID: account.accountID });
  const failed = await answer(api, session, { username: 'somebody-else', password: 'any' });
  assert.equal(failed.status, 'failed');
  // The sandbox notices by itself; the server's own check is proven in new-login.unit.test.ts.
  assert.equal(failed.error?.code, 'different_account');
  assert.deepEqual(stored(account), before.rows);
  assert.deepEqual(eventsOf(dataDir, account.accountID), before.events);
  assert.deepEqual(await listAccounts(api), before.all);
});

test('a repair that fails or is cancelled leaves the account connected', async () => {
  const { accountID } = await connectedAccount(api, 'left-alone');
  const failed = await answer(api, await startLogin(api, 'fails', { accountID }), { code: 'refused' });
  assert.equal(failed.status, 'failed');
  const cancelled = await startLogin(api, 'form', { accountID });
  await api.call('DELETE', `${bridge}/login-sessions/${cancelled.loginSessionID}`);
  assert.equal((await readAccount(api, accountID)).status, 'connected');
});

test('signing in to an identity that is already here repairs it instead of adding it twice', async () => {
  const first = await connectedAccount(api, 'known');
  const events = eventsOf(dataDir, first.accountID).length;
  const second = await signIn(api, 'known');
  assert.deepEqual([second.accountID, second.loginID], [first.accountID, first.loginID]);
  assert.equal((await listAccounts(api)).filter(({ user }) => user.id === 'known').length, 1);
  await untilStatus(api, first.accountID, 'connected');
  assert.ok(eventsOf(dataDir, first.accountID).length > events, 'the repair is in the log');
});

test('signing in to an account that is switched off switches it on', async () => {
  const { accountID } = await connectedAccount(api, 'asleep');
  await switchAccount(api, accountID, true);
  assert.equal((await signIn(api, 'asleep')).accountID, accountID);
  await untilStatus(api, accountID, 'connected');
});

test('signing in again keeps both accounts of a login', async () => {
  const [home, work] = await twoAccounts(api, 'pair');
  const session = await startLogin(api, 'two-accounts', { accountID: work.accountID });
  await finish(api, await answer(api, session, { username: 'pair', password: 'any' }));
  const owned = (await listAccounts(api)).filter(({ loginID }) => loginID === home.loginID);
  assert.deepEqual(
    owned.map(({ accountID, user }) => [accountID, user.id]),
    [home, work].map(({ accountID, user }) => [accountID, user.id]),
  );
});

test('a login that was removed while it was signed in to again stays removed', async () => {
  const account = await connectedAccount(api, 'removed-meanwhile');
  const session = await startLogin(api, 'form', { accountID: account.accountID });
  await api.call('DELETE', `/v1/accounts/${account.accountID}`);
  const failed = await answer(api, session, { username: 'removed-meanwhile', password: 'any' });
  assert.equal(failed.status, 'failed');
  assert.equal(failed.error?.code, 'removed');
  assert.deepEqual(stored(account), [[], []]);
});

test('what is to be repaired must be there, on that bridge, and agree', async () => {
  const [one, other] = await Promise.all([signIn(api, 'agree-one'), signIn(api, 'agree-other')]);
  const refusal = (body: Record<string, string>, at = bridge) =>
    api.call<Failure & LoginSession>('POST', `${at}/login-sessions`, body);
  assert.equal((await refusal({ accountID: 'none' })).status, 404);
  assert.equal((await refusal({ loginID: 'none' })).status, 404);
  assert.equal((await refusal({ accountID: one.accountID }, '/v1/bridges/local-irc')).status, 404);
  assert.equal((await refusal({ accountID: one.accountID, loginID: other.loginID ?? '' })).status, 409);
  assert.equal((await refusal({ accountID: one.accountID, loginID: one.loginID ?? '' })).status, 200);
});
