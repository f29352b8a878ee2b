/** History through the real framework: what was there before, what came meanwhile, and what is further back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@partyline/protocol';
import { eventually } from './api.ts';
import { enter, startStage } from './framework/hosting.ts';
import { allTexts, chats, messages } from './framework/inbox.ts';
import { rehearsal } from './framework/program.ts';
import { messageFrom, said, withFile } from './framework/said.ts';
import { account } from './hosting.ts';

const { program, skip } = await rehearsal();
const now = Date.now();

const past = (number: number, more: object = {}) => ({
  id: `past-${number}`,
  sender: number % 2 === 0 ? 'ann' : 'bob',
  ts: now - (1_000 - number) * 60_000,
  parts: [said(`Number ${number}`)],
  ...more,
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => past(from + index));

const bobsChat = { kind: 'chat', login: 'login-ann', chat: 'bob', sender: 'bob', latest: now };

const texts = (all: readonly Message[]) => all.map(({ text }) => text);

test('a new chat begins with its newest history, which is not unread', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const asked: unknown[] = [];
  network.on('history', ({ is_forward, count, anchor }) => {
    asked.push({ is_forward, count, anchor });
    const reaction = { sender: 'ann', key: '🎉', ts: now };
    const picture = withFile('m.image', 'old.png', 'image/png', 'old picture');
    return {
      messages: [
        past(1),
        past(2, { reply_to: 'past-1' }),
        past(3, { reactions: [reaction] }),
        past(4, { parts: [picture] }),
      ],
      has_more: false,
      mark_read: true,
    };
  });
  await enter(stage, 'ann');
  await network.happen(bobsChat);
  const [chat] = await chats(stage, (all) => all[0]?.preview !== undefined);
  const all = await messages(stage, chat?.id ?? '', ({ length }) => length === 4);
  assert.deepEqual(asked[0], { is_forward: true, count: 50, anchor: undefined });
  assert.deepEqual(texts(all).slice(0, 3), ['Number 1', 'Number 2', 'Number 3']);
  assert.deepEqual(
    all.map(({ isSender, timestamp }) => [isSender, Date.parse(timestamp)]),
    [1, 2, 3, 4].map((number) => [number % 2 === 0, past(number).ts]),
  );
  assert.equal(all[1]?.linkedMessageID, all[0]?.id);
  assert.partialDeepStrictEqual(all[2]?.reactions, [{ reactionKey: '🎉', participantID: 'login-ann' }]);
  const url = encodeURIComponent(all[3]?.attachments?.[0]?.srcURL ?? '');
  assert.equal((await stage.api.call('GET', `/v1/assets/serve?url=${url}`)).text, 'old picture');
  const [{ unreadCount } = {}] = await chats(stage, ([one]) => one?.unreadCount === 0);
  assert.equal(unreadCount, 0);
});

test('what came while the program was down is fetched once, and has only just arrived', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const accountID = await enter(stage, 'ann');
  network.on('history', () => ({ messages: range(1, 3), has_more: false }));
  await network.happen(bobsChat);
  const [chat] = await chats(stage, (all) => all[0]?.preview !== undefined && all[0].unreadCount === 0);
  const again = await stage.restart();
  await account(again, accountID, ({ status }) => status === 'connected');
  const latest = Date.now();
  // Some of it is from before the account was here; of the missed ones every second is Ann's own, and read up to there.
  const missed = Array.from({ length: 6 }, (_, index) => past(200 + index, { ts: latest - 6 + index }));
  network.on('history', ({ anchor }) => {
    assert.equal(anchor, 'past-3');
    return { messages: [...range(2, 120), ...missed], has_more: false };
  });
  await network.happen({ ...bobsChat, latest });
  await network.happen(messageFrom('bob', 'live', said('Live')));
  await eventually(
    () => allTexts(again, chat?.id ?? ''),
    (all) => all.at(-1) === 'Live',
  );
  const all = await allTexts(again, chat?.id ?? '');
  const ids = [...range(1, 120), ...missed].map(({ id }) => id.replace('past-', 'Number '));
  assert.deepEqual(all, [...ids, 'Live']);
  // The last of the missed is Bob's, and so is the one after.
  await chats(again, ([one]) => one?.unreadCount === 2);
});

test('what is further back is fetched when somebody reads as far as that', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  await enter(stage, 'ann');
  const cursors: unknown[] = [];
  network.on('history', ({ is_forward, cursor }) => {
    if (is_forward === true) return { messages: range(101, 120), has_more: true };
    cursors.push(cursor);
    return cursors.length === 1
      ? { messages: range(51, 100), has_more: true, cursor: 'page-2' }
      : { messages: range(1, 50), has_more: false };
  });
  await network.happen(bobsChat);
  const [chat] = await chats(stage, (all) => all[0]?.preview !== undefined);
  const all = await eventually(
    () => allTexts(stage, chat?.id ?? ''),
    ({ length }) => length === 120,
  );
  assert.deepEqual(
    all,
    range(1, 120).map(({ id }) => id.replace('past-', 'Number ')),
  );
  assert.deepEqual(cursors, ['', 'page-2']);
});
