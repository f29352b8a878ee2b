/** The own SDK on a live server: what a peer that only plays one cannot show. */

import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Partyline, { NotFoundError, type Uploadable } from '@partyline/client';
import { addSandboxAccount } from './support/sandbox.ts';
import { commandSandbox } from './support/sandbox-commands.ts';
import { startInProcess, type TestServer, TOKEN } from './support/server.ts';
import { until } from './support/until.ts';

describe('@partyline/client', () => {
  let server: TestServer;
  let client: Partyline;
  let accountID: string;

  before(async () => {
    server = await startInProcess('--sandbox');
    client = new Partyline({ accessToken: TOKEN, baseURL: server.url, maxRetries: 0 });
    ({ accountID } = await addSandboxAccount(server.url, 'ada'));
  });
  after(() => server.end());

  const chatWith = async (id: string) => (await client.chats.start({ accountID, user: { id } })).id;

  const settled = (chatID: string, pendingMessageID: string) =>
    until('it is known what became of the message', async () => {
      const message = await client.messages.retrieve(pendingMessageID, { chatID });
      return message.sendStatus?.status === 'PENDING' ? undefined : message;
    });

  /** A client whose connection breaks after each of the first requests was carried out. */
  function losing(answers: number): Partyline {
    let lost = 0;
    const fetchAndLose: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (lost++ < answers) throw new TypeError('fetch failed');
      return response;
    };
    const clock = { now: Date.now, random: Math.random, sleep: async () => {} };
    return client.withOptions({ fetch: fetchAndLose, maxRetries: 2, clock });
  }

  it('sends once, however often the answer gets lost, and twice when asked twice', async () => {
    const chatID = await chatWith('silent');
    const { pendingMessageID } = await losing(2).messages.send(chatID, { text: 'One' });
    const second = await client.messages.send(chatID, { text: 'One' });
    assert.notEqual(second.pendingMessageID, pendingMessageID);
    for (const id of [pendingMessageID, second.pendingMessageID]) await settled(chatID, id);
    const received = await commandSandbox(server.url, accountID, { received: { chat: 'silent' } });
    assert.equal(Reflect.get(Object(received), 'count'), 2);
    await assert.rejects(losing(3).messages.send(chatID, { text: 'Two' }), Partyline.APIConnectionError);
  });

  it('gives the answer of before for a key of before, and refuses it for another message', async () => {
    const chatID = await chatWith('terse');
    const first = await client.messages.send(chatID, { text: 'Key' }, { idempotencyKey: 'key' });
    assert.deepEqual(await client.messages.send(chatID, { text: 'Key' }, { idempotencyKey: 'key' }), first);
    const other = client.messages.send(chatID, { text: 'Other' }, { idempotencyKey: 'key' });
    await assert.rejects(other, Partyline.APIError);
  });

  it('begins a chat with one first message, also when the answer gets lost', async () => {
    const { id } = await losing(1).chats.start({ accountID, user: { id: 'reader' }, messageText: 'Good day' });
    const texts = (await client.messages.list(id)).items.map(({ text }) => text);
    assert.deepEqual(texts, ['Good day']);
  });

  it('uploads from everywhere, and sends and reads the file', async () => {
    const path = join(server.dataDir, 'holiday.txt');
    const content = 'sun '.repeat(100_000);
    await writeFile(path, content);
    const files: readonly Uploadable[] = [path, createReadStream(path), new File([content], 'holiday.txt')];
    for (const file of files) {
      const upload = await client.assets.upload({ file });
      assert.deepEqual([upload.fileName, upload.fileSize], ['holiday.txt', content.length]);
    }
    const { uploadID = '' } = await client.assets.upload({ file: path, fileName: 'sea.txt', mimeType: 'text/plain' });
    const chatID = await chatWith('silent');
    const { pendingMessageID } = await client.messages.send(chatID, { attachment: { uploadID } });
    const { attachments } = await settled(chatID, pendingMessageID);
    const url = attachments?.[0]?.id ?? '';
    assert.equal(attachments?.[0]?.fileName, 'sea.txt');
    const part = await client.assets.serve({ url }, { headers: { range: 'bytes=4-6' } });
    assert.deepEqual([part.status, await part.text()], [206, 'sun']);
    assert.equal(await (await client.assets.serve({ url })).text(), content);
    assert.match((await client.assets.download({ url })).srcURL ?? '', /^file:/);
    const encoded = Buffer.from('x').toString('base64');
    assert.equal((await client.assets.uploadBase64({ content: encoded })).fileSize, 1);
  });

  it('edits, reacts and deletes', async () => {
    const chatID = await chatWith('silent');
    const { id } = await settled(chatID, (await client.messages.send(chatID, { text: 'Draft' })).pendingMessageID);
    assert.match((await client.messages.update(id, { chatID, text: '**Final**' })).text ?? '', /<strong>Final/);
    const { reactions } = client.chats.messages;
    await reactions.add(id, { chatID, reactionKey: '👍' });
    assert.equal((await client.messages.retrieve(id, { chatID })).reactions?.[0]?.reactionKey, '👍');
    await reactions.delete('👍', { chatID, messageID: id });
    await client.messages.delete(id, { chatID, forEveryone: false });
    const retrieved = await client.messages.retrieve(id, { chatID }).catch(() => undefined);
    assert.equal(retrieved?.isDeleted ?? true, true);
  });

  it('lists, takes back and sends again what is in the outbox', async () => {
    const chatID = await chatWith('refuser');
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const later = await client.messages.send(chatID, { text: 'Later', sendAt });
    const { pendingMessageID } = await client.messages.send(chatID, { text: 'No' });
    assert.equal((await settled(chatID, pendingMessageID)).sendStatus?.status, 'FAIL_PERMANENT');
    const waiting = await Array.fromAsync(client.outbox.list({ chatID, limit: 1 }));
    assert.deepEqual(
      waiting.map((delivery) => [delivery.pendingMessageID, delivery.state]).toSorted(),
      [
        [later.pendingMessageID, 'scheduled'],
        [pendingMessageID, 'failed'],
      ].toSorted(),
    );
    await client.outbox.cancel(later.pendingMessageID);
    assert.equal((await client.outbox.retry(pendingMessageID)).pendingMessageID, pendingMessageID);
    await until('it was refused again', async () => {
      const { items } = await client.outbox.list({ chatID });
      return items.length === 1 && items[0]?.state === 'failed' ? true : undefined;
    });
  });

  it('keeps chats in order: labels, reminders, the archive, and finds them again', async () => {
    const chatID = await chatWith('fan');
    const label = await client.labels.create({ name: 'work' });
    await client.chats.labels.attach(label.id, { chatID });
    assert.deepEqual((await client.labels.update(label.id, { name: 'home' })).name, 'home');
    const found = await Array.fromAsync(client.chats.search({ labelID: label.id }));
    assert.deepEqual(
      found.map(({ id, labels }) => [id, labels?.[0]?.name]),
      [[chatID, 'home']],
    );
    await client.chats.labels.detach(label.id, { chatID });
    await client.labels.delete(label.id);
    assert.deepEqual(await client.labels.list(), []);

    await client.chats.reminders.create(chatID, { reminder: { remindAt: '2999-01-01T00:00:00Z' } });
    assert.equal((await client.chats.retrieve(chatID)).reminder?.remindAt, '2999-01-01T00:00:00.000Z');
    await client.chats.reminders.delete(chatID);
    await client.chats.archive(chatID);
    assert.deepEqual(
      (await Array.fromAsync(client.chats.search({ inbox: 'archive' }))).map(({ id }) => id),
      [chatID],
    );
    await client.chats.typing(chatID, { state: 'typing' });
    assert.equal((await client.chats.markUnread(chatID)).isMarkedUnread, true);
    assert.equal((await client.chats.markRead(chatID)).isMarkedUnread ?? false, false);
    await client.chats.delete(chatID, { forEveryone: true });
    await assert.rejects(client.chats.retrieve(chatID), NotFoundError);
  });

  it('pages both ways and searches', async () => {
    await commandSandbox(server.url, accountID, { history: { chat: 'slow', count: 50 } });
    const chatID = await chatWith('slow');
    const all = (await Array.fromAsync(client.messages.list(chatID, { limit: 7 }))).map(({ id }) => id);
    assert.equal(new Set(all).size, 50);
    const newer = client.messages.list(chatID, { cursor: all[30], direction: 'after', limit: 7 });
    assert.deepEqual((await Array.fromAsync(newer)).map(({ id }) => id).toSorted(), all.slice(0, 30).toSorted());
    const found = await Array.fromAsync(client.messages.search({ chatIDs: [chatID], sender: 'me', limit: 5 }));
    assert.equal(found.length, 12);
    assert.equal((await client.search({ query: 'lobby' })).results.chats[0]?.title.toLowerCase(), 'lobby');
    assert.equal((await client.focus({ chatID })).success, false);
  });
});
