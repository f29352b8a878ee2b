/** What is made of a program's end and of its words. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readState, meaningOf as stateMeaning } from '../src/bridge/bridge-state.ts';
import { startChild } from '../src/program/child.ts';
import { meaningOf } from '../src/program/exit-codes.ts';
import { identify } from '../src/program/identify.ts';
import { endOrphans } from '../src/program/orphans.ts';
import { eventually } from './api.ts';
import type { Scope } from './scope.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function place(scope: Scope, script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-program-'));
  scope.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'bridge');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { program, folder, configPath: join(folder, 'config.json') };
}

test('an exit says whether another start can help', () => {
  const exit = (code: number | null, signal: string | null = null) => meaningOf('WhatsApp', { code, signal });
  assert.deepEqual(exit(2), { text: 'The bridge program for WhatsApp crashed.', isPassing: true });
  assert.equal(exit(11).isPassing, false);
  assert.match(exit(11).text, /settings that only you can know/);
  assert.match(exit(137).text, /ended from outside \(signal 9\)/);
  assert.match(exit(null, 'SIGSEGV').text, /SIGSEGV/);
  assert.match(exit(77).text, /code 77/);
});

test('a program that cannot say what it is is refused with its own first words', async (t) => {
  const { program } = place(t, 'echo "panic: no version" >&2; echo "goroutine 1" >&2; exit 2');
  await assert.rejects(identify(program), /not answer --version-json \(it ended with code 2: panic: no version\)\.$/);
});

test('a child gives its exit code, and stops when it is asked', async (t) => {
  assert.deepEqual(await (await startChild({ ...place(t, 'exit 11'), log: silent })).exited, {
    code: 11,
    signal: null,
  });
  const where = place(t, 'echo up >&2; exec sleep 60');
  const isUp = Promise.withResolvers<void>();
  const child = await startChild({ ...where, log: { ...silent, warn: () => isUp.resolve() } });
  await isUp.promise;
  assert.match(readFileSync(join(where.folder, 'bridge.pid'), 'utf8'), /^\d+\n$/);
  assert.deepEqual(await child.stop(), { code: 143, signal: null });
});

test('a program that cannot be started, or could not be found again, does not run', async (t) => {
  const where = place(t, 'exit 0');
  await assert.rejects(startChild({ ...where, folder: join(where.folder, 'missing'), log: silent }), /ENOENT/);
  mkdirSync(join(where.folder, 'bridge.pid'));
  const { exited } = await startChild({ ...where, log: silent });
  assert.match(meaningOf('WhatsApp', await exited).text, /not started.+disk is full/);
});

test('a request that the bridge refused is told once, by the line that says why', async (t) => {
  const said = [{ message: 'Failed', error: 'no route' }, { message: 'Access' }, { message: 'Next' }];
  const told: (object | undefined)[] = [];
  const log = { ...silent, error: (_: string, fields?: object) => void told.push(fields) };
  const lines = said.map((line) => `echo '${JSON.stringify({ level: 'error', ...line })}'`);
  await startChild({ ...place(t, lines.join('\n')), log });
  await eventually(
    () => told,
    ({ length }) => length === 2,
  );
  assert.deepEqual(told, [said[0], said[2]]);
});

test('a bridge whose guard was killed is found and ended', async (t) => {
  const where = place(t, '');
  const bridge = 'echo up; while :; do sleep 0.1; done';
  const guard = spawn('/bin/sh', ['-c', '"$@" & wait', 'guard', '/bin/sh', '-c', bridge, where.configPath], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(guard.stdout, 'data');
  writeFileSync(join(where.folder, 'bridge.pid'), String(guard.pid));
  guard.kill('SIGKILL');
  await once(guard, 'exit');
  assert.equal(await endOrphans(where.folder, where.configPath), true);
  assert.equal(await endOrphans(where.folder, where.configPath), false);
  // A stranger who has the number now is left alone.
  writeFileSync(join(where.folder, 'bridge.pid'), String(process.pid));
  assert.equal(await endOrphans(where.folder, where.configPath), false);
});

test('each state of a bridge is one of ours', () => {
  const meaning = (state: object) => {
    const read = readState({ ...state });
    if (read === undefined) return 'nothing';
    const { is, ...rest } = stateMeaning(read);
    return 'state' in rest ? rest.state.state : is;
  };
  const table: [object, string][] = [
    [{}, 'nothing'],
    [{ state_event: 'CONNECTED' }, 'connected'],
    [{ state_event: 'BACKFILLING' }, 'backfilling'],
    [{ state_event: 'CONNECTING' }, 'underway'],
    [{ state_event: 'STARTING' }, 'underway'],
    [{ state_event: 'TRANSIENT_DISCONNECT' }, 'lost'],
    [{ state_event: 'TRANSIENT_DISCONNECT', user_action: 'OPEN_NATIVE' }, 'blocked'],
    [{ state_event: 'BRIDGE_UNREACHABLE' }, 'lost'],
    [{ state_event: 'BAD_CREDENTIALS' }, 'signed_out'],
    [{ state_event: 'UNKNOWN_ERROR', user_action: 'RELOGIN' }, 'signed_out'],
    [{ state_event: 'LOGGED_OUT' }, 'signed_out'],
    [{ state_event: 'UNCONFIGURED' }, 'unconfigured'],
    [{ state_event: 'UNKNOWN_ERROR' }, 'blocked'],
    [{ state_event: 'SOMETHING_NEW' }, 'blocked'],
  ];
  for (const [state, expected] of table) assert.equal(meaning(state), expected, JSON.stringify(state));
});
