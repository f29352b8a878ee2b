/** Out of one server, into another, and out of that: the same messages. Both ways are killed in between. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { bin, cleanEnv, run } from './run.ts';
import { type Served, serve } from './served.ts';

let folder: string;
let server: Served;
let other: Served;
let accountID: string;
const exported = () => join(folder, 'export');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partyline-export-'));
  const start = (name: string, ...more: string[]) =>
    serve(['--port=0', '--data-dir', join(folder, name), '--log-level', 'silent', ...more]);
  [server, other] = await Promise.all([start('one', '--sandbox'), start('two')]);
  const added = await at(
    'one',
    'accounts',
    'add',
    'sandbox',
    '--flow',
    'form',
    '--set',
    'username=ada',
    '--set',
    'password=x',
  );
  accountID = added.document.accounts[0].accountID;
  for (const [index, title] of titles.entries()) await fill(`room${index}`, title, index === 0 ? 700 : 12);
});
after(async () => {
  await Promise.all([server?.stop(), other?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const titles = [
  'Family',
  '../../x',
  'CON',
  'a\u0000b\u001b[31m\n',
  'x'.repeat(300),
  '\u202eesrever',
  'Family',
  '<script>alert(1)</script>',
];
const start = Date.parse('2025-03-01T08:00:00Z');
const minute = 60_000;

/** With a token the program need not load the server's code: most of a short test would be that. */
const flags = (name: string) => {
  const { url, token } = name === 'one' ? server : other;
  return ['--url', url, '--token', token];
};

async function at(name: string, ...args: string[]) {
  const { code, stdout, stderr } = await run([...args, '--json', ...flags(name)]);
  assert.equal(stderr, '');
  return { code, document: JSON.parse(stdout) };
}

/** What the network of the sandbox delivers. */
async function deliver(events: readonly object[]): Promise<void> {
  for (let first = 0; first < events.length; first += 500) {
    const response = await fetch(`${server.url}/v1/accounts/${accountID}/sandbox`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events: events.slice(first, first + 500) }),
    });
    assert.equal(response.status, 200, await response.text());
  }
}

const said = (room: string, index: number, timestamp = start + Math.floor(index / 2) * 20 * minute) => ({
  kind: 'message',
  id: `${room}-${index}`,
  chat: { id: room, type: 'group' },
  sender: index % 4 === 3 ? { id: 'ada', isSelf: true } : { id: 'ann', name: 'Ann \u202egnp', isSelf: false },
  timestamp,
  history: true,
  text: `message ${index}`,
  ...(index % 7 === 1 && { html: '<b>bold</b> <a href="https://example.org/?a=1&amp;b">link</a>' }),
  ...(index % 5 === 2 && { replyTo: `${room}-${index - 1}` }),
  ...(index % 6 === 4 &&
    index < 40 && {
      attachments: [{ kind: 'img', ref: 'media:picture', fileName: '../evil.png', mimeType: 'image/png' }],
    }),
  ...(index === 8 && { attachments: [{ kind: 'unknown', ref: `zeros:${1_000 + room.length}`, fileName: 'CON.pdf' }] }),
});

async function fill(room: string, title: string, count: number): Promise<void> {
  const participants = {
    complete: true,
    items: [
      { id: 'ada', fullName: 'Ada', isSelf: true },
      { id: 'ann', fullName: 'Ann' },
    ],
  };
  const about = { chatID: room, timestamp: start };
  await deliver([
    { kind: 'chat', chat: { id: room, type: 'group', title }, participants },
    ...Array.from({ length: count }, (_, index) => said(room, index)),
    { kind: 'reaction', ...about, messageID: `${room}-0`, sender: { id: 'ann', isSelf: false }, key: '👍' },
    { kind: 'edit', ...about, messageID: `${room}-5`, id: 'e', timestamp: start + 5 * minute, text: 'edited' },
    { kind: 'removal', ...about, messageID: `${room}-6` },
  ]);
}

const lines = (path: string): Message[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Every chat with what of it is the same on both servers, in the order of the files. */
function read(root: string) {
  const subfolders = (path: string) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [join(path, entry.name)] : [],
    );
  const chats = subfolders(root)
    .flatMap(subfolders)
    .map((path) => {
      const { chat } = JSON.parse(readFileSync(join(path, 'chat.json'), 'utf8'));
      const messages = lines(join(path, 'messages.jsonl'));
      const places = new Map(messages.map(({ id }, index) => [id, index]));
      assert.equal(places.size, messages.length, 'nothing is there twice');
      return {
        title: chat.title,
        people: chat.participants.items,
        messages: messages.map((message) => ({
          text: message.text,
          timestamp: message.timestamp,
          sender: [message.senderID, message.senderName, message.isSender],
          type: message.type,
          edited: message.editedTimestamp,
          deleted: message.isDeleted,
          answers: places.get(message.linkedMessageID ?? ''),
          reactions: message.reactions?.map(({ reactionKey, participantID }) => [reactionKey, participantID]),
          files: message.attachments?.map((attachment) => {
            const file = Reflect.get(attachment, 'file');
            return [attachment.fileName, attachment.type, readFileSync(join(path, file)).toString('base64')];
          }),
        })),
      };
    });
  return chats.toSorted((one, two) => one.title.localeCompare(two.title) || one.messages.length - two.messages.length);
}

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' });
}

