import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AccountStatus } from '@partyline/protocol';
import { command, connectedAccount, readAccount, signIn, switchAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });
const { api } = server;

const texts: readonly (readonly [state: string, status: AccountStatus, text: RegExp])[] = [
  ['backfilling', 'backfilling', /fetching older messages/],
  ['lost', 'disconnected', /lost.*Partyline keeps trying/],
  ['signed_out', 'reconnect_required', /Sign in again/],
  ['blocked', 'attention_required', /blocked/],
  ['unconfigured', 'connection_required', /set up/],
];

for (const [state, status, text] of texts) {
  test(`contract 4: status never lies: an account that starts as ${state} is ${status}, and says what to do`, async () => {
    const { accountID } = await signIn(api, `starts-${state.replace('_', '-')}`, { status: state });
    const account = await untilStatus(api, accountID, status);
    assert.match(account.statusText ?? '', text);
  });

  test(`contract 4: status never lies: a connected account that becomes ${state} is ${status}`, async () => {
    const { accountID, statusText } = await connectedAccount(api, `becomes-${state.replace('_', '-')}`);
    assert.equal(statusText, undefined);
    await command(api, accountID, { status: state, text: `Told so: ${state}.` });
    const account = await untilStatus(api, accountID, status);
    assert.ok(account.statusText?.startsWith(`Told so: ${state}.`), account.statusText);
    await command(api, accountID, { status: 'connected' });
    assert.equal((await untilStatus(api, accountID, 'connected')).statusText, undefined);
  });
}

test('contract 4: status never lies: an account whose network does not answer its connect is connecting', async () => {
  const { accountID } = await signIn(api, 'starts-connecting', { status: 'connecting' });
  assert.equal((await untilStatus(api, accountID, 'connecting')).statusText, undefined);
  await command(api, accountID, { status: 'connected' });
  await untilStatus(api, accountID, 'connected');
});

test('contract 4: status never lies: an account that was switched off is disabled', async () => {
  const { accountID } = await connectedAccount(api, 'switched-off');
  const { body } = await switchAccount(api, accountID, true);
  assert.equal(body.status, 'disabled');
  assert.match(body.statusText ?? '', /Turned off/);
});

test("a refused connect shows the network's own reason until one succeeds", async () => {
  const { accountID } = await connectedAccount(api, 'refused-for-a-while');
  await command(api, accountID, { fault: 'reject-connect', text: 'Full house.' });
  await command(api, accountID, { status: 'lost' });
  await command(api, accountID, { status: 'connected' });
  const refused = await untilStatus(api, accountID, 'disconnected');
  assert.match(refused.statusText ?? '', /Full house\. Partyline keeps trying/);
  await command(api, accountID, { fault: 'none' });
  await untilStatus(api, accountID, 'connected');
});

test('the user of an account is oneself, with the name that was given', async () => {
  const { accountID } = await signIn(api, 'sam', { fullName: 'Sam Sample' });
  const { user, network, bridge } = await readAccount(api, accountID);
  assert.deepEqual(user, { id: 'sam', username: 'sam', fullName: 'Sam Sample', isSelf: true });
  assert.equal(network, 'Sandbox');
  assert.deepEqual(bridge, { id: 'local-sandbox', type: 'sandbox', provider: 'local' });
});
