import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { commandsIn } from './commands-in.ts';
import { inTerminal, skip } from './pseudo-terminal.ts';
import { temporaryFolder } from './run.ts';
import { type Served, serve } from './served.ts';

let dataDir: string;
let server: Served;
let client: Partyline;
let accountID: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  server = await serve(['--port=0', '--sandbox', '--data-dir', dataDir, '--log-level', 'silent']);
  client = new Partyline({ accessToken: server.token, baseURL: server.url });
  const { bridgeID, loginSessionID, currentStep } = await client.bridges.loginSessions.create('local-sandbox', {
    flowID: 'form',
  });
  const fields = { username: 'ada', password: 'any' };
  const stepID = currentStep?.stepID ?? '';
  const submit = { bridgeID, loginSessionID, type: 'user_input', fields } as const;
  const done = await client.bridges.loginSessions.steps.submit(stepID, submit);
  accountID = done.account?.accountID ?? assert.fail('not signed in');
  await sandbox({ history: { chat: 'silent', count: 60, from: '2026-01-01T00:00:00Z', everyMs: 3_600_000 } });
});
after(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function sandbox(command: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`${server.url}/v1/accounts/${accountID}/sandbox`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  assert.equal(response.status, 200, await response.text());
}

const { partyline, json } = commandsIn(() => dataDir);
/** How the past of the sandbox is numbered. */
const numbers = (items: readonly Message[]) => items.map(({ text = '' }) => Number(text.split(':')[0]));

/** Sends, and waits until the network has it. */
async function sendTo(contact: string, text: string): Promise<Message> {
  const { chatID } = await client.chats.start({ accountID, user: { id: contact } });
  const { pendingMessageID } = await client.messages.send(chatID, { text });
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const message = await client.messages.retrieve(pendingMessageID, { chatID });
    if (message.sendStatus?.status !== 'PENDING') return message;
  }
  return assert.fail('not sent in time');
}

test('the newest messages, and from there to both sides, by message and by time', async () => {
  const { document } = await json('messages', 'list', 'silent', '--limit', '3');
  assert.deepEqual(numbers(document.items), [60, 59, 58]);
  const [, , oldest] = document.items;
  const read = await partyline('messages', 'silent', '--limit', '3');
  assert.match(
    read.stdout,
    /^Silent \(Sandbox\)\n\n\d{4}-\d\d-\d\d \d\d:\d\d {2}Silent {2}\d+\n {4}58: .*\n(.*\n)* {4}60: /,
  );
  assert.ok(
    read.stdout.includes(
      `messages list ${(await json('chats', 'show', 'silent')).document.localChatID} --before ${oldest.id}`,
    ),
  );
  const list = async (...flags: string[]) =>
    numbers((await json('messages', 'list', 'silent', '--limit', '3', ...flags)).document.items);
  assert.deepEqual(await list('--before', oldest.id), [57, 56, 55]);
  assert.deepEqual(await list('--after', oldest.id), [60, 59]);
  assert.deepEqual(await list('--before', '2026-01-01T10:00Z'), [10, 9, 8]);
  assert.deepEqual(await list('--after', '2026-01-01T09:30Z'), [13, 12, 11]);
  assert.deepEqual(await list('--after', '2020-01-01'), [3, 2, 1]);
  assert.deepEqual(await list('--before', '2020-01-01'), []);
  assert.equal((await json('messages', 'list', 'silent', '--before', '1d', '--after', '2d')).code, 2);
  assert.equal((await json('messages', 'list', 'silent', '--limit', '0')).code, 2);
});

test('a message among its neighbours, and alone', async () => {
  const { items } = await client.messages.search({ query: '30' });
  const id = items[0]?.id ?? assert.fail('nothing found');
  const { document } = await json('messages', 'context', 'silent', id, '--before', '2', '--after', '1');
  assert.deepEqual(numbers([...document.before, document.message, ...document.after]), [28, 29, 30, 31]);
  const { stdout } = await partyline('messages', 'context', 'silent', id);
  assert.match(stdout, /\n→ .*\n {4}30: /);
  const shown = await partyline('messages', 'show', 'silent', id);
  assert.match(shown.stdout, new RegExp(`^Message +${id}$`, 'm'));
  const unknown = await partyline('messages', 'show', 'silent', '1');
  assert.equal(unknown.code, 5);
  assert.match(unknown.stderr, /has no message "1"/);
});

