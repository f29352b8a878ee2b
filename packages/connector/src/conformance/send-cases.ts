import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SendError } from '../errors.ts';
import { deadline, eventually, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { staged } from './stage.ts';

const timeout = deadline.case;

export function sendCases(subject: Subject): void {
  it(
    'send: a message arrives once',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      const ids: string[] = [];
      for (const text of ['send this once', 'and this after it']) {
        const { id } = await stage.send(live, stage.message(text));
        if (id !== undefined) ids.push(id);
        await stage.server.received(text);
      }
      assert.equal(new Set(ids).size, ids.length, 'two messages have the same ID');
      // The second message came through the same link, so a double of the first would have come before it.
      const times = await stage.server.timesReceived?.('send this once');
      if (times !== undefined) assert.equal(times, 1);
    }),
  );

  it(
    'send: an echo has the ID or the transaction ID of what was sent',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      const message = stage.message('may come back');
      const sent = await stage.send(live, message);
      await stage.server.received(message.text);
      // The network keeps the order, so an echo comes before this one.
      await stage.server.writeTo(login, 'after the echo');
      await live.host.delivered('after the echo');
      for (const echo of live.host.messages().filter(({ text, sender }) => text === message.text && sender.isSelf)) {
        const isKnown = echo.id === sent.id || echo.transactionID === message.transactionID;
        assert.ok(isKnown, `the own message came back as another one, "${echo.id}"`);
      }
      const others = live.host.messages().filter(({ id, sender }) => id === sent.id && !sender.isSelf);
      assert.deepEqual(others, [], 'somebody else has a message with the same ID');
    }),
  );

  it(
    'send: a lost link is a SendError',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const { connection, host } = await stage.connected(login);
      await stage.server.stop();
      await eventually(deadline.loss, 'the loss is told', () => host.ends().length > 0);
      const sending = connection.send(stage.message('nobody hears this'));
      await assert.rejects(within(deadline.settle, 'send', sending), (error: unknown) => {
        assert.ok(error instanceof SendError, `expected a SendError, got ${String(error)}`);
        stage.witness.refused('send', error);
        assert.ok(error.outcome === 'certain' || error.outcome === 'uncertain');
        assert.equal(typeof error.retriable, 'boolean');
        assert.notEqual(error.reason, '');
        return true;
      });
    }),
  );
}
