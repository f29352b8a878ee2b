import assert from 'node:assert/strict';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inBackground } from './background.ts';
import { relay } from './relay.ts';
import { run, temporaryFolder } from './run.ts';
import { startSandboxed } from './sandboxed.ts';

const box = await startSandboxed({ after });
await box.chatWith('echo');

const partyline = (args: readonly string[], input = '') => run([...args, '--data-dir', box.dataDir], { input });
async function json(args: readonly string[], input = '') {
  const { code, stdout, stderr } = await partyline([...args, '--json'], input);
  assert.equal(stderr, '');
  return { code, document: JSON.parse(stdout) };
}
const count = async (contact: string) => (await box.received(contact)).filter((text) => text !== 'x').length;

test('a text from the arguments or from standard input is sent when it says so', async () => {
  const sent = await partyline(['send', 'echo', 'hello', '*there*']);
  assert.deepEqual([sent.code, sent.stderr], [0, '']);
  assert.match(sent.stdout, /^Sent to .*\(message \d+\)\.$/m);
  assert.equal((await partyline(['send', 'echo'], 'from a pipe\n')).code, 0);
  const { document } = await json(['send', 'echo', '-'], 'two\nlines\n');
  assert.equal(document.messages[0].state, 'sent');
  assert.deepEqual(await box.received('echo'), ['hello there', 'from a pipe', 'two\nlines']);
  const message = await box.client.messages.retrieve(document.messages[0].messageID, { chatID: document.chatID });
  assert.equal(message.pendingMessageID, document.messages[0].pendingMessageID);
  const { stdout } = await partyline(['send', 'echo', 'back', '--reply-to', message.id, '--json']);
  const { messageID } = JSON.parse(stdout).messages[0];
  const reply = await box.client.messages.retrieve(messageID, { chatID: document.chatID });
  assert.equal(reply.linkedMessageID, message.id);
});

test('files go with the text on the first; a voice note is one', async (t) => {
  const folder = await temporaryFolder(t);
  const paths = ['one.txt', 'two.txt'].map((name) => join(folder, name));
  for (const path of paths) await writeFile(path, `in ${path}`);
  const { code, document } = await json(['send', 'echo', 'look', ...paths.flatMap((path) => ['--file', path])]);
  assert.equal(code, 0, JSON.stringify(document));
  const shown = await Promise.all(
    document.messages.map(({ messageID }: { messageID: string }) =>
      box.client.messages.retrieve(messageID, { chatID: document.chatID }),
    ),
  );
  assert.deepEqual(
    shown.map(({ text = '', attachments }) => [text, attachments[0].fileName]),
    [
      ['look', 'one.txt'],
      ['', 'two.txt'],
    ],
  );
  const sound = join(folder, 'sound.wav');
  await writeFile(sound, wav());
  const voice = await json(['send', 'echo', '--file', sound, '--as', 'voice-note']);
  assert.equal(voice.code, 0, JSON.stringify(voice.document));
  const { chatID, messages } = voice.document;
  const note = await box.client.messages.retrieve(messages[0].messageID, { chatID });
  assert.equal(note.attachments?.[0]?.isVoiceNote, true);
});

test('what cannot be sent is refused in words, and nothing goes out', async (t) => {
  const folder = await temporaryFolder(t);
  const large = join(folder, 'large');
  const file = await open(large, 'w');
  await file.truncate(500 * 1024 * 1024 + 1);
  await file.close();
  await mkdir(join(folder, 'a folder'));
  const before = await count('echo');
  const cases: readonly [readonly string[], number, string][] = [
    [['   '], 2, 'empty_message'],
    [[], 2, 'empty_message'],
    [['text', '--file', join(folder, 'not there')], 2, 'file_not_found'],
    [['text', '--file', join(folder, 'a folder')], 2, 'not_a_file'],
    [['text', '--file', large], 2, 'file_too_large'],
    [['text', '--at', '2001-01-01 10:00'], 2, 'usage'],
    [['text', '--at', 'soon'], 2, 'usage'],
    [['text', '--reply-to', '1'], 5, 'nothing_matched'],
    [['text', '--read-only'], 2, 'read_only'],
  ];
  for (const [args, code, word] of cases) {
    const refused = await json(['send', 'echo', ...args]);
    assert.deepEqual([refused.code, refused.document.error.code], [code, word], args.join(' '));
  }
  assert.equal((await json(['send', 'no such chat', 'text'])).code, 5);
  await box.command({
    event: { kind: 'chat', chat: { id: 'lobby', type: 'group', title: 'Lobby', isReadOnly: true } },
  });
  const closed = await json(['send', 'lobby', 'text']);
  assert.deepEqual([closed.code, closed.document.error.code], [1, 'not_writable']);
  assert.equal(await count('echo'), before);
  assert.equal(await count('lobby'), 0);
});

