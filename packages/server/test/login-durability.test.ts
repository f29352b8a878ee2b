import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChildServer } from './support/child.ts';
import { rowsOf } from './support/database.ts';
import {
  accountOf,
  answer,
  cancelLogin,
  listAccounts,
  readLogin,
  startLogin,
  submitStep,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer, temporaryFolder } from './support/server.ts';

const code = { type: 'user_input', fields: { code: '123456' } };

test('contract 1: acknowledged means stored: a login goes on at the same step after kill -9', async (t) => {
  const dataDir = temporaryFolder(t);
  const first = await startChildServer(t, dataDir);
  const untouched = await startLogin(first.api, 'form');
  const session = await answer(first.api, await startLogin(first.api, 'code'), {
    username: 'durable',
    password: 'any',
  });
  assert.equal(session.currentStep?.stepID, 'second-factor');
  await first.end('SIGKILL');

  const { api } = await startChildServer(t, dataDir);
  // The very first call after the start is the submit, as from a client that noticed nothing.
  const done = await submitStep(api, session, 'second-factor', code);
  assert.equal(done.status, 200, done.text);
  const { accountID, user } = accountOf(done.body);
  assert.equal(user.id, 'durable');
  await untilStatus(api, accountID, 'connected');
  const fields = { username: 'untouched', password: 'any' };
  const other = await submitStep(api, untouched, 'credentials', { type: 'user_input', fields });
  assert.equal(accountOf(other.body).user.id, 'untouched');
});

test('contract 1: acknowledged means stored: an account is there and connects again after kill -9', async (t) => {
  const dataDir = temporaryFolder(t);
  const first = await startChildServer(t, dataDir);
  const { accountID } = accountOf(
    await answer(first.api, await startLogin(first.api, 'form'), { username: 'survivor', password: 'any' }),
  );
  await first.end('SIGKILL');
  const { api } = await startChildServer(t, dataDir);
  assert.equal((await untilStatus(api, accountID, 'connected')).user.id, 'survivor');
});

test('after a restart a poll and a submit right behind it work', async (t) => {
  const server = await startTestServer(t);
  const session = await answer(server.api, await startLogin(server.api, 'code'), {
    username: 'poller',
    password: 'any',
  });
  const { api } = await server.restart();
  const [polled, submitted] = await Promise.all([
    readLogin(api, session),
    submitStep(api, session, 'second-factor', code),
  ]);
  assert.ok(['waiting_for_display', 'waiting_for_input'].includes(polled.status), polled.status);
  assert.equal(submitted.status, 200, submitted.text);
  assert.equal(accountOf(submitted.body).user.id, 'poller');
});

test('after a restart a repeat of an answered step is still a repeat, and other values a conflict', async (t) => {
  const server = await startTestServer(t);
  const session = await startLogin(server.api, 'code');
  const credentials = (username: string) => ({ type: 'user_input', fields: { username, password: 'any' } });
  await submitStep(server.api, session, 'credentials', credentials('repeater'));
  const { api } = await server.restart();
  const repeat = await submitStep(api, session, 'credentials', credentials('repeater'));
  assert.equal(repeat.status, 200);
  assert.equal(repeat.body.currentStep?.stepID, 'second-factor');
  assert.equal((await submitStep(api, session, 'credentials', credentials('other'))).status, 409);
  assert.equal((await submitStep(api, session, 'no-such-step', code)).status, 404);
});

test('a corrected password is replayed too: the step keeps its number after a restart', async (t) => {
  const server = await startTestServer(t);
  const again = await answer(server.api, await startLogin(server.api, 'form'), { username: 'typo', password: 'wrong' });
  assert.equal(again.currentStep?.stepID, 'credentials-2');
  const { api } = await server.restart();
  const fields = { username: 'typo', password: 'right' };
  const done = await submitStep(api, again, 'credentials-2', { type: 'user_input', fields });
  assert.equal(accountOf(done.body).user.id, 'typo');
});

test('ended sessions can be read after a restart, and one that is open can be cancelled', async (t) => {
  const server = await startTestServer(t);
  const complete = await answer(server.api, await startLogin(server.api, 'form'), {
    username: 'ended',
    password: 'any',
  });
  const failed = await answer(server.api, await startLogin(server.api, 'fails'), { code: 'refused' });
  const open = await answer(server.api, await startLogin(server.api, 'code'), { username: 'open', password: 'any' });
  const { api, dataDir } = await server.restart();
  assert.equal(accountOf(await readLogin(api, complete)).accountID, complete.accountID);
  assert.deepEqual(await readLogin(api, failed), failed);
  assert.equal((await cancelLogin(api, open)).status, 200);
  assert.equal((await readLogin(api, open)).status, 'cancelled');
  assert.deepEqual(rowsOf(dataDir, "select name from secrets where subject like 'session/%'"), []);
  assert.equal((await listAccounts(api)).length, 1);
});
