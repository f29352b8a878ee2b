import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findOldNode } from './old-node.ts';
import { cleanEnv, temporaryFolder } from './run.ts';

const runner = fileURLToPath(new URL('../../../tools/run.js', import.meta.url));
const node = (...args: string[]) =>
  spawnSync(process.execPath, [runner, ...args], { encoding: 'utf8', env: cleanEnv() });

test('the runner passes arguments, output and exit code on, and caches compiled code', () => {
  const script =
    'process.stdout.write(JSON.stringify([process.argv.slice(1), process.env.NODE_COMPILE_CACHE])); process.exit(7)';
  const { status, stdout } = node('-e', script, 'a b', '--c');
  const [args, cache] = JSON.parse(stdout);
  assert.deepEqual([status, args], [7, ['a b', '--c']]);
  assert.match(cache, /node_modules/);
});

test('a program that a signal ended ends the runner by the same signal', () => {
  const { signal } = node('-e', 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)');
  assert.equal(signal, 'SIGKILL');
});

test('a signal to the runner reaches the program', async () => {
  const script = 'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("ready")';
  const child = spawn(process.execPath, [runner, '-e', script], {
    env: cleanEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [5, null]);
});

const oldNode = findOldNode();

test('without a Node that is new enough one line says what is needed', {
  skip: oldNode ? false : 'no Node older than 24 is on the PATH',
}, async (t) => {
  // A copy in a place where no package brings a Node.
  const folder = join(await temporaryFolder(t), 'bin');
  await mkdir(folder);
  await cp(fileURLToPath(new URL('../bin', import.meta.url)), folder, { recursive: true });
  await cp(fileURLToPath(new URL('../package.json', import.meta.url)), join(folder, 'package.json'));
  const { status, stderr } = spawnSync(oldNode ?? '', [join(folder, 'partyline.js')], {
    encoding: 'utf8',
    env: cleanEnv(),
  });
  assert.equal(status, 1);
  assert.match(stderr, /^Partyline needs Node 24 or newer, and this is .*\n$/);
});
