import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { LoginRemoved } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { eventsOf, rowsOf } from './support/database.ts';
import {
  bridge,
  command,
  connectedAccount,
  listAccounts,
  readAccount,
  twoAccounts,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });
const { api, dataDir } = server;

const remove = <T>(loginID: string | undefined, scope: string, of = bridge) =>
  api.call<T>('POST', `${of}/logins/${loginID}/remove`, { scope });

/** Rows of any kind that are left of a login. */
const leftOf = (loginID = '') =>
  [
    'select id from logins where id = ?',
    'select id from accounts where login_id = ?',
    // What is left of them belongs to nobody and is being purged.
    `select public_id from chats where owner_id is not null and account_id like '%' || ?`,
  ]
    .flatMap((sql) => rowsOf(dataDir, sql, loginID))
    .concat(rowsOf(dataDir, 'select name from secrets where subject = ?', `login/${loginID}`));

test('an account that is deleted is gone, with its secrets, and says so in the log', async () => {
  const { accountID, loginID } = await connectedAccount(api, 'deleted');
  await command(api, accountID, { say: { contact: 'echo', text: 'Something that was received.' } });
  const { status, text } = await api.call('DELETE', `/v1/accounts/${accountID}`);
  assert.deepEqual([status, text], [204, '']);
  assert.equal((await api.call('GET', `/v1/accounts/${accountID}`)).status, 404);
  assert.ok((await listAccounts(api)).every((account) => account.accountID !== accountID));
  assert.deepEqual(leftOf(loginID), []);
  assert.equal(eventsOf(dataDir, accountID).at(-1)?.type, 'account.deleted');
  assert.equal((await api.call('DELETE', `/v1/accounts/${accountID}`)).status, 404);
});

for (const scope of ['current-device', 'all-devices']) {
  test(`a login is removed with scope ${scope}`, async () => {
    const { accountID, loginID } = await connectedAccount(api, `removed-${scope}`);
    const { status, body } = await remove<LoginRemoved>(loginID, scope);
    assert.equal(status, 200);
    assert.deepEqual(body, {
      bridgeID: 'local-sandbox',
      loginID,
      scope,
      status: 'removed',
      affectedAccountIDs: [accountID],
    });
    assert.deepEqual(leftOf(loginID), []);
    assert.equal((await api.call('GET', `${bridge}/logins/${loginID}`)).status, 404);
  });
}

test('a scope that is none is refused, and one that the network does not know is a conflict', async () => {
  const { loginID } = await connectedAccount(api, 'scoped');
  assert.equal((await remove<Failure>(loginID, 'everything')).status, 422);
  assert.equal((await remove<Failure>(undefined, 'current-device')).status, 404);
  assert.equal((await remove<Failure>(loginID, 'current-device', '/v1/bridges/local-irc')).status, 404);
  assert.ok(leftOf(loginID).length >= 3, 'login, account and secret are still there');
});

test('other devices are not promised to be signed out by a network that cannot be reached', async () => {
  const { accountID, loginID } = await connectedAccount(api, 'unreachable');
  await command(api, accountID, { status: 'lost' });
  await untilStatus(api, accountID, 'disconnected');
  const refused = await remove<Failure>(loginID, 'all-devices');
  assert.equal(refused.status, 502);
  assert.match(refused.body.message, /Nothing was removed\. Use current-device/);
  assert.equal((await readAccount(api, accountID)).loginID, loginID);
  assert.equal((await remove(loginID, 'current-device')).status, 200);
  assert.deepEqual(leftOf(loginID), []);
});

test('one of two accounts cannot be deleted alone; the login goes with both', async () => {
  const [home, work] = await twoAccounts(api, 'together');
  const refused = await api.call<Failure>('DELETE', `/v1/accounts/${home.accountID}`);
  assert.equal(refused.status, 409);
  assert.match(refused.body.message, new RegExp(`owns 1 more\\. Remove the whole login ${home.loginID}`));
  assert.equal((await readAccount(api, home.accountID)).status, (await readAccount(api, work.accountID)).status);
  const { body } = await remove<LoginRemoved>(home.loginID, 'current-device');
  assert.deepEqual(body.affectedAccountIDs, [home.accountID, work.accountID]);
});

test('deleting twice side by side: one is done, the other finds nothing or is done too', async () => {
  const { accountID, loginID } = await connectedAccount(api, 'twice');
  const answers = await Promise.all([1, 2].map(() => api.call('DELETE', `/v1/accounts/${accountID}`)));
  for (const { status, text } of answers) assert.ok([204, 404].includes(status), text);
  assert.deepEqual(leftOf(loginID), []);
  assert.equal(eventsOf(dataDir, accountID).filter(({ type }) => type === 'account.deleted').length, 1);
});

test('deleting and switching side by side never brings an account back', async () => {
  for (let round = 0; round < 10; round++) {
    const { accountID, loginID } = await connectedAccount(api, `deleted-race-${round}`);
    const path = `/v1/accounts/${accountID}`;
    const answers = await Promise.all([
      api.call('DELETE', path),
      api.call('PATCH', path, { isDisabled: true }),
      api.call('PATCH', path, { isDisabled: false }),
    ]);
    for (const { status, text } of answers) assert.ok(status < 500, text);
    assert.deepEqual(leftOf(loginID), [], `round ${round}`);
  }
});

test('an identity that was removed can be added anew, as another account', async () => {
  const first = await connectedAccount(api, 'prodigal');
  await api.call('DELETE', `/v1/accounts/${first.accountID}`);
  const second = await connectedAccount(api, 'prodigal');
  assert.notEqual(second.accountID, first.accountID);
});