test('a message for later waits, is listed, and can be taken back', async () => {
  const before = await count('echo');
  const said = await partyline(['send', 'echo', 'later', '--at', 'tomorrow 9:00']);
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  assert.ok(said.stdout.includes(`${tomorrow.toLocaleDateString('sv-SE')} 09:00`), said.stdout);
  const [, id = ''] = /outbox cancel (m\d+)/.exec(said.stdout) ?? [];
  const listed = await partyline(['outbox']);
  assert.ok(listed.stdout.includes(id) && listed.stdout.includes('scheduled') && listed.stdout.includes('later'));
  assert.match((await partyline(['outbox', 'show', id])).stdout, /waits for its time/);
  assert.match((await partyline(['outbox', 'cancel', id])).stdout, /was taken back\. It was not sent\./);
  assert.match((await partyline(['outbox', 'list'])).stdout, /^Nothing waits/);
  assert.equal((await json(['outbox', 'cancel', id])).code, 5);
  assert.match((await partyline(['outbox', 'show', id, '--chat', 'echo'])).stdout, /Cancelled\. It was not sent\./);
  assert.equal(await count('echo'), before);
});

test('a token that may not, or that must ask', async () => {
  const token = async (...args: string[]) =>
    (await json(['token', 'create', '--name', 'a program', ...args])).document.token;
  const before = await count('echo');
  const reader = await json(['send', 'echo', 'no', '--url', box.url, '--token', await token('--scope', 'read')]);
  assert.deepEqual([reader.code, reader.document.error.code], [3, 'forbidden']);
  assert.match(reader.document.error.message, /scope/);
  const asker = await token('--approve');
  const asked = await partyline(['send', 'echo', 'may I?', '--url', box.url, '--token', asker]);
  assert.deepEqual([asked.code, await count('echo')], [0, before]);
  const [, id = ''] =
    /Waiting for the owner's approval \(message (m\d+)\).*approvals approve m\d+/.exec(asked.stdout) ?? [];
  assert.equal((await partyline(['approvals', 'approve', id])).code, 0);
  assert.match((await partyline(['outbox', 'show', id, '--chat', 'echo'])).stdout, /^Sent to/);
  assert.equal(await count('echo'), before + 1);
});

test('what failed, and what nobody knows, is for the person to decide', async () => {
  for (const contact of ['unsure', 'refuser']) await box.chatWith(contact);
  const failed = await partyline(['send', 'refuser', 'no']);
  assert.deepEqual([failed.code, failed.stdout], [1, '']);
  assert.match(failed.stderr, /Not sent to .*outbox retry m\d+.*outbox cancel m\d+/s);
  const unsure = await json(['send', 'unsure', 'perhaps']);
  assert.deepEqual([unsure.code, unsure.document.error.code], [1, 'uncertain']);
  const { pendingMessageID: id, chatID } = unsure.document.error.messages[0];
  assert.match((await partyline(['outbox', 'show', id])).stdout, /look at the chat elsewhere/);
  assert.equal((await json(['outbox', 'retry', id])).document.error.code, 'not_confirmed');
  assert.equal((await box.received('unsure')).length, 1);
  const again = await json(['outbox', 'retry', id, '--yes']);
  assert.equal(again.document.error?.code, 'uncertain', JSON.stringify(again.document));
  const given = await json(['outbox', 'discard', id]);
  assert.deepEqual(given.document, { cancelled: id, wasState: 'uncertain' });
  assert.equal((await json(['outbox', 'list', '--chat', chatID])).document.items.length, 0);
  const seen = await partyline(['send', 'unsure', 'I saw it there']);
  const [, arrived = ''] = /outbox retry m\d+.*outbox confirm (m\d+).*outbox cancel m\d+/s.exec(seen.stderr) ?? [];
  assert.match((await partyline(['outbox', 'confirm', arrived])).stdout, /counts as sent \(message \d+\)/);
  assert.match((await partyline(['outbox', 'show', arrived, '--chat', 'unsure'])).stdout, /^Sent to/);
  assert.equal((await json(['outbox', 'confirm', id])).document.error.code, 'CONFLICT');
});

