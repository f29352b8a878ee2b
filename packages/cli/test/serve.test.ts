import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Partyline from '@partyline/client';
import { fakeServer } from './fake-server.ts';
import { findOldNode } from './old-node.ts';
import { cleanEnv, run, temporaryFolder } from './run.ts';
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

test('the welcome tells what is out of the ordinary', async (t) => {
  const dataDir = await temporaryFolder(t);
  // Whoever has the usual port: it is taken.
  const squatter = await fakeServer(t, [23373]).catch(() => undefined);
  t.diagnostic(squatter === undefined ? 'port 23373 was taken before' : 'port 23373 is taken');
  const flags = [`--data-dir=${dataDir}`, '--sandbox', '--log-level=silent'];
  const first = await serve(flags);
  const { port } = new URL(first.url);
  assert.notEqual(port, '23373');
  for (const line of [
    `Port 23373 was taken, so it is ${port} this time.`,
    `    export BEEPER_ACCESS_TOKEN=${first.token}`,
    `    export BEEPER_BASE_URL=${first.url}`,
  ]) {
    assert.ok(first.output().split('\n').includes(line), line);
  }
  assert.match(first.output(), /add an account/);
  const fields = ['username=ada', 'password=x'].flatMap((field) => ['--set', field]);
  const added = await run(['accounts', 'add', 'sandbox', '--flow', 'form', ...fields, '--data-dir', dataDir]);
  assert.equal(added.code, 0, added.stderr);
  assert.equal(await first.stop('SIGINT'), 0);
  assert.match(first.output(), /\nStopped\.$/);

  const env = { PARTYLINE_ACCESS_TOKEN: 'a-token-of-mine-01' };
  const second = await serve([...flags, '--host=0.0.0.0', '--port=0'], env);
  await second.stop();
  assert.match(second.output(), /Warning: everybody who can reach this machine .* plain HTTP\. Put TLS in front/);
  assert.match(second.output(), /Access token: the one of PARTYLINE_ACCESS_TOKEN works\./);
  assert.doesNotMatch(second.output(), /For an access token|was taken|add an account/);
  assert.ok(second.output().includes(`    export BEEPER_BASE_URL=${second.url}`));
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
  assert.match(server.output(), /\nStopped\.$/);
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

test('flags alone start the server, as the official command line starts one', async (t) => {
  const dataDir = await temporaryFolder(t);
  const program = new URL('../bin/partyline.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, '--host=127.0.0.1', '--port=0', `--data-dir=${dataDir}`], {
    env: cleanEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [welcome] = await once(child.stdout.setEncoding('utf8'), 'data');
  assert.match(String(welcome), /Partyline listens on http:\/\/127\.0\.0\.1:\d+/);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
