/** The official TypeScript SDK on chats and messages: its paging, its retries, its files. */

import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import BeeperDesktop from '@beeper/desktop-api';
import { addSandboxAccount } from './support/sandbox.ts';
import { commandSandbox } from './support/sandbox-commands.ts';
import { startInProcess, type TestServer, TOKEN } from './support/server.ts';
import { until } from './support/until.ts';

const many = 10_000;

/** Everybody the sandbox's address book and searches have, but those who answer. */
const contacts = ['silent', 'refuser', 'busy', 'unsure', 'herald', 'terse', 'fan', 'reader', 'echo', 'slow'];

describe('@beeper/desktop-api 5.0.0 on the inbox', () => {
  let server: TestServer;
  let client: BeeperDesktop;
  let accountID: string;
  /** The chat with `silent`, which has many messages. */
  let chatID: string;

  before(async () => {
    server = await startInProcess('--sandbox');
    client = new BeeperDesktop({ accessToken: TOKEN, baseURL: server.url, maxRetries: 0 });
    ({ accountID } = await addSandboxAccount(server.url, 'ada'));
    const from = Date.now() - many * 1_000;
    await commandSandbox(server.url, accountID, { history: { chat: 'silent', count: many, from } });
    chatID = await chatWith('silent');
  });
  after(() => server.end());

  const chatWith = async (id: string) => (await client.chats.start({ accountID, user: { id } })).id;

  it('pages through ten thousand messages, each once, newest first', async () => {
    const messages = await Array.fromAsync(client.messages.list(chatID));
    assert.equal(messages.length, many);
    const keys = messages.map(({ sortKey }) => sortKey);
    assert.deepEqual(keys, [...new Set(keys)].sort().reverse());
    const times = messages.map(({ timestamp }) => Date.parse(timestamp));
    assert.deepEqual(
      times,
      times.toSorted((one, other) => other - one),
    );
  });

  it('pages the other way, where it hands back the oldest cursor too, and comes to an end', async () => {
    const all = await Array.fromAsync(client.messages.list(chatID, {}, { query: { limit: 500 } }));
    const newestFirst = all.map(({ id }) => id);
    const middle = newestFirst[1_000] ?? '';
    const newer = await Array.fromAsync(client.messages.list(chatID, { cursor: middle, direction: 'after' }));
    assert.deepEqual(newer.map(({ id }) => id).toSorted(), newestFirst.slice(0, 1_000).toSorted());
    const [next] = (await client.messages.list(chatID, { cursor: middle, direction: 'after' })).items.slice(-1);
    assert.equal(next?.id, newestFirst[999], 'a page has the messages next to the cursor');
    const fromTheStart = await Array.fromAsync(
      client.messages.list(chatID, {}, { query: { limit: 500, direction: 'after' } }),
    );
    assert.deepEqual(fromTheStart.map(({ id }) => id).toSorted(), newestFirst.toSorted());
  });

  it('misses nothing and doubles nothing while messages come in', async () => {
    const chat = await chatWith('fan');
    await commandSandbox(server.url, accountID, { history: { chat: 'fan', count: 100 } });
    const seen: string[] = [];
    for await (const { id } of client.messages.list(chat)) {
      if (seen.push(id) % 10 === 0) {
        await commandSandbox(server.url, accountID, { say: { contact: 'fan', text: `While paging ${seen.length}` } });
      }
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(seen.length, 100);
  });

  it('pages through chats both ways, and through searches', async () => {
    for (const contact of contacts) await chatWith(contact);
    const other = await addSandboxAccount(server.url, 'other');
    for (const id of contacts) await client.chats.start({ accountID: other.accountID, user: { id } });
    for (const id of contacts) {
      await client.chats.create({ accountID, type: 'group', participantIDs: [id], title: `Group with ${id}` });
    }
    const chats = await Array.fromAsync(client.chats.list());
    // Three times ten, and the lobbies.
    assert.equal(chats.length, 32);
    assert.equal(new Set(chats.map(({ id }) => id)).size, 32);
    const activity = chats.map(({ lastActivity }) => lastActivity ?? '');
    assert.deepEqual(activity, activity.toSorted().reverse());
    for (const query of [{ direction: 'after' }, { direction: 'after', limit: 3 }, { limit: 1 }]) {
      const walked = await Array.fromAsync(client.chats.list({}, { query }));
      assert.deepEqual(walked.map(({ id }) => id).toSorted(), chats.map(({ id }) => id).toSorted());
    }
    const groups = await Array.fromAsync(client.chats.search({ query: 'group with', limit: 3 }));
    assert.deepEqual(new Set(groups.map(({ title }) => title)), new Set(contacts.map((id) => `Group with ${id}`)));
    assert.equal(groups.length, contacts.length);
  });

  it('pages through what a search finds', async () => {
    const chatIDs = [chatID];
    const mine = await Array.fromAsync(client.messages.search({ chatIDs, sender: 'me', limit: 20 }));
    assert.equal(mine.length, many / 4);
    assert.equal(new Set(mine.map(({ id }) => id)).size, mine.length);
    const page = await client.messages.search({ chatIDs, sender: 'others', limit: 20 });
    const second = await page.getNextPage();
    assert.equal(new Set([...page.items, ...second.items].map(({ id }) => id)).size, 40);
  });

  it('sends once when the answer got lost and it repeats the request by itself', async () => {
    const chat = await chatWith('reader');
    let sends = 0;
    const losing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (init?.method?.toUpperCase() === 'POST' && ++sends === 1) throw new TypeError('fetch failed');
      return response;
    };
    const unlucky = client.withOptions({ fetch: losing, maxRetries: 2 });
    const { pendingMessageID } = await unlucky.messages.send(chat, { text: 'Only once' });
    assert.equal(sends, 2);
    await until('it is sent', async () => {
      const { sendStatus } = await client.messages.retrieve(pendingMessageID, { chatID: chat });
      return sendStatus?.status === 'SUCCESS' || undefined;
    });
    const texts = (await Array.fromAsync(client.messages.list(chat))).map(({ text }) => text);
    assert.deepEqual(texts, ['Only once']);
    const received = await commandSandbox(server.url, accountID, { received: { chat: 'reader' } });
    assert.equal(Reflect.get(Object(received), 'count'), 1);
  });

  it('uploads a stream of unknown length, sends it, and reads it back', async () => {
    const path = join(server.dataDir, 'upload.txt');
    await writeFile(path, 'line\n'.repeat(100_000));
    const { uploadID = '', fileSize } = await client.assets.upload({ file: createReadStream(path) });
    assert.equal(fileSize, 500_000);
    const chat = await chatWith('reader');
    const { pendingMessageID } = await client.messages.send(chat, { attachment: { uploadID, type: 'file' } });
    const { attachments } = await client.messages.retrieve(pendingMessageID, { chatID: chat });
    const response = await client.assets.serve({ url: attachments?.[0]?.id ?? '' });
    assert.equal(response.headers.get('content-length'), '500000');
    assert.equal((await response.text()).length, 500_000);
  });

  it('gets nothing where there is nothing to say, and its own kinds of errors', async () => {
    assert.equal((await client.chats.archive(chatID)) ?? undefined, undefined);
    assert.equal((await client.chats.retrieve(chatID, { maxParticipantCount: null })).isArchived, true);
    await client.chats.archive(chatID, { archived: false });
    await assert.rejects(client.chats.retrieve('no such chat'), (error) => {
      return error instanceof BeeperDesktop.NotFoundError && /^404 .*not found/i.test(error.message);
    });
    await assert.rejects(client.messages.send(chatID, {}), BeeperDesktop.UnprocessableEntityError);
    assert.deepEqual(await client.focus({ chatID }), { success: false });
  });
});