/** Runs a command and kills it once the moment has come, unless it ended before. */
async function killed(args: readonly string[], moment: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [bin, ...args], { env: cleanEnv(), stdio: 'ignore' });
  const over = new AbortController();
  const ended = once(child, 'exit').finally(() => over.abort());
  await moment(over.signal).catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  child.kill('SIGKILL');
  await ended;
}

/** The moment at which so many things have happened to the files in a folder. */
async function changes(path: string, count: number, signal: AbortSignal): Promise<void> {
  let seen = 0;
  for await (const _ of watch(path, { recursive: true, signal })) if (++seen === count) return;
}

test('an export that is killed in the middle is whole in the end', async () => {
  mkdirSync(exported());
  for (const count of [12, 35, 90])
    await killed(['export', exported(), ...flags('one')], (signal) => changes(exported(), count, signal));
  const { code } = await at('one', 'export', exported());
  assert.equal(code, 0);
  const chats = read(exported());
  assert.equal(chats.length, titles.length + 1, 'and the lobby of the sandbox');
  for (const title of titles)
    assert.ok(
      chats.some((chat) => chat.title === title),
      JSON.stringify(title),
    );
  const family = chats.findLast(({ title }) => title === 'Family');
  assert.equal(family?.messages.length, 700);
  const unfinished = filesIn(exported()).filter((name) => /\.(?:part|walk)$/.test(name) && !name.includes('media'));
  assert.deepEqual(unfinished, []);
});

test('folders are harmless, and nothing is outside', () => {
  for (const name of filesIn(exported())) {
    assert.doesNotMatch(name, /[\p{Cc}\u202e<>:"|?*\\]/u);
    for (const part of name.split('/'))
      assert.ok(Buffer.byteLength(part) <= 120 && !/^con(?:[. ]|$)/i.test(part), part);
  }
  assert.deepEqual(readdirSync(folder).toSorted(), ['export', 'one', 'two']);
});

test('pages hold no script, escape what was said, and link to the files beside them', () => {
  const page = filesIn(exported()).find((name) => name.includes('script') && name.endsWith('messages.html'));
  const html = readFileSync(join(exported(), page ?? ''), 'utf8');
  assert.doesNotMatch(html, /<script/i);
  assert.match(html, /&lt;script&gt;/);
  assert.match(html, /<b>bold<\/b> <a rel="noreferrer noopener" href="https:\/\/example\.org\/\?a=1&amp;b">/);
  assert.match(html, /This message was deleted/);
  assert.match(html, /class="reply"/);
  assert.doesNotMatch(html, /\u202e/);
  const [, source = ''] = /<img src="(media\/[^"]+)"/.exec(html) ?? [];
  assert.ok(existsSync(join(exported(), page ?? '', '..', decodeURIComponent(source))));
  assert.match(readFileSync(join(exported(), 'index.html'), 'utf8'), /messages\.html/);
});

test('one chat of a time, without files and pages', async () => {
  const target = join(folder, 'period');
  const period = ['--since', '2025-03-01T08:20:00Z', '--until', '2025-03-01T09:00:00Z'];
  const { document } = await at('one', 'export', target, '--chat', 'CON', ...period, '--no-media', '--format', 'json');
  assert.deepEqual([document.chats, document.messages, document.fetchedBytes], [1, 4, 0]);
  const names = filesIn(target).map((name) => name.split('/').at(-1) ?? '');
  assert.deepEqual(names.filter((name) => /^[a-z]+\.[a-z]+$/.test(name)).toSorted(), [
    'chat.json',
    'manifest.json',
    'messages.jsonl',
  ]);
  await rm(target, { recursive: true });
});

test('a later export takes what is new and what was changed lately, and leaves the rest', async () => {
  const now = Date.now();
  await deliver([said('room1', 100, now - minute), said('room1', 101, now)]);
  await at('one', 'export', exported());
  const quiet = filesIn(exported()).filter((name) => name.includes('CON ') && name.endsWith('messages.jsonl'))[0] ?? '';
  const before = statSync(join(exported(), quiet)).mtimeMs;
  await deliver([
    { kind: 'edit', chatID: 'room1', messageID: 'room1-100', id: 'e2', timestamp: now, text: 'changed since' },
    said('room1', 102, now + 1),
  ]);
  const { code, document } = await at('one', 'export', exported());
  assert.equal(code, 0);
  assert.equal(document.missingMedia, 0);
  const texts = read(exported())
    .find(({ title }) => title === '../../x')
    ?.messages.map(({ text }) => text);
  assert.deepEqual(texts?.slice(-3), ['changed since', 'message 101', 'message 102']);
  assert.equal(texts?.length, 15);
  assert.equal(statSync(join(exported(), quiet)).mtimeMs, before);
});

