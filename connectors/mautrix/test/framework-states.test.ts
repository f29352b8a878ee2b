/** What the framework says of its logins, as the status of accounts; and programs and servers that end. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { at, enter, startStage } from './framework/hosting.ts';
import { allTexts, chats, messages, sent, talkWithBob } from './framework/inbox.ts';
import { rehearsal } from './framework/program.ts';
import { messageFrom, said } from './framework/said.ts';
import { account } from './hosting.ts';

const { program, skip } = await rehearsal();

/** Process IDs of the program that runs on a data folder. */
function running(dataDir: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(join(dataDir, 'bridge-data')) && !line.includes('bridge-guard'))
    .map((line) => Number.parseInt(line, 10));
}

test('every state of a login is a status of its account', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const accountID = await enter(stage, 'ann');
  const tell = (state: object) => stage.network.happen({ kind: 'state', login: 'login-ann', state });
  const states = [
    [{ state_event: 'TRANSIENT_DISCONNECT', message: 'No signal' }, 'disconnected', /No signal/],
    [{ state_event: 'CONNECTING' }, 'disconnected', /./],
    [{ state_event: 'CONNECTED' }, 'connected', /^/],
    [{ state_event: 'BACKFILLING' }, 'backfilling', /^/],
    [{ state_event: 'CONNECTED' }, 'connected', /^/],
    [
      { state_event: 'CONNECTED', user_action: 'OPEN_NATIVE', message: 'Open the app' },
      'attention_required',
      /Open the app/,
    ],
    [{ state_event: 'CONNECTED' }, 'connected', /^/],
    [{ state_event: 'UNKNOWN_ERROR', error: 'example-broken' }, 'attention_required', /example-broken/],
    [{ state_event: 'CONNECTED' }, 'connected', /^/],
    [{ state_event: 'BRIDGE_UNREACHABLE' }, 'disconnected', /./],
    [{ state_event: 'CONNECTED' }, 'connected', /^/],
    [
      { state_event: 'BAD_CREDENTIALS', error: 'example-out', message: 'Signed out by the phone' },
      'reconnect_required',
      /by the phone/,
    ],
  ] as const;
  for (const [state, status, text] of states) {
    await tell(state);
    const now = await account(stage, accountID, (one) => one.status === status);
    assert.match(now.statusText ?? '', text);
  }
});

test('a login that the network has signed out by itself needs signing in, and keeps its chats', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { accountID, chatID } = await talkWithBob(stage);
  const state = { state_event: 'LOGGED_OUT', message: 'The account was closed' };
  await stage.network.happen({ kind: 'state', login: 'login-ann', state });
  await account(stage, accountID, ({ status }) => status === 'reconnect_required');
  const left = await chats(stage, ({ length }) => length === 1);
  assert.equal(left[0]?.id, chatID);
});

test('what a login says when it connects is its status from the beginning', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const accountID = await enter(stage, 'ann');
  stage.network.on('connect', () => ({ state_event: 'BAD_CREDENTIALS', message: 'Changed the password' }));
  const again = await stage.restart();
  const now = await account(again, accountID, ({ status }) => status === 'reconnect_required');
  assert.match(now.statusText ?? '', /Changed the password/);
});

test('nothing is lost or doubled when the program or the server ends', { skip }, async (t) => {
  let stage = await startStage(t, { program });
  const { network } = stage;
  const { accountID, chatID } = await talkWithBob(stage);
  await network.happen(messageFrom('bob', 'm2', said('two')));
  await messages(stage, chatID, ({ length }) => length === 2);
  for (const pid of running(stage.dataDir)) process.kill(pid, 'SIGKILL');
  await account(stage, accountID, ({ status }) => status === 'disconnected');
  await account(stage, accountID, ({ status }) => status === 'connected');
  // A network delivers again what it does not know to have arrived.
  for (const [id, text] of [
    ['m2', 'two'],
    ['m3', 'three'],
  ] as const)
    await network.happen(messageFrom('bob', id, said(text)));
  await messages(stage, chatID, ({ length }) => length === 3);
  stage = await stage.restart();
  await account(stage, accountID, ({ status }) => status === 'connected');
  for (const [id, text] of [
    ['m3', 'three'],
    ['m4', 'four'],
  ] as const)
    await network.happen(messageFrom('bob', id, said(text)));
  await stage.api.post(at(chatID, 'messages'), { text: 'five' });
  const all = await messages(stage, chatID, (some) => sent(some.at(-1)));
  assert.deepEqual(
    all.map(({ text }) => text),
    ['Hello Ann', 'two', 'three', 'four', 'five'],
  );
});

test('a message that was told when the program was killed is not told twice', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const { accountID, chatID } = await talkWithBob(stage);
  const begun = Date.now();
  const said20 = Array.from({ length: 20 }, (_, index) => ({ id: `k${index}`, ts: begun + index }));
  const tell = async () => {
    for (const { id, ts } of said20) await network.happen(messageFrom('bob', id, said(id), { ts }));
  };
  for (let round = 0; round < 3; round++) {
    // It is killed as soon as something new is here, in the middle of the rest.
    const seen = (await allTexts(stage, chatID)).length;
    const telling = tell().catch(() => undefined);
    await eventually(
      () => allTexts(stage, chatID),
      ({ length }) => length > seen || length > said20.length,
    );
    for (const pid of running(stage.dataDir)) process.kill(pid, 'SIGKILL');
    await telling;
    await account(stage, accountID, ({ status }) => status === 'disconnected');
    await account(stage, accountID, ({ status }) => status === 'connected');
  }
  await tell();
  await network.happen(messageFrom('bob', 'end', said('end')));
  const all = await eventually(
    () => allTexts(stage, chatID),
    (texts) => texts.includes('end'),
  );
  assert.deepEqual(all, ['Hello Ann', ...said20.map(({ id }) => id), 'end']);
});

test('a message under way when the program dies may have been sent, and says so', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const { chatID } = await talkWithBob(stage);
  network.answerNext(() => new Promise(() => {}));
  await stage.api.post(at(chatID, 'messages'), { text: 'Now?' });
  await network.arrivals('message', 1);
  for (const pid of running(stage.dataDir)) process.kill(pid, 'SIGKILL');
  const all = await messages(stage, chatID, (some) => some[1]?.sendStatus?.status.startsWith('FAIL') === true);
  assert.match(all[1]?.sendStatus?.message ?? '', /not known whether this message was sent|may have been/);
  assert.equal(network.arrived.length, 1);
});
