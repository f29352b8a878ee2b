/** A tour on the framework of the generation before (mautrix-go 0.27), which many a bridge out there is still made with. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { at, begin, enter, look, startStage } from './framework/hosting.ts';
import { chat, chats, messages, sent, talkWithBob } from './framework/inbox.ts';
import { shown, signedIn } from './framework/login-steps.ts';
import { rehearsal } from './framework/program.ts';
import { messageFrom, said, withFile } from './framework/said.ts';
import { account } from './hosting.ts';

const { program, skip } = await rehearsal('older');
const inChat = { login: 'login-ann', chat: 'bob', sender: 'bob' };

test('a QR code is shown, replaced and scanned', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const steps = [shown('qr', 'qr-1'), shown('qr', 'qr-2'), signedIn('ann')];
  const scans: (() => void)[] = [];
  stage.network.on('login', async () => {
    const step = steps.shift();
    if (steps.length < 2) await new Promise<void>((resolve) => scans.push(resolve));
    return step;
  });
  const session = await begin(stage, 'qr');
  for (const next of ['qr-2', undefined]) {
    await eventually(
      () => scans.length,
      (length) => length > 0,
    );
    scans.shift()?.();
    await eventually(
      () => look(stage, session),
      ({ status, currentStep }) => (next === undefined ? status === 'complete' : currentStep?.display?.data === next),
    );
  }
});

test('messages travel both ways, with what hangs on them', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  await network.happen({ ...inChat, kind: 'edit', id: 'e', target: 'first', parts: [said('Hello!')] });
  await network.happen({ ...inChat, kind: 'reaction', target: 'first', key: '🎉' });
  await network.happen(messageFrom('bob', 'm2', withFile('m.file', 'a.pdf', 'application/pdf', 'a report')));
  const [first, file] = await messages(stage, chatID, (all) => all.length === 2 && all[0]?.reactions?.length === 1);
  assert.equal(first?.text, 'Hello!');
  const url = encodeURIComponent(file?.attachments?.[0]?.srcURL ?? '');
  assert.equal((await api.call('GET', `/v1/assets/serve?url=${url}`)).text, 'a report');

  await api.post(at(chatID, 'read'), {});
  await network.arrivals('read', 1);
  await api.post(at(chatID, 'messages'), { text: 'Thanks', replyToMessageID: first?.id });
  const [, , own] = await messages(stage, chatID, (all) => sent(all[2]));
  const ownPath = at(chatID, 'messages', own?.id ?? '');
  assert.equal((await api.call('PUT', ownPath, { text: 'Thank you' })).status, 200);
  assert.ok((await api.call('DELETE', ownPath)).status < 300);
  assert.partialDeepStrictEqual(network.arrived, [
    { kind: 'read', target: 'm2' },
    { kind: 'message', reply_to: 'first', content: { body: 'Thanks' } },
    { kind: 'edit', body: 'Thank you' },
    { kind: 'remove' },
  ]);
});

test('chats are looked up, made, changed and caught up with after a restart', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  network.people.set('Carol:1', { id: 'Carol:1', name: 'Carol' });
  const accountID = await enter(stage, 'ann');
  const contacts = await api.get<{ items: object[] }>(`/v1/accounts/${accountID}/contacts/list`);
  assert.partialDeepStrictEqual(contacts.items, [{ id: 'Carol:1', fullName: 'Carol' }]);
  const body = { accountID, type: 'single', participantIDs: ['Carol:1'], messageText: 'Hello' };
  const direct = await api.post<{ chatID: string }>('/v1/chats', body);
  await messages(stage, direct.chatID, ([one]) => sent(one));
  network.on('create_group', () => {
    network.chats.set('trip', { name: 'Trip', type: '', members: [{ id: 'ann' }, { id: 'bob' }] });
    return { chat: 'trip' };
  });
  const group = { accountID, type: 'group', participantIDs: ['bob'], title: 'Trip' };
  const { chatID } = await api.post<{ chatID: string }>('/v1/chats', group);
  const renamed = await api.call('PATCH', at(chatID), { title: 'The trip' });
  assert.equal(renamed.status, 200, renamed.text);
  await chat(stage, chatID, ({ title }) => title === 'The trip');

  const again = await stage.restart();
  await account(again, accountID, ({ status }) => status === 'connected');
  const latest = Date.now() + 60_000;
  const missed = { id: 'missed', sender: 'Carol:1', ts: latest, parts: [said('Missed')] };
  network.on('history', () => ({ messages: [missed], has_more: false }));
  await network.happen({ kind: 'chat', login: 'login-ann', chat: 'Carol:1', sender: 'Carol:1', latest });
  await chats(again, (all) => all.some(({ preview }) => preview?.text === 'Missed'));
});
