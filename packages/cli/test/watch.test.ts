import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { inBackground } from './background.ts';
import { relay } from './relay.ts';
import { run, temporaryFolder } from './run.ts';
import { startSandboxed } from './sandboxed.ts';

const box = await startSandboxed({ after });

interface Line {
  readonly type: string;
  readonly chatID?: string;
  readonly cursor: string;
  readonly entries?: readonly { readonly text?: string; readonly id: string }[];
}
const parsed = (lines: readonly string[]): Line[] => lines.map((line) => JSON.parse(line));
const textsIn = (lines: readonly string[]): string[] =>
  parsed(lines).flatMap(({ type, entries = [] }) =>
    type === 'message.upserted' ? entries.map(({ text = '' }) => text) : [],
  );
const has = (text: string) => (lines: readonly string[]) => lines.some((line) => line.includes(text));
const placeOf = ({ cursor }: Line) => Number(cursor.split('.')[1]);

const say = (text: string, contact = 'echo') => box.command({ say: { contact, text } });
const folder = () => ['--data-dir', box.dataDir];

/** A watcher that is known to be watching. */
async function watching(t: Parameters<typeof inBackground>[0], ...args: string[]) {
  const watcher = inBackground(t, ['watch', ...args]);
  const heard = watcher.until((lines) => lines.length > 0);
  let last = '';
  for (let round = 0; watcher.lines.length === 0; round++) {
    last = `Are you there? ${round}`;
    await say(last);
    await Promise.race([heard, delay(500)]);
  }
  // A slow one has heard an earlier question first: the rest would come in the midst of what follows.
  await watcher.until(has(last));
  return watcher;
}

test('kill -9 of the server while messages come in: each is shown once, to people and to programs', async (t) => {
  const program = await watching(t, '--json', ...folder());
  const person = await watching(t, ...folder());
  const sent: string[] = [];
  const talk = async (count: number) => {
    for (let index = 0; index < count; index++) {
      const text = `word ${sent.length}.`;
      sent.push(text);
      await say(text);
    }
  };
  await talk(20);
  // The server ends in the midst of it.
  const last = `word ${sent.length}.`;
  sent.push(last);
  const cutOff = say(last).catch(() => undefined);
  await box.server.stop('SIGKILL');
  await cutOff;
  await person.says(/The server is away; waiting for it to come back\./);
  await box.restart();
  await talk(20);
  await box.restart('SIGTERM');
  await say('the end.');
  await Promise.all([program.until(has('the end.')), person.until(has('the end.'))]);
  await person.says(/The server is back/);

  const events = parsed(program.lines);
  const places = events.map(placeOf);
  assert.deepEqual(
    places,
    [...new Set(places)].sort((one, other) => one - other),
  );
  const chatID = await box.chatWith('echo');
  const stored: string[] = [];
  for await (const { text = '' } of box.client.messages.list(chatID, { limit: 500 })) stored.push(text);
  for (const text of sent) {
    const count = stored.filter((one) => one === text).length;
    assert.equal(textsIn(program.lines).filter((one) => one === text).length, count, text);
    assert.equal(person.lines.filter((line) => line.endsWith(text)).length, count, text);
    // The one that was under way may have been lost with the server; no other.
    if (text !== last) assert.equal(count, 1, text);
  }
  assert.equal(await program.end(), 0);
  assert.equal(await person.end('SIGTERM'), 0);
});

test('it tells where to go on from, and goes on there', async (t) => {
  const first = await watching(t, '--json', ...folder());
  await say('before.');
  await first.until(has('before.'));
  assert.equal(await first.end(), 0);
  const [, cursor = ''] = /watch --since (\S+)/.exec(first.errors()) ?? [];
  await say('between.');
  const second = inBackground(t, ['watch', '--json', '--since', cursor, '--type', 'message.upserted', ...folder()]);
  await second.until(has('between.'));
  assert.deepEqual(textsIn(second.lines), ['between.']);
  await second.end();
});

test('a cursor file keeps the place from run to run', async (t) => {
  const file = join(await temporaryFolder(t), 'place');
  const args = ['--json', '--type', 'message.upserted', '--cursor-file', file, ...folder()];
  const first = await watching(t, ...args);
  assert.equal(await first.end(), 0);
  await say('one.');
  await say('two.');
  const second = inBackground(t, ['watch', ...args]);
  await second.until(has('two.'));
  await second.end();
  assert.deepEqual(textsIn(second.lines), ['one.', 'two.']);
  // Where it stands in the file wins over --since.
  await say('three.');
  const third = inBackground(t, ['watch', '--since', '1h', ...args]);
  await third.until(has('three.'));
  await third.end();
  assert.deepEqual(textsIn(third.lines), ['three.']);
  assert.match(third.errors(), /watch --cursor-file/);

  await writeFile(file, 'not a cursor at all');
  const refused = await run(['watch', ...args]);
  assert.equal(refused.code, 2);
  assert.equal(await readFile(file, 'utf8'), 'not a cursor at all');
});