test('an account that is away: it is said, and goes out when it is back', async () => {
  await box.command({ status: 'lost' });
  const waiting = await partyline(['send', 'silent', 'when you are back', '--account', 'ada']);
  await box.command({ status: 'connected' });
  assert.equal(waiting.code, 5, 'there is no such chat yet');
  await box.chatWith('silent');
  await box.command({ status: 'lost' });
  const said = await partyline(['send', 'silent', 'when you are back']);
  assert.equal(said.code, 0, said.stderr);
  assert.match(
    said.stdout,
    /waiting for the network .* is disconnected, and it goes out .* when that is connected again/,
  );
  const [, id = ''] = /message (m\d+)/.exec(said.stdout) ?? [];
  assert.match((await partyline(['outbox', 'show', id])).stdout, /waits for its turn, or for the account/);
  await box.command({ status: 'connected' });
  await arrived('silent', 'when you are back');
});

test('Ctrl-C while waiting: the message is accepted, and goes out', async (t) => {
  await box.chatWith('silent');
  await box.command({ send: 'silent', times: 1 });
  const sending = inBackground(t, ['send', 'silent', 'take your time', '--data-dir', box.dataDir]);
  await arrived('silent', 'take your time');
  assert.equal(await sending.end('SIGINT'), 130);
  assert.match(sending.errors(), /Not waited for\. The server has the message .* m\d+/);
  await box.command({ send: 'ok' });
});

test('an answer that is lost with the server, by kill -9: one message', async (t) => {
  let kills = 0;
  const server = await relay(t, box.url, {
    async loses({ method, url = '' }) {
      if (method !== 'POST' || !url.endsWith('/messages') || kills++ > 0) return false;
      await box.restart('SIGKILL');
      return true;
    },
  });
  const sent = await json(['send', 'echo', 'only once', '--url', server.url, '--token', box.token]);
  assert.equal(kills, 2, 'it was asked for again');
  // The server may have died while the network had the message: then nobody knows, and a person decides.
  const [message] = (sent.document.error ?? sent.document).messages;
  assert.ok(message.state === 'sent' || message.state === 'uncertain', JSON.stringify(sent.document));
  assert.ok((await box.received('echo')).filter((text) => text === 'only once').length <= 1);
  const own: string[] = [];
  for await (const { text = '', isSender } of box.client.messages.list(message.chatID)) if (isSender) own.push(text);
  assert.equal(own.filter((text) => text === 'only once').length, 1);
});

test('an answer that never comes: how to repeat it without doubling is said, and holds', async (t) => {
  const server = await relay(t, box.url, {
    loses: async ({ method, url = '' }) => method === 'POST' && url.endsWith('/messages'),
  });
  const flags = ['--token', box.token];
  const sending = inBackground(t, ['send', 'echo', 'again and again', '--url', server.url, ...flags]);
  await arrived('echo', 'again and again');
  assert.equal(await sending.end('SIGINT'), 130);
  const [, key = ''] =
    /not known whether the server took the message\. Repeat .*--idempotency-key (\S+):/.exec(sending.errors()) ?? [];
  const repeated = await run(['send', 'echo', 'again and again', '--url', box.url, ...flags, '--idempotency-key', key]);
  assert.equal(repeated.code, 0, repeated.stderr);
  assert.equal((await box.received('echo')).filter((text) => text === 'again and again').length, 1);
});

test('the same key is the same message, whichever token the command makes itself', async () => {
  const ids: string[] = [];
  for (const _ of [1, 2]) {
    const { code, document } = await json(['send', 'echo', 'said once', '--idempotency-key', 'once']);
    assert.equal(code, 0, JSON.stringify(document));
    ids.push(document.messages[0].pendingMessageID);
  }
  assert.equal(ids[0], ids[1]);
  assert.equal((await box.received('echo')).filter((text) => text === 'said once').length, 1);
});

test('a server of this API without an outbox says so', async (t) => {
  const server = await relay(t, box.url, { lacks: /^\/v1\/outbox/ });
  const { code, document } = await json(['outbox', '--url', server.url, '--token', box.token]);
  assert.deepEqual([code, document.error.code], [1, 'not_offered']);
});

async function arrived(contact: string, text: string): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  while (!(await box.received(contact)).includes(text)) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A tenth of a second of silence. */
function wav(): Buffer {
  const data = Buffer.alloc(1_600);
  const head = Buffer.from('RIFF0000WAVEfmt 00000000000000000000data0000', 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