test('own messages are edited, reacted to and deleted; those of others are refused', async () => {
  const sent = await sendTo('reader', 'first **try**');
  const edited = await json('messages', 'edit', 'reader', 'last', 'second', '*try*');
  assert.deepEqual([edited.document.id, edited.document.text], [sent.id, 'second <em>try</em>']);
  assert.match(
    (await partyline('messages', 'react', 'reader', 'last', '👍')).stdout,
    /^Reacted with 👍 to "You: second try"/,
  );
  const list = (await partyline('messages', 'reader')).stdout;
  assert.match(list, /You \(edited\) {2}\d+\n {4}second try\n {4}👍\n/);
  assert.equal((await json('messages', 'unreact', 'reader', sent.id, '👍')).code, 0);
  assert.doesNotMatch((await partyline('messages', 'reader')).stdout, /👍/);
  const others = (await json('messages', 'list', 'silent', '--limit', '3')).document.items as Message[];
  const foreign = others.find(({ isSender }) => isSender !== true) ?? assert.fail('none of the contact');
  const refused = await partyline('messages', 'edit', 'silent', foreign.id, 'x');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Only own messages can be edited/);
  assert.equal((await json('messages', 'delete', 'reader', 'last')).document.error.code, 'not_confirmed');
  assert.equal((await json('messages', 'delete', 'reader', 'last', '--yes')).document.deleted, sent.id);
  assert.equal((await json('messages', 'edit', 'reader', 'last', 'x')).code, 5);
});

test('search finds chats and messages, by chats, with what stands around', async () => {
  const { stdout } = await partyline('search', '"30:"');
  assert.match(stdout, /^Silent \(Sandbox\) {2}chat \d+\n\n.* 29: .*\n.*\n {4}30: .*\n.* 31: /);
  assert.match((await partyline('search', 'silent')).stdout, /^Chats\n(.*\n)*? +Silent \(Sandbox\) {2}chat \d+/);
  const { document } = await json('search', 'from:me', '--chat', 'silent', '--limit', '4');
  assert.deepEqual([document.messages.items.length, document.messages.hasMore], [4, true]);
  assert.ok(document.messages.items.every(({ isSender }: Message) => isSender === true));
  assert.equal((await json('search', 'in:silent', 'before:2026-01-01T04:00Z')).document.messages.items.length, 4);
  assert.match((await partyline('search', 'nowhere-at-all')).stdout, /Nothing was found/);
  assert.equal((await json('search', 'x', '--chat', 'nobody')).code, 5);
  assert.equal((await json('search', ' ')).code, 2);
});

test('files are saved under a harmless name, and never over another', async (t) => {
  const folder = await temporaryFolder(t);
  await sandbox({ say: { contact: 'painter', text: 'look', media: ['picture', 'document'] } });
  const saved = await json('media', 'download', 'painter', 'last', '--to', folder);
  const { path, bytes } = saved.document;
  assert.equal(path, join(folder, 'picture.png'));
  assert.equal((await readFile(path)).subarray(1, 4).toString(), 'PNG');
  await writeFile(path, 'mine');
  const again = await partyline('media', 'download', 'painter', 'last', '--to', folder);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /is there already/);
  assert.equal(await readFile(path, 'utf8'), 'mine');
  assert.equal((await json('media', 'download', 'painter', 'last', '--to', path, '--force')).document.bytes, bytes);
  assert.equal((await json('media', 'download', 'painter', 'last', '--file', '3')).code, 5);
  const { stdout } = await partyline('media', 'download', 'painter', 'last', '--file', '2', '--to', '-', '--read-only');
  assert.ok(stdout.length > 0 && !stdout.includes('painter'));
  assert.deepEqual(await readdir(folder), ['picture.png']);
});

test('what others write cannot fool a terminal', { skip }, async () => {
  const bad = '\x1b]0;owned\x07\x1b[2J\u202ekcab\r\x1b[31mred \x9b31m';
  await sandbox({ say: { contact: 'fan', text: `Hi${bad}` } });
  const { document } = await json('chats', 'list');
  const chat = document.items.find(({ preview }: { preview?: Message }) => preview?.text?.startsWith('Hi'));
  await client.chats.update(chat.id, { title: `Fan${bad}` });
  for (const words of [
    ['chats', 'list'],
    ['messages', 'list', chat.localChatID],
    ['search', 'Hi'],
    ['messages', 'show', chat.localChatID, 'last'],
  ]) {
    const terminal = inTerminal([...words, '--data-dir', dataDir], { NO_COLOR: '1' });
    await terminal.ended();
    assert.match(terminal.raw(), /Hi/, words.join(' '));
    const printed = terminal.raw().replaceAll('\r\n', '\n');
    for (const mark of ['\x1b]', '\x1b[2', '\x1b[31', '\x07', '\x9b', '\r', '\u202e'])
      assert.ok(!printed.includes(mark), `${words.join(' ')} prints ${JSON.stringify(mark)}`);
  }
});

test('at a terminal of 80 columns nothing but an address is wider', { skip }, async () => {
  const long = 'many words that do not fit '.repeat(8);
  await sandbox({ say: { contact: 'fan', text: long } });
  for (const words of [['chats'], ['messages', 'fan'], ['contacts'], ['search', 'words'], ['chats', 'show', 'fan']]) {
    const terminal = inTerminal([...words, '--data-dir', dataDir]);
    await terminal.ended();
    const lines = terminal.screen().split(/\r?\n/);
    assert.ok(lines.length > 2, words.join(' '));
    assert.deepEqual(
      lines.filter((line) => line.length > 80 && !line.includes('--data-dir')),
      [],
      words.join(' '),
    );
  }
});
