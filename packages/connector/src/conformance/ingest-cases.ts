import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { MessageEvent, NetworkEvent } from '../events.ts';
import { deadline, eventually } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { staged } from './stage.ts';

const timeout = deadline.case;
const TEXTS = Array.from({ length: 12 }, (_, index) => `number ${index + 1}`);

export function ingestCases(subject: Subject): void {
  it(
    'ingest: nothing is acknowledged before it is stored',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const { host } = await stage.connected(login);
      host.hold();
      await stage.server.writeTo(login, 'hold this');
      await host.delivered('hold this');
      assert.equal(await stage.server.acknowledged(login), false, 'acknowledged while the server was still storing');
      host.release();
      await eventually(deadline.settle, 'acknowledged once stored', () => stage.server.acknowledged(login));
    }),
  );

  it(
    'ingest: what could not be stored is not acknowledged',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const first = await stage.connected(login);
      first.host.refuse();
      await stage.server.writeTo(login, 'refuse this');
      // What comes before it, such as the news of its chat, is refused as well, and a connector may end there.
      await first.host.offeredOrEnded('refuse this');
      assert.equal(await stage.server.acknowledged(login), false, 'acknowledged although the server did not store it');
      assert.ok(first.host.ends().length <= 1, 'an end is told once');
      await stage.close(first);
      await stage.sees(login, 0);
      const second = await stage.connected(login);
      await stage.server.writeTo(login, 'take this');
      await second.host.delivered('take this');
      // Many networks deliver again what was not acknowledged; whoever does must name it as before, and whoever ended before it must not lose it.
      const ids = [first, second].flatMap(({ host }) => idsOf(host.messages(), 'refuse this'));
      assert.notEqual(ids.length, 0, 'a message was lost behind something that was refused');
      // One that ended before the message still had all of it, so it must tell all of it again.
      if (!first.host.texts().includes('refuse this')) {
        const again = new Set(second.host.events.map(subjectOf));
        const lost = first.host
          .refused()
          .map(subjectOf)
          .filter((subject) => !again.has(subject));
        assert.deepEqual(lost, [], 'what was refused before the message is told again');
      }
      assert.equal(new Set(ids).size, 1, 'a message that is delivered again has the same ID');
    }),
  );

  it(
    'ingest: the order of the network is kept and each message has an ID of its own',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const { host } = await stage.connected(login);
      // The first one is stored slowly, so that later ones pile up behind it.
      host.hold();
      for (const text of TEXTS) await stage.server.writeTo(login, text);
      await host.delivered('number 1');
      host.release();
      await host.delivered('number 12');
      assert.deepEqual(
        host.texts().filter((text) => TEXTS.includes(text)),
        TEXTS,
      );
      const ids = host.messages().map((event) => event.id);
      assert.equal(new Set(ids).size, ids.length, 'two messages have the same ID');
    }),
  );

  it(
    'ingest: the same text twice is two messages',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const { host } = await stage.connected(login);
      await stage.server.writeTo(login, 'once more');
      await stage.server.writeTo(login, 'once more');
      await stage.server.writeTo(login, 'the end');
      await host.delivered('the end');
      assert.equal(new Set(idsOf(host.messages(), 'once more')).size, 2);
    }),
  );

  it(
    'ingest: typing of others is told, and that it ended',
    { timeout },
    staged(subject, async (stage) => {
      const { server } = stage;
      if (server.type === undefined) return;
      const login = await stage.login();
      const { host } = await stage.connected(login);
      await server.writeTo(login, 'the chat is there');
      await host.delivered('the chat is there');
      const chatID = host.messages().find(({ text }) => text === 'the chat is there')?.chat.id;
      for (const isTyping of [true, false]) {
        await server.type(login, isTyping);
        const isTold = async () =>
          host.events.some((event) => event.kind === 'typing' && !event.sender.isSelf && event.isTyping === isTyping);
        await eventually(deadline.settle, `isTyping: ${isTyping} is told of somebody else`, isTold);
      }
      const chats = host.events.flatMap((event) => (event.kind === 'typing' ? event.chatID : []));
      assert.deepEqual([...new Set(chats)], [chatID], 'typing is told of the chat that the messages are in');
    }),
  );
}

/** What an event tells of, where it may tell more of it the next time. */
const subjectOf = (event: NetworkEvent): string => `${event.kind} ${'chat' in event ? event.chat.id : event.chatID}`;

function idsOf(messages: readonly MessageEvent[], text: string): string[] {
  return messages.filter((event) => event.text === text).map((event) => event.id);
}