test('a reader that goes away ends it well, and the place is that of what it got', async (t) => {
  const file = join(await temporaryFolder(t), 'place');
  const args = ['--json', '--type', 'message.upserted', '--cursor-file', file, ...folder()];
  const first = await watching(t, ...args);
  await say('heard.');
  await first.until(has('heard.'));
  const closed = new Promise((resolve) => first.child.stdout?.once('close', resolve));
  first.child.stdout?.destroy();
  await closed;
  await say('unheard.');
  assert.equal(await first.ended(), 0);
  assert.match(first.errors(), /To go on from here/);
  assert.doesNotMatch(first.errors(), /EPIPE|error/);
  const second = inBackground(t, ['watch', ...args]);
  await second.until(has('unheard.'));
  assert.deepEqual(textsIn(second.lines), ['unheard.']);
  await second.end();
  const { stdout } = await run(['token', 'list', '--json', ...folder()]);
  assert.doesNotMatch(stdout, /partyline command/);
});

test('it begins at a moment of the past', async (t) => {
  await say('old.');
  const { items } = await box.client.events.list({ since: (await box.client.events.cursorAt(new Date(0))).cursor });
  const [newest] = items.slice(-1);
  const moment = new Date(Math.max(Date.now(), Date.parse(newest?.ts ?? '') + 1));
  while (Date.now() <= moment.getTime()) await new Promise(setImmediate);
  await say('young.');
  const args = ['watch', '--json', '--type', 'message.upserted', '--since', moment.toISOString(), ...folder()];
  const watcher = inBackground(t, args);
  await watcher.until(has('young.'));
  assert.deepEqual(textsIn(watcher.lines), ['young.']);
  await watcher.end();
  const all = inBackground(t, ['watch', '--since', '1d', ...folder()]);
  await all.until((lines) => has('old.')(lines) && has('young.')(lines));
  await all.end();
});

test('only what is asked for', async (t) => {
  const group = await watching(t, '--json', '--chat', 'echo', '--type', 'message.upserted', ...folder());
  await say('elsewhere.', 'silent');
  await say('here.');
  await group.until(has('here.'));
  assert.ok(!has('elsewhere.')(group.lines));
  assert.ok(parsed(group.lines).every(({ type }) => type === 'message.upserted'));
  await group.end();

  const added = await run([
    'accounts',
    'add',
    'sandbox',
    '--set',
    'username=bob',
    '--set',
    'password=any',
    '--json',
    ...folder(),
  ]);
  assert.equal(added.code, 0, added.stdout);
  const accounts = await box.client.accounts.list();
  const accountID = accounts.find((account) => account.accountID !== box.accountID)?.accountID ?? '';
  const account = inBackground(t, ['watch', '--json', '--account', accountID, '--since', '1h', ...folder()]);
  await account.until(has('account.upserted'));
  await say('not for bob.');
  const chat = await box.client.chats.start({ accountID, user: { id: 'echo' } });
  await box.client.messages.send(chat.chatID, { text: 'of bob.' });
  await account.until(has('of bob.'));
  assert.ok(!has('not for bob.')(account.lines));
  assert.ok(!has(box.accountID)(account.lines));
  await account.end();
});

test('what cannot be watched is refused in words', async () => {
  const cases: readonly [readonly string[], number, string][] = [
    [['--since', 'never'], 2, 'usage'],
    [['--since', '0123456789ab.1'], 1, 'cursor_gone'],
    [['--since', '2100-01-01'], 2, 'usage'],
    [['--type', 'message.sung'], 2, 'usage'],
    [['--chat', 'nobody at all'], 5, 'nothing_matched'],
  ];
  for (const [args, code, word] of cases) {
    const refused = await run(['watch', '--json', ...args, ...folder()]);
    assert.equal(refused.code, code, refused.stdout);
    const { error } = JSON.parse(refused.stdout);
    assert.deepEqual([error.code, refused.stdout.trim().includes('\n')], [word, false]);
  }
});

test('a token that is revoked ends it', async (t) => {
  const { stdout } = await run(['token', 'create', '--name', 'short', '--scope', 'read', '--json', ...folder()]);
  const { token, id } = JSON.parse(stdout);
  const watcher = await watching(t, '--json', '--url', box.url, '--token', token);
  await run(['token', 'revoke', id, ...folder()]);
  await say('after it.');
  assert.equal(await watcher.ended(), 3);
  assert.ok(has('sign_in_needed')(watcher.lines.slice(-1)));
});

test('a server of this API without a log is watched live, and says what that means', async (t) => {
  const server = await relay(t, box.url, { lacks: /^\/v1\/events/ });
  const flags = ['--url', server.url, '--token', box.token];
  const watcher = await watching(t, ...flags);
  await say('live.');
  await watcher.until(has('live.'));
  assert.match(watcher.errors(), /^This server keeps no log of events/);
  server.cut();
  await watcher.says(/connection is lost/);
  await watcher.says(/Connected again/);
  await say('live again.');
  await watcher.until(has('live again.'));
  assert.equal(watcher.lines.filter((line) => line.endsWith('live again.')).length, 1);
  assert.equal(watcher.errors().split('keeps no log').length, 2);
  assert.equal(await watcher.end(), 0);
  for (const args of [
    ['--since', '1h'],
    ['--cursor-file', '/nowhere/place'],
  ]) {
    const refused = await run(['watch', ...args, ...flags]);
    assert.deepEqual([refused.code, /with Partyline only/.test(refused.stderr)], [2, true]);
  }
});
