import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fakeServer } from './fake-server.ts';
import { type RunOptions, run, temporaryFolder } from './run.ts';

/** Both forms of a failure: text on standard error, or one JSON document on standard output and nothing else. */
async function failsWith(code: number, word: string, args: readonly string[], options?: RunOptions): Promise<string> {
  const human = await run(args, options);
  assert.equal(human.code, code, human.stderr);
  assert.equal(human.stdout, '');
  assert.match(human.stderr, /error: /);
  const machine = await run([...args, '--json'], options);
  assert.equal(machine.code, code);
  assert.equal(machine.stderr, '');
  const { error } = JSON.parse(machine.stdout);
  assert.deepEqual([error.code, error.exitCode], [word, code]);
  assert.equal(typeof error.message, 'string');
  return human.stderr;
}

test('2: commands, options and arguments that do not exist, with a suggestion', async () => {
  assert.match(await failsWith(2, 'usage', ['acounts']), /Did you mean accounts\?/);
  assert.match(await failsWith(2, 'usage', ['accounts', 'lst']), /Did you mean list\?/);
  assert.match(await failsWith(2, 'usage', ['accounts', 'list', '--jsn']), /Did you mean --json\?/);
  for (const [word, meant] of [
    ['add', 'accounts add'],
    ['login', 'accounts add'],
    ['status', 'accounts list'],
    ['list', 'accounts list'],
    ['remove', 'accounts remove'],
  ] as const) {
    const told = await failsWith(2, 'usage', [word, 'irc', '--set', 'a=b']);
    assert.ok(told.includes(`Did you mean \`npx partyline ${meant}\`?`), told);
  }
  await failsWith(2, 'usage', []);
  await failsWith(2, 'usage', ['media']);
  await failsWith(2, 'usage', ['accounts', 'show']);
  await failsWith(2, 'usage', ['accounts', 'list', 'surplus']);
  await failsWith(2, 'usage', ['accounts', 'list', '--url', 'localhost:1']);
  await failsWith(2, 'usage', ['token', 'create']);
});

test('0: help and version', async () => {
  for (const args of [['--help'], ['accounts', 'add', '--help'], ['--version']]) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
    assert.ok(stdout.length > 0);
  }
});

test('3: a token that the server does not know', async (t) => {
  const { url } = await fakeServer(t);
  const told = await failsWith(3, 'sign_in_needed', ['accounts', 'list', '--url', url, '--token', 'bad']);
  assert.match(told, /does not know the token of --token\..*partyline token create/s);
});

test('3: the variable that the unknown token came from is named', async (t) => {
  const { url } = await fakeServer(t);
  for (const name of ['PARTYLINE_TOKEN', 'PARTYLINE_ACCESS_TOKEN', 'BEEPER_ACCESS_TOKEN']) {
    const told = await failsWith(3, 'sign_in_needed', ['accounts', 'list', '--url', url], { env: { [name]: 'bad' } });
    assert.ok(told.includes(`the token of ${name}.`), told);
  }
});

test('3: a token that may not do this', async (t) => {
  const server = await fakeServer(t);
  server.refusal = { status: 403, body: { code: 'FORBIDDEN', message: 'The token does not have the scope' } };
  await failsWith(3, 'forbidden', ['accounts', 'list', ...server.flags]);
});

test('4: nobody listens, or something else does', async (t) => {
  await failsWith(4, 'server_not_reachable', ['accounts', 'list', '--url', 'http://127.0.0.1:1', '--token', 'x']);
  const url = await somethingElse(t);
  await failsWith(4, 'server_not_reachable', ['accounts', 'list', '--url', url, '--token', 'x']);
});

test('4: the server that wrote its file into the data folder is gone, even if another has its address now', async (t) => {
  const { url } = await fakeServer(t);
  const dataDir = await temporaryFolder(t);
  const { pid } = spawnSync(process.execPath, ['--version']);
  await writeFile(join(dataDir, 'server.json'), JSON.stringify({ pid, url, startedAt: new Date().toISOString() }));
  await failsWith(4, 'server_not_found', ['accounts', 'list', '--data-dir', dataDir]);
});

test('1: the server refuses for another reason', async (t) => {
  const server = await fakeServer(t);
  server.refusal = { status: 422, body: { code: 'VALIDATION_ERROR', message: 'No, thank you' } };
  assert.match(await failsWith(1, 'VALIDATION_ERROR', ['accounts', 'list', ...server.flags]), /422 No, thank you/);
});

test('the address and the token come from the environment too, ours first', async (t) => {
  const { url } = await fakeServer(t);
  const official = { BEEPER_BASE_URL: `${url}/`, BEEPER_ACCESS_TOKEN: 'a-good-token' };
  assert.equal((await run(['accounts', 'list'], { env: official })).code, 0);
  const ours = { PARTYLINE_URL: url, PARTYLINE_TOKEN: 'a-good-token' };
  assert.equal(
    (
      await run(['accounts', 'list'], {
        env: { ...official, BEEPER_BASE_URL: 'http://127.0.0.1:1', BEEPER_ACCESS_TOKEN: 'bad', ...ours },
      })
    ).code,
    0,
  );
  assert.equal((await run(['accounts', 'list', '--token', 'bad'], { env: ours })).code, 3);
});

async function somethingElse(t: TestContext): Promise<string> {
  const server = createServer((_request, response) => response.end('<h1>hello</h1>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port');
  return `http://127.0.0.1:${address.port}`;
}
