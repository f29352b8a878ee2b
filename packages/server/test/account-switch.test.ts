import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Account, Bridge, BridgeLogin } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { eventsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import {
  bridge,
  command,
  connectedAccount,
  readAccount,
  signIn,
  switchAccount,
  twoAccounts,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir } = await startTestServer({ after });

/** Whether the network has a connection of the login: only then can a contact write to it. */
async function isConnected(accountID: string): Promise<boolean> {
  const say = { say: { contact: 'herald', text: 'Anybody there?' } };
  const { status, text } = await api.call('POST', `/v1/accounts/${accountID}/sandbox`, say);
  if (status === 409) assert.match(text, /not connected/);
  return status === 200;
}

test('an account that is switched off leaves the network, and comes back under its ID', async () => {
  const { accountID, loginID } = await connectedAccount(api, 'off-and-on');
  assert.equal(await isConnected(accountID), true);
  const off = await switchAccount(api, accountID, true);
  assert.equal(off.status, 200);
  assert.equal(off.body.status, 'disabled');
  assert.equal(await isConnected(accountID), false);
  const on = await switchAccount(api, accountID, false);
  assert.ok(['connecting', 'connected'].includes(on.body.status));
  assert.deepEqual([on.body.accountID, on.body.loginID], [accountID, loginID]);
  await untilStatus(api, accountID, 'connected');
  assert.equal(await isConnected(accountID), true);
});

test('switching to what it is already changes nothing', async () => {
  const { accountID } = await connectedAccount(api, 'the-same');
  assert.equal((await switchAccount(api, accountID, false)).body.status, 'connected');
  await switchAccount(api, accountID, true);
  assert.equal((await switchAccount(api, accountID, true)).body.status, 'disabled');
  const nothing = await api.call('PATCH', `/v1/accounts/${accountID}`, {});
  assert.deepEqual([nothing.status, nothing.body], [200, await readAccount(api, accountID)]);
});

test('a login whose accounts are all off does not count as connected', async () => {
  const { accountID, loginID } = await connectedAccount(api, 'not-counted');
  const counted = async () => (await api.get<Bridge>(bridge)).activeAccountCount;
  const before = await counted();
  await switchAccount(api, accountID, true);
  assert.equal(await counted(), before - 1);
  const login = await api.get<BridgeLogin>(`${bridge}/logins/${loginID}`);
  assert.equal(login.status, 'unknown');
  assert.match(login.statusText ?? '', /Turned off/);
});

test('one of two accounts can be off while the other goes on, and comes back as what the other is', async () => {
  const [home, work] = await twoAccounts(api, 'half');
  await untilStatus(api, home.accountID, 'connected');
  await switchAccount(api, home.accountID, true);
  assert.equal((await readAccount(api, home.accountID)).status, 'disabled');
  assert.equal((await readAccount(api, work.accountID)).status, 'connected');
  assert.equal(await isConnected(work.accountID), true);
  const back = await switchAccount(api, home.accountID, false);
  assert.equal(back.body.status, 'connected');
  assert.equal((await readAccount(api, work.accountID)).status, 'connected');
});

test('accounts of one login can be switched side by side', async () => {
  const [home, work] = await twoAccounts(api, 'both');
  const both = (isDisabled: boolean) =>
    Promise.all([home, work].map(({ accountID }) => switchAccount(api, accountID, isDisabled)));
  await both(true);
  assert.equal(await isConnected(home.accountID), false);
  await both(false);
  await untilStatus(api, work.accountID, 'connected');
  await both(true);
  assert.equal(await isConnected(home.accountID), false);
});

test('an account that was off is connected again also while its network refuses it', async () => {
  const { accountID } = await signIn(api, 'off-and-blocked', { status: 'blocked' });
  await untilStatus(api, accountID, 'attention_required');
  await switchAccount(api, accountID, true);
  await switchAccount(api, accountID, false);
  await untilStatus(api, accountID, 'attention_required');
  await command(api, accountID, { status: 'connected' });
  await untilStatus(api, accountID, 'connected');
});

test('an unknown account and a wrong body are refused', async () => {
  const { accountID } = await signIn(api, 'bad-input');
  const patch = (id: string, body: unknown) => api.call<Failure>('PATCH', `/v1/accounts/${id}`, body);
  assert.equal((await patch('none', { isDisabled: true })).status, 404);
  const wrong = await patch(accountID, { isDisabled: 'yes' });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.details?.issues[0]?.path, ['body', 'isDisabled']);
  assert.notEqual((await readAccount(api, accountID)).status, 'disabled');
});

const reconnect = (accountID: string) => api.call<Account & Failure>('POST', `/v1/accounts/${accountID}/reconnect`);

test('an account is connected anew at once, where the next try is due much later', async () => {
  const { accountID } = await signIn(api, 'anew', { status: 'blocked' });
  await untilStatus(api, accountID, 'attention_required');
  const before = eventsOf(dataDir, accountID).length;
  const answer = await reconnect(accountID);
  assert.deepEqual([answer.status, answer.body.accountID], [200, accountID]);
  // It was asked, and says the same.
  await eventually(
    () =>
      eventsOf(dataDir, accountID)
        .slice(before)
        .map(({ status }) => status)
        .join(),
    (statuses) => statuses === 'connecting,attention_required',
  );
  await command(api, accountID, { status: 'connected' });
  await untilStatus(api, accountID, 'connected');
  await reconnect(accountID);
  await untilStatus(api, accountID, 'connected');
  assert.equal(await isConnected(accountID), true);
});

test('an account that is off is not connected anew, nor is one that is not there', async () => {
  const { accountID } = await connectedAccount(api, 'not-anew');
  await switchAccount(api, accountID, true);
  const refused = await reconnect(accountID);
  assert.deepEqual([refused.status, refused.body.code], [409, 'CONFLICT']);
  assert.match(refused.body.message ?? '', /Switch it on/);
  assert.equal((await readAccount(api, accountID)).status, 'disabled');
  assert.equal((await reconnect('none')).status, 404);
});
