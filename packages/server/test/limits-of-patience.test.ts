/** What is waited for, and how long: slow by nature, so all of it runs side by side. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, suite, test } from 'node:test';
import type { Failure } from './support/api.ts';
import { startChildServer } from './support/child.ts';
import { eventsOf } from './support/database.ts';
import {
  accountOf,
  answer,
  cancelLogin,
  command,
  connectedAccount,
  finish,
  readAccount,
  signIn,
  startLogin,
  submitStep,
  switchAccount,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer, temporaryFolder } from './support/server.ts';

suite('limits of patience', { concurrency: true }, async () => {
  const server = await startTestServer({ after }, { flags: ['--probe-seconds=1'] });
  const { api } = server;

  test('a wait on a display answers within 25 s with the session as it is, and can go on', async () => {
    const session = await answer(api, await startLogin(api, 'slow'), { seconds: '600' });
    const startedAt = performance.now();
    const { status, body } = await submitStep(api, session, 'wait', { type: 'display_and_wait' });
    const seconds = (performance.now() - startedAt) / 1_000;
    assert.ok(seconds > 15 && seconds < 25, `${seconds} s`);
    assert.equal(status, 200);
    assert.deepEqual(body, session);
    assert.equal((await cancelLogin(api, session)).status, 200);
  });

  test('contract 4: status never lies: a link that went silent is noticed by probing, and others are not', async () => {
    const { accountID } = await connectedAccount(api, 'silent-link');
    const other = await connectedAccount(api, 'lively-link');
    await command(api, accountID, { fault: 'silent' });
    assert.equal((await readAccount(api, accountID)).status, 'connected');
    const contacts = api.call<Failure>('GET', `/v1/accounts/${accountID}/contacts?query=echo`);
    const account = await untilStatus(api, accountID, 'disconnected', 20_000);
    assert.match(account.statusText ?? '', /stopped answering\. Partyline keeps trying/);
    assert.equal((await contacts).status, 502, 'who waited for the silent network is told');
    assert.equal((await readAccount(api, other.accountID)).status, 'connected');
    assert.ok(eventsOf(server.dataDir, other.accountID).length <= 3);
    await command(api, accountID, { fault: 'none' });
    await untilStatus(api, accountID, 'connected');
  });

  test('an account whose network does not answer the sign-out can be removed all the same', async () => {
    const { accountID } = await connectedAccount(api, 'silent-logout');
    await command(api, accountID, { fault: 'silent' });
    const startedAt = performance.now();
    assert.equal((await api.call('DELETE', `/v1/accounts/${accountID}`)).status, 204);
    assert.ok(performance.now() - startedAt < 22_000);
  });

  test('removing an account that is not connected does not end the server later', async (t) => {
    const child = await startChildServer(t, temporaryFolder(t));
    const { accountID } = await signIn(child.api, 'unconnected', { status: 'signed_out' });
    await untilStatus(child.api, accountID, 'reconnect_required');
    assert.equal((await child.api.call('DELETE', `/v1/accounts/${accountID}`)).status, 204);
    // The limit of a sign-out is 10 s.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    assert.equal((await fetch(`${child.url}/health/live`)).status, 200, child.output());
  });

  test('while another process holds the database writes are refused after a while, with nothing changed', async (t) => {
    const { api: own, dataDir } = await startTestServer(t);
    const { accountID } = await connectedAccount(own, 'busy');
    const session = await startLogin(own, 'form');
    const other = new DatabaseSync(join(dataDir, 'partyline.db'));
    t.after(() => other.close());
    other.exec('begin immediate');
    const fields = { username: 'too-early', password: 'any' };
    const submit = () => submitStep(own, session, 'credentials', { type: 'user_input', fields });
    const startedAt = performance.now();
    const refusals = await Promise.all([switchAccount(own, accountID, true), submit()]);
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const { status, text, headers } of refusals) {
      assert.equal(status, 503, text);
      assert.match(text, /Nothing was changed; try again/);
      assert.equal(headers.get('retry-after'), '1');
    }
    assert.ok(seconds >= 5 && seconds < 12, `${seconds} s`);
    assert.equal((await readAccount(own, accountID)).status, 'connected');
    other.exec('rollback');
    assert.equal((await switchAccount(own, accountID, true)).body.status, 'disabled');
    assert.equal(accountOf(await finish(own, (await submit()).body)).user.id, 'too-early');
  });
});
