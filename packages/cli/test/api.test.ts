import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { run, temporaryFolder } from './run.ts';
import { claimedServer } from './signed-in.ts';

const { dataDir, url, token } = await claimedServer({ after });
const api = (...args: readonly string[]) => run(['api', ...args, '--data-dir', dataDir]);

test('get prints what comes; with --json one document; without a token only what is public', async () => {
  const accounts = await api('get', '/v1/accounts');
  assert.deepEqual([accounts.code, accounts.stdout], [0, '[]\n']);
  const { code, stdout } = await api('request', 'get', '/v1/spec', '--no-auth', '--json');
  assert.equal(code, 0);
  assert.match(JSON.parse(stdout).openapi, /^3\.1/);
  const refused = await api('get', '/v1/accounts', '--no-auth');
  assert.deepEqual([refused.code, refused.stdout], [3, '']);
  assert.match(refused.stderr, /GET \/v1\/accounts failed: 401 \{.*"unauthorized"/);
});

test('post sends JSON from the line, a file or standard input; what is none is refused here', async (t) => {
  const file = join(await temporaryFolder(t), 'body.json');
  await writeFile(file, '{}');
  for (const data of ['{}', `@${file}`]) {
    const { code, stdout } = await api('post', '/v1/focus', '--data', data);
    assert.deepEqual([code, JSON.parse(stdout).success], [0, false]);
  }
  const piped = await run(['api', 'post', '/v1/focus', '--body', '-', '--url', url], {
    input: '{}',
    env: { PARTYLINE_TOKEN: token },
  });
  assert.equal(piped.code, 0, piped.stderr);
  for (const [args, words] of [
    [['post', '/v1/focus', '--data', '{'], /--data must be JSON/],
    [['post', 'v1/focus'], /A path begins with a slash/],
    [['get', '//elsewhere.example.org/v1/info'], /A path begins with a slash/],
    [['request', 'TRACE', '/v1/info'], /There is no method "TRACE"/],
  ] as const) {
    const { code, stderr } = await api(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, words);
  }
});

test('failures have their exit codes, and nothing is written with --read-only', async () => {
  assert.equal((await api('get', '/v1/accounts/none')).code, 5);
  assert.equal((await api('get', '/v1/chats?limit=none')).code, 1);
  const { code, stderr } = await api('delete', '/v1/accounts/none', '--read-only');
  assert.equal(code, 2);
  assert.match(stderr, /would write \(DELETE \/v1\/accounts\/none\)/);
});
