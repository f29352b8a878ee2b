/** Cases for what can be done to messages that are there; each only for a network whose manifest promises it. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Connection } from '../contract.ts';
import { deadline, eventually, within } from './deadlines.ts';
import { isPromised } from './promises.ts';
import type { RealServer, Subject } from './real-server.ts';
import { type Live, type Stage, staged } from './stage.ts';

const timeout = deadline.case;
const KEY = '👍';

export function changeCases(subject: Subject): void {
  const promised = (method: keyof Connection) => isPromised(subject.manifest, method);
  if (promised('edit')) editCase(subject);
  if (promised('remove')) removeCase(subject);
  if (promised('react')) reactCase(subject);
  if (promised('markRead')) readCase(subject);
  if (promised('typing')) typingCase(subject);
}

function editCase(subject: Subject): void {
  it(
    'edit: the text of an own message is replaced',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      const messageID = await sentID(stage, live, 'before the change');
      const change = { ...stage.place, messageID, transactionID: stage.transactionID(), text: 'after the change' };
      assert.ok(live.connection.edit);
      await within(deadline.settle, 'edit', live.connection.edit(change));
      await stage.server.changed?.(messageID, 'after the change');
      assert.deepEqual(known(live, messageID), [], 'an edit is no new message');
    }),
  );
}

function removeCase(subject: Subject): void {
  it(
    'remove: an own message is taken back for everybody',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      const messageID = await sentID(stage, live, 'to be taken back');
      const removal = { ...stage.place, messageID, forEveryone: true };
      assert.ok(live.connection.remove);
      await within(deadline.settle, 'remove', live.connection.remove(removal));
      await stage.server.gone?.(messageID);
    }),
  );
}

function reactCase(subject: Subject): void {
  it(
    'react: a reaction is there once however often it is added, and goes however often it is taken back',
    { timeout },
    staged(subject, async (stage) => {
      const { server } = stage;
      const live = await stage.connected(await stage.login());
      const messageID = await sentID(stage, live, 'something to like');
      const { connection } = live;
      assert.ok(connection.react && connection.unreact);
      const reaction = () => ({ ...stage.place, messageID, transactionID: stage.transactionID(), key: KEY });
      await within(deadline.settle, 'react', connection.react(reaction()));
      await within(deadline.settle, 'react again', connection.react(reaction()));
      await untilReactions(server, messageID, [KEY]);
      await within(deadline.settle, 'unreact', connection.unreact(reaction()));
      await within(deadline.settle, 'unreact again', connection.unreact(reaction()));
      await untilReactions(server, messageID, []);
    }),
  );
}

function readCase(subject: Subject): void {
  it(
    'read: the network is told how far the person has read',
    { timeout },
    staged(subject, async (stage) => {
      const { server } = stage;
      const login = await stage.login();
      const live = await stage.connected(login);
      await server.writeTo(login, 'read this');
      await live.host.delivered('read this');
      const message = live.host.messages().find(({ text }) => text === 'read this');
      assert.ok(message);
      const mark = { account: stage.place.account, chatID: message.chat.id, messageID: message.id };
      assert.ok(live.connection.markRead);
      await within(deadline.settle, 'markRead', live.connection.markRead(mark));
      if (server.readUpTo === undefined) return;
      const isRead = async () => (await server.readUpTo?.()) === message.id;
      await eventually(deadline.settle, 'the message counts as read', isRead);
    }),
  );
}

function typingCase(subject: Subject): void {
  it(
    'typing: is told, and that it ended too',
    { timeout },
    staged(subject, async (stage) => {
      const { server } = stage;
      const { connection } = await stage.connected(await stage.login());
      assert.ok(connection.typing);
      for (const typing of [true, true, false]) {
        await within(deadline.settle, 'typing', connection.typing({ ...stage.place, typing }));
        if (server.isTyping === undefined) continue;
        const isSo = async () => (await server.isTyping?.()) === typing;
        await eventually(deadline.settle, `typing is ${typing}`, isSo);
      }
    }),
  );
}

/** Only what has an ID can be changed. */
async function sentID(stage: Stage, live: Live, text: string): Promise<string> {
  const { id } = await stage.send(live, stage.message(text));
  assert.ok(id, 'a network whose messages can be changed gives them IDs');
  return id;
}

/** Messages of others that are told under this ID. */
function known({ host }: Live, messageID: string): unknown[] {
  return host.messages().filter(({ id, sender }) => id === messageID && !sender.isSelf);
}

async function untilReactions(server: RealServer, messageID: string, keys: readonly string[]): Promise<void> {
  if (server.reactions === undefined) return;
  const found = async () => JSON.stringify(await server.reactions?.(messageID)) === JSON.stringify(keys);
  await eventually(deadline.settle, `the reactions are ${JSON.stringify(keys)}`, found);
}
