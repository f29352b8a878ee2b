import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import { type Api, apiOf } from './support/api.ts';
import { startChildServer } from './support/child.ts';
import { filesWith, rowsOf } from './support/database.ts';
import {
  answer,
  cancelLogin,
  command,
  finish,
  listAccounts,
  startLogin,
  submitStep,
  untilStatus,
} from './support/sandbox.ts';
import { temporaryFolder, testToken } from './support/server.ts';

const canaries = {
  password: 'canary-7f3a-password',
  wrongUser: 'canary-7f3a-typed-before-the-crash',
  cookie: 'canary-7f3a-cookie',
  header: 'canary-7f3a-header',
  storage: 'canary-7f3a-storage',
  code: 'canary-7f3a-code',
  repaired: 'canary-7f3a-repaired',
  cancelled: 'canary-7f3a-cancelled',
  failing: 'canary-7f3a-failing',
  invalid: 'canary-7f3a-invalid',
} as const;
const mark = 'canary-7f3a';

/** An API that keeps every answer. */
function recorded(api: Api, answers: string[]): Api {
  const call: Api['call'] = async <T>(method: string, path: string, body?: unknown) => {
    const answered = await api.call<T>(method, path, body);
    answers.push(answered.text, JSON.stringify([...answered.headers]));
    return answered;
  };
  const good = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await call<T>(method, path, body)).body;
  return { call, get: (path) => good('GET', path), post: (path, body) => good('POST', path, body) };
}

const form = (api: Api, username: string, password: string, session: LoginSession) =>
  answer(api, session, { username, password, fullName: 'Sam' });

test('contract 6: secrets stay sealed: planted secrets are in no database, no log and no answer', async (t) => {
  const dataDir = temporaryFolder(t);
  const options = {
    flags: ['--log-level=trace', '--retry-seconds=1'],
    env: { PARTYLINE_SANDBOX_CONFIG: '{"stepMs":50}' },
  };
  const first = await startChildServer(t, dataDir, options);
  const answers: string[] = [];
  const api = recorded(first.api, answers);

  // A login that works, one that is corrected, and a repair.
  const done = await form(api, 'sam', canaries.password, await startLogin(api, 'form'));
  const accountID = done.accountID ?? '';
  await untilStatus(api, accountID, 'connected');
  await form(api, 'sam', canaries.repaired, await startLogin(api, 'form', { accountID }));
  // A second factor: wrong codes until it fails.
  let guess = await answer(api, await startLogin(api, 'code'), { username: 'guess', password: canaries.failing });
  while (guess.status === 'waiting_for_input') guess = await answer(api, guess, { code: canaries.code });
  assert.equal(guess.status, 'failed');
  // Cookies, headers, local storage.
  const fields = { session: canaries.cookie, csrf: canaries.header, device: canaries.storage };
  await answer(api, await startLogin(api, 'cookies'), fields);
  // What is refused, repeated with other values, and cancelled with an answer given.
  const cancelled = await startLogin(api, 'code');
  await submitStep(api, cancelled, 'credentials', { type: 'user_input', fields: { password: canaries.invalid } });
  await answer(api, cancelled, { username: 'cancelled', password: canaries.cancelled });
  const other = { username: 'cancelled', password: canaries.invalid };
  await submitStep(api, cancelled, 'credentials', { type: 'user_input', fields: other });
  await cancelLogin(api, cancelled);
  // A crash of the connector with an answer in its hands.
  const crashing = await startLogin(api, 'code');
  await answer(api, crashing, { username: 'crashing', password: canaries.wrongUser });
  await command(api, accountID, { fault: 'throw' });
  await untilStatus(api, accountID, 'disconnected');
  await untilStatus(api, accountID, 'connected');
  await api.get(`/v1/bridges/local-sandbox/login-sessions/${crashing.loginSessionID}`);
  // And a session that is open when the server is killed, and goes on afterwards.
  const open = await answer(api, await startLogin(api, 'code'), { username: 'open', password: canaries.password });
  assert.ok(rowsOf(dataDir, "select name from secrets where subject like 'session/%'").length > 0);
  assert.deepEqual(filesWith(dataDir, mark), [], 'in the files while it runs');
  await first.end('SIGKILL');
  assert.deepEqual(filesWith(dataDir, mark), [], 'in the files after it was killed');

  const second = await startChildServer(t, dataDir, options);
  const again = recorded(second.api, answers);
  const resumed = await finish(
    again,
    await again.get(`/v1/bridges/local-sandbox/login-sessions/${open.loginSessionID}`),
  );
  assert.equal((await answer(again, resumed, { code: '123456' })).status, 'complete');
  for (const { accountID: id } of await listAccounts(again)) await again.call('GET', `/v1/accounts/${id}`);
  for (const path of ['/v1/bridges', '/v1/bridges/local-sandbox/logins', '/metrics', '/v1/info'])
    await again.call('GET', path);
  await apiOf(second.url, canaries.invalid).call('GET', '/v1/accounts');
  await second.end('SIGTERM');

  assert.deepEqual(filesWith(dataDir, mark), [], 'in the files at the end');
  for (const [what, text] of Object.entries({ answers: answers.join('\n'), logs: first.output() + second.output() })) {
    assert.ok(text.length > 1_000, `${what} were recorded`);
    assert.equal(
      text.includes(mark),
      false,
      `${what}: ${text.slice(text.indexOf(mark) - 200, text.indexOf(mark) + 50)}`,
    );
    assert.equal(text.includes(testToken), false, `the token is in the ${what}`);
  }
  assert.deepEqual(filesWith(dataDir, testToken), []);
});
