/** Cases for making and deleting chats; only for a network whose manifest promises it. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ChatRequest, ChatSnapshot } from '../requests.ts';
import { deadline, within } from './deadlines.ts';
import { isPromised } from './promises.ts';
import type { Subject } from './real-server.ts';
import { type Live, type Stage, staged } from './stage.ts';
import { wrongs } from './well-formed.ts';

const timeout = deadline.case;

export function chatCases(subject: Subject): void {
  const { resolveIdentifier, groupCreation } = subject.manifest;
  if (resolveIdentifier?.createDM === true) directCase(subject);
  if (Object.keys(groupCreation ?? {}).length > 0) groupCase(subject);
  if (isPromised(subject.manifest, 'deleteChat')) deleteCase(subject);
}

function directCase(subject: Subject): void {
  it(
    'createChat: the same direct chat comes back under the same ID, and can be written to',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      const [somebody = stage.server.correspondent] = stage.server.people ?? [];
      const request = { type: 'single', participantIDs: [somebody] } as const;
      const first = await created(stage, live, request);
      const second = await created(stage, live, request);
      assert.equal(second.chat.id, first.chat.id);
      assert.equal(second.chat.type, 'single');
      assert.equal(second.created, false, 'the second time the chat was there');
      await stage.send(live, stage.message('to the chat that was made', first.chat.id));
      await stage.server.received('to the chat that was made');
    }),
  );
}

function groupCase(subject: Subject): void {
  it(
    'createChat: a group has its title and its people',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      const participantIDs = stage.server.people ?? [stage.server.correspondent];
      const title = stage.server.groupTitle ?? 'A group';
      const { chat, participants } = await created(stage, live, { type: 'group', participantIDs, title });
      assert.equal(chat.type, 'group');
      assert.equal(chat.title, title);
      const ids = new Set(participants?.items.map(({ id }) => id));
      if (participants !== undefined) for (const id of participantIDs) assert.ok(ids.has(id), `${id} is in the group`);
    }),
  );
}

function deleteCase(subject: Subject): void {
  it(
    'deleteChat: the chat is gone at the network',
    { timeout },
    staged(subject, async (stage) => {
      const { deleteChat, deleteChatForEveryone } = subject.manifest.chatCapabilities;
      const live = await stage.connected(await stage.login());
      for (const forEveryone of [false, true]) {
        if ((forEveryone ? deleteChatForEveryone : deleteChat) !== true) continue;
        await stage.send(live, stage.message('in the chat that is deleted'));
        assert.ok(live.connection.deleteChat);
        await within(deadline.settle, 'deleteChat', live.connection.deleteChat({ ...stage.place, forEveryone }));
        await stage.server.deleted?.(stage.place.chatID);
      }
    }),
  );
}

async function created(stage: Stage, live: Live, request: Omit<ChatRequest, 'account'>): Promise<ChatSnapshot> {
  const { connection } = live;
  assert.ok(connection.createChat, 'the manifest promises it, so the connection has createChat');
  const { account } = stage.place;
  const snapshot = await within(deadline.settle, 'createChat', connection.createChat({ account, ...request }));
  stage.witness.crossed('created chat', snapshot);
  const { created: isNew, ...rest } = snapshot;
  assert.equal(typeof isNew, 'boolean');
  for (const wrong of wrongs({ kind: 'chat', ...rest })) stage.witness.problem(wrong);
  return snapshot;
}