test('an import that is killed in the middle gives the same messages, once each', async () => {
  const api = new Partyline({ baseURL: other.url, accessToken: other.token });
  for (const count of [1, 4]) {
    await killed(['import', exported(), '--name', 'Killed', ...flags('two')], async (signal) => {
      while ((await api.chats.list({ limit: 200 }, { signal })).items.length < count) signal.throwIfAborted();
    });
  }
  assert.equal((await at('two', 'import', exported(), '--name', 'Killed')).code, 0);
  const again = await at('two', 'import', exported(), '--name', 'KILLED', '--dry-run');
  assert.deepEqual([again.document.imported, again.document.chats], [0, titles.length + 1]);
  const back = join(folder, 'back');
  assert.equal((await at('two', 'export', back, '--account', 'Killed')).code, 0);
  // Pictures that a server holds stay there.
  const sorted = (people: object[]) =>
    people.map((person) => Object.entries({ ...person, imgURL: undefined }).toSorted());
  const plain = (root: string) => read(root).map((chat) => ({ ...chat, people: sorted(chat.people) }));
  assert.deepEqual(plain(back), plain(exported()));
  await rm(back, { recursive: true });
});

test('a dry run makes no archive', async () => {
  const { document } = await at('two', 'import', exported(), '--name', 'Never', '--dry-run');
  assert.deepEqual([document.accountID, document.imported], [null, document.messages]);
  const api = new Partyline({ baseURL: other.url, accessToken: other.token });
  assert.ok(!(await api.accounts.list()).some(({ user }) => user.fullName === 'Never'));
});

test('what cannot be had is told once, with the code 1, and the rest is there', async () => {
  await deliver([
    {
      ...said('lost', 8),
      chat: { id: 'lost', type: 'group', title: 'Lost' },
      attachments: [{ kind: 'img', ref: 'gone:x' }],
    },
  ]);
  const target = join(folder, 'export');
  const first = await at('one', 'export', target, '--chat', 'Lost');
  assert.deepEqual([first.code, first.document.newlyMissingMedia.length], [1, 1]);
  const second = await at('one', 'export', target, '--chat', 'Lost', '--read-only');
  assert.deepEqual([second.code, second.document.missingMedia], [0, 1]);
});

test('refusals: other things in the folder, another period, --read-only, no export', async () => {
  const busy = join(folder, 'one');
  const codeOf = async (name: string, ...args: string[]) => (await at(name, ...args)).document.error.code;
  const codes = await Promise.all([
    codeOf('one', 'export', busy),
    codeOf('one', 'export', exported(), '--since', '2025-01-01'),
    codeOf('one', 'export', exported(), '--format', 'pdf'),
    codeOf('two', 'import', exported(), '--read-only'),
    codeOf('two', 'import', busy),
  ]);
  assert.deepEqual(codes, ['folder_in_use', 'other_scope', 'usage', 'read_only', 'no_export']);
});

test('whoever made an export does not choose what of this machine is uploaded', async () => {
  const lost = filesIn(exported()).find((name) => /\/Lost [^/]+$/.test(name)) ?? '';
  const copy = join(folder, 'evil');
  for (const part of ['manifest.json', lost]) cpSync(join(exported(), part), join(copy, part), { recursive: true });
  const path = join(copy, lost, 'messages.jsonl');
  const [message] = lines(path);
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'secret');
  const attachments = ['../../../secret', secret, 'media/../../../../secret'].map((file) => ({
    type: 'unknown',
    file,
  }));
  writeFileSync(path, `${JSON.stringify({ ...message, id: 'evil', attachments })}\n`);
  const { document } = await at('two', 'import', copy);
  assert.deepEqual([document.imported, document.missingFiles, document.files], [1, 3, 0]);
  await rm(secret);
});

test('an archive has the titles of its chats, and nobody writes in it: `send` means the other one', async () => {
  assert.equal((await at('one', 'import', exported(), '--name', 'Copy')).code, 0);
  assert.equal((await at('one', 'messages', 'CON')).code, 6);
  const sent = await at('one', 'send', 'CON', 'still you', '--at', '+2h');
  assert.equal(sent.code, 0, JSON.stringify(sent.document));
  const chat = await at('one', 'chats', 'show', sent.document.chatID);
  assert.equal(chat.document.accountID, accountID);
});
