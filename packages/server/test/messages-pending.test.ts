import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Message, MessagePage, SendResult } from '@partyline/protocol';
import { chatCalled } from './support/chats.ts';
import { command, connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'sender');
const { id: chatID } = await chatCalled(api, accountID, 'Lobby');
const path = `/v1/chats/${encodeURIComponent(chatID)}/messages`;

const send = (text: string) => api.post<SendResult>(path, { text });

test('a message that is being sent is given once its outcome is known, and by its pending ID for ever', async () => {
  await command(api, accountID, { delayMs: 300 });
  const { pendingMessageID } = await send('hello');
  const message = await api.get<Message>(`${path}/${pendingMessageID}`);
  await command(api, accountID, { delayMs: 0 });
  assert.equal(message.sendStatus?.status, 'SUCCESS');
  assert.equal(message.pendingMessageID, pendingMessageID);
  assert.notEqual(message.id, pendingMessageID);
  assert.deepEqual(await api.get(`${path}/${message.id}`), message);
  const { items } = await api.get<MessagePage>(`${path}?cursor=${pendingMessageID}`);
  assert.ok(items.every(({ sortKey }) => sortKey < message.sortKey));
});

test('it is not held for longer than two seconds', async () => {
  await command(api, accountID, { delayMs: 60_000 });
  const { pendingMessageID } = await send('slow');
  const began = performance.now();
  const message = await api.get<Message>(`${path}/${pendingMessageID}`);
  await command(api, accountID, { delayMs: 0 });
  assert.equal(message.sendStatus?.status, 'PENDING');
  assert.equal(message.id, pendingMessageID);
  const took = performance.now() - began;
  assert.ok(took > 1_900 && took < 5_000, `${took} ms`);
});
