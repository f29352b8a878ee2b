import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Partyline from '@partyline/client';
import { run, temporaryFolder } from './run.ts';
import { serve } from './served.ts';

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} ends the server in good order within 5 s`, async (t) => {
    const dataDir = await temporaryFolder(t);
    const server = await serve(['--port=0', `--data-dir=${dataDir}`]);
    const started = Date.now();
    assert.equal(await server.stop(signal), 0);
    assert.ok(Date.now() - started < 5_000);
    assert.ok(!existsSync(join(dataDir, 'server.json')));
  });
}

test('the token is shown at the first start only', async (t) => {
  const dataDir = await temporaryFolder(t);
  const flags = ['--port=0', `--data-dir=${dataDir}`, '--log-level=silent'];
  await (await serve(flags)).stop();
  const second = await serve(flags);
  await second.stop();
  assert.equal(second.token, '');
  assert.match(second.output(), /partyline token create/);
});

test('--json: nothing but JSON lines, the address and the token among them', async (t) => {
  const dataDir = await temporaryFolder(t);
  const server = await serve(['--port=0', `--data-dir=${dataDir}`, '--json']);
  await server.stop();
  const lines = server
    .output()
    .split('\n')
    .map((line) => JSON.parse(line));
  const [welcome] = lines.filter((line) => line.msg === 'Partyline listens');
  assert.match(welcome.url, /^http:\/\/localhost:\d+$/);
  assert.match(welcome.firstToken, /^ply_/);
  assert.equal(welcome.dataDir, dataDir);
});

test('settings that cannot be used, and a folder that is taken, are told', async (t) => {
  const dataDir = await temporaryFolder(t);
  const wrong = await run(['serve', '--port', 'abc', '--data-dir', dataDir]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /--port must be a whole number/);
  const unknown = await run(['serve', '--prot', '1']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /Did you mean --port\?/);
  const server = await serve(['--port=0', `--data-dir=${dataDir}`, '--server-env=production']);
  t.after(() => server.stop());
  const second = await run(['serve', '--port=0', '--data-dir', dataDir]);
  assert.equal(second.code, 1);
  assert.match(second.stderr, /Another Partyline/);
});

test('the help of serve lists every flag and variable', async () => {
  const { code, stdout } = await run(['serve', '--help']);
  assert.equal(code, 0);
  for (const word of ['--port', '--sandbox', '--demo', 'PARTYLINE_ACCESS_TOKEN', 'PARTYLINE_MASTER_KEY']) {
    assert.ok(stdout.includes(word), word);
  }
});

test('--demo: an account in every status, and nothing left at the end', async (t) => {
  const folder = await temporaryFolder(t);
  const server = await serve(['--demo', '--port=0'], { TMPDIR: folder });
  const demoFolders = async () => (await readdir(folder)).filter((name) => name.startsWith('partyline-demo-'));
  assert.equal((await demoFolders()).length, 1);
  const client = new Partyline({ accessToken: server.token, baseURL: server.url });
  const accounts = await client.accounts.list();
  assert.deepEqual(accounts.map(({ status }) => status).sort(), [
    'attention_required',
    'backfilling',
    'connected',
    'connecting',
    'connection_required',
    'disabled',
    'disconnected',
    'reconnect_required',
  ]);
  assert.equal(await server.stop('SIGINT'), 0);
  assert.deepEqual(await demoFolders(), []);
});

const oldNode = findOldNode();

test('an older Node runs it all the same, signals and exit codes included', {
  skip: oldNode ? false : 'no Node older than 24 is on the PATH',
}, async (t) => {
  const dataDir = await temporaryFolder(t);
  const server = await serve(['--port=0', `--data-dir=${dataDir}`], {}, oldNode);
  assert.equal(await server.stop('SIGTERM'), 0);
  const { status, stderr } = spawnSync(
    oldNode ?? '',
    [new URL('../bin/partyline.js', import.meta.url).pathname, 'nonsense'],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(status, 2);
  assert.match(stderr, /unknown command 'nonsense'/);
});

function findOldNode(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' });
  const path = stdout.trim();
  if (path === '') return undefined;
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout;
  return Number.parseInt(version.slice(1), 10) < 24 ? path : undefined;
}
