/** A token with a policy reads on past what is here as anybody does, in the chats that it sees, and asks no network about others. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chatWithPast, down, numbers, pastChat } from './support/past.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';
import { tokenWith } from './support/tokens.ts';

const { api: owner, running } = await startTestServer({ after });
const { accountID } = await connectedAccount(owner, 'chronicler');

test('what the network keeps of a chat that is seen is fetched, also for a token that only reads', async () => {
  const place = await chatWithPast(owner, accountID, 'silent', { here: 3, kept: 70 });
  const held = await tokenWith(owner, running.url, { chatIDs: [place.chat.id] }, ['read']);
  const theirs = { ...pastChat(held.api, accountID, 'silent', place.chat), asked: place.asked };
  const pages = await theirs.walk(20);
  assert.deepEqual(pages.flatMap(numbers).slice(3), down(70, 1));
  assert.equal(pages.at(-1)?.hasMore, false);
  const asked = await place.asked();
  assert.ok(asked > 0);
  // It is there for everybody now.
  assert.deepEqual((await place.walk(50)).flatMap(numbers).slice(3), down(70, 1));
  assert.equal(await place.asked(), asked);
});

test('two who wait, one of whom sees everything, are answered by one question', async () => {
  const place = await chatWithPast(owner, accountID, 'echo', { here: 1, kept: 40 });
  const held = await tokenWith(owner, running.url, { accountIDs: [accountID] });
  const theirs = pastChat(held.api, accountID, 'echo', place.chat);
  const pages = await Promise.all([place, theirs, place, theirs].map((who) => who.list({ limit: '20' })));
  for (const page of pages) assert.deepEqual(numbers(page).slice(1), down(40, 22));
  assert.equal(await place.asked(), 1);
});

test('a chat that is not seen asks nobody, under whatever ID, and is answered as one that does not exist', async () => {
  const place = await chatWithPast(owner, accountID, 'reader', { here: 1, kept: 30 });
  const other = await chatWithPast(owner, accountID, 'fan', { here: 1, kept: 0 });
  const held = await tokenWith(owner, running.url, { chatIDs: [other.chat.id] });
  const list = (id: string) => held.api.call('GET', `/v1/chats/${encodeURIComponent(id)}/messages?limit=500`);
  const none = await list('!nothing:local-sandbox.localhost');
  for (const id of [place.chat.id, place.chat.localChatID ?? '']) {
    const { status, text } = await list(id);
    assert.deepEqual([status, text], [404, none.text]);
  }
  assert.equal(await place.asked(), 0);
  assert.equal((await place.list({ limit: '50' })).items.length, 31);
});
