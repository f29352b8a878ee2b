import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Chat } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, chatEvents, deliver, readChat, said } from './support/chats.ts';
import { tamper } from './support/data-folder.ts';
import { eventually } from './support/eventually.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });
const { api, dataDir } = server;
const { accountID } = await connectedAccount(api, 'reminded');

async function chatNamed(name: string): Promise<{ id: string; at: string }> {
  await deliver(api, accountID, said(name, Date.UTC(2020, 0, 1)));
  const { id } = await chatCalled(api, accountID, name);
  await api.post(`/v1/chats/${id}/read`);
  assert.equal((await api.call('POST', `/v1/chats/${id}/archive`)).status, 204);
  return { id, at: `/v1/chats/${id}/reminders` };
}
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const wasReminded = ({ isMarkedUnread, isArchived, reminder }: Chat) =>
  isMarkedUnread === true && isArchived === false && reminder === null;

test('a reminder is set, shown, set anew and cleared', async () => {
  const { id, at } = await chatNamed('set');
  const remindAt = inMs(3_600_000);
  const answer = await api.call('POST', at, { reminder: { remindAt } });
  assert.deepEqual([answer.status, answer.text], [204, '']);
  assert.deepEqual((await readChat(api, id)).reminder, { remindAt, dismissOnIncomingMessage: false });
  await api.post(at, { reminder: { remindAtMs: Date.parse(remindAt) + 1_000, dismissOnIncomingMessage: true } });
  const later = new Date(Date.parse(remindAt) + 1_000).toISOString();
  assert.deepEqual((await readChat(api, id)).reminder, { remindAt: later, dismissOnIncomingMessage: true });
  const events = chatEvents(dataDir, id).length;
  for (let times = 0; times < 2; times++) {
    const cleared = await api.call('DELETE', at);
    assert.deepEqual([cleared.status, cleared.text], [204, '']);
    assert.equal((await readChat(api, id)).reminder, null);
  }
  assert.deepEqual(chatEvents(dataDir, id).slice(events), ['chat.upserted']);
});

test('when its time comes the chat is unread and out of the archive, and the log says so', async () => {
  const { id, at } = await chatNamed('due');
  const far = await chatNamed('not due');
  await api.post(far.at, { reminder: { remindAt: inMs(3_600_000) } });
  const events = chatEvents(dataDir, id).length;
  await api.post(at, { reminder: { remindAt: inMs(1_000) } });
  await eventually(() => readChat(api, id), wasReminded);
  assert.deepEqual(chatEvents(dataDir, id).slice(events), ['chat.upserted', 'reminder.due', 'chat.upserted']);
  const { reminder, isMarkedUnread } = await readChat(api, far.id);
  assert.ok(reminder?.remindAt && isMarkedUnread === false);
});

test('a message of somebody else dismisses it where that was asked for', async () => {
  for (const [name, dismissOnIncomingMessage] of [
    ['dismissed', true],
    ['not dismissed', false],
  ] as const) {
    const { id, at } = await chatNamed(name);
    await api.post(at, { reminder: { remindAt: inMs(3_600_000), dismissOnIncomingMessage } });
    await deliver(api, accountID, said(name, Date.now(), { sender: { id: 'reminded', isSelf: true } }));
    assert.notEqual((await readChat(api, id)).reminder, null, 'an own message dismisses nothing');
    await deliver(api, accountID, said(name, Date.now()));
    assert.equal((await readChat(api, id)).reminder === null, dismissOnIncomingMessage);
  }
});

test('what does not fit is refused by name', async () => {
  const { id, at } = await chatNamed('refused');
  for (const [reminder, path] of [
    [{ remindAt: inMs(-1) }, ['body', 'reminder', 'remindAt']],
    [{ remindAtMs: 5 }, ['body', 'reminder', 'remindAt']],
    [{ remindAt: 'tomorrow' }, ['body', 'reminder', 'remindAt']],
    [{ remindAtMs: 1e17 }, ['body', 'reminder', 'remindAt']],
    [{}, ['body', 'reminder', 'remindAt']],
    [undefined, ['body', 'reminder']],
  ] as const) {
    const { status, body } = await api.call<Failure>('POST', at, { reminder });
    assert.equal(status, 422, JSON.stringify(reminder));
    assert.deepEqual(body.details?.issues[0]?.path, path);
  }
  assert.equal((await readChat(api, id)).reminder, null);
  for (const method of ['POST', 'DELETE'])
    assert.equal(
      (await api.call(method, '/v1/chats/none/reminders', { reminder: { remindAt: inMs(9_999) } })).status,
      404,
    );
});

test('what came due while the server was down is due at its start, and the rest later', async () => {
  const overdue = await chatNamed('overdue');
  const soon = await chatNamed('soon');
  for (const { at } of [overdue, soon]) await api.post(at, { reminder: { remindAt: inMs(3_600_000) } });
  const events = chatEvents(dataDir, overdue.id).length;
  await server.running.close();
  tamper(dataDir, `update chats set reminder_at = 1000 where public_id = '${overdue.id}'`);
  tamper(dataDir, `update chats set reminder_at = ${Date.now() + 1_500} where public_id = '${soon.id}'`);
  const again = await startTestServer({ after }, { dataDir });
  await eventually(() => readChat(again.api, overdue.id), wasReminded);
  await eventually(() => readChat(again.api, soon.id), wasReminded);
  assert.deepEqual(chatEvents(dataDir, overdue.id).slice(events), ['reminder.due', 'chat.upserted']);
});
