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
      const { connection } = await stage.connected(login);
      for (const text of ['send this once', 'and this after it']) {
        const message = { chatID: stage.server.correspondent, text };
        const sent = await within(deadline.settle, 'send', connection.send(message));
        stage.witness.crossed('sent', sent);
        assert.ok(sent.id === undefined || sent.id !== '');
        assert.ok(sent.timestamp === undefined || Number.isSafeInteger(sent.timestamp));
        await stage.server.received(text);
      }
      // The second message came through the same link, so a double of the first would have come before it.
      const times = await stage.server.timesReceived?.('send this once');
      if (times !== undefined) assert.equal(times, 1);
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
      const sending = connection.send({ chatID: stage.server.correspondent, text: 'nobody hears this' });
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
