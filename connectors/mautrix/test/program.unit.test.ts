/** What is made of a program's end and of its words. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readState, meaningOf as stateMeaning } from '../src/bridge/bridge-state.ts';
import { startChild } from '../src/program/child.ts';
import { meaningOf } from '../src/program/exit-codes.ts';
import { endOrphans } from '../src/program/orphans.ts';
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

test('a child gives its exit code, and stops when it is asked', async (t) => {
  assert.deepEqual(await (await startChild({ ...place(t, 'exit 11'), log: silent })).exited, {
    code: 11,
    signal: null,
  });
  const child = await startChild({ ...place(t, 'exec sleep 60'), log: silent });
  assert.deepEqual(await child.stop(), { code: 143, signal: null });
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
