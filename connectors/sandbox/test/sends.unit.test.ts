import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Connection, type Connector, type JsonObject, SendError } from '@partyline/connector';
import { command, connected, type House, message, sandbox, signedIn } from './house.ts';

interface Online {
  readonly connector: Connector;
  readonly house: House;
  readonly connection: Connection;
  /** Texts and attempts of what `silent` received. */
  received(): Promise<readonly unknown[]>;
}

async function online(mode: JsonObject): Promise<Online> {
  const connector = sandbox();
  const { house, connection } = await connected(connector, await signedIn(connector));
  await command(connector, mode);
  const received = async () => {
    const { messages } = await command(connector, { received: { chat: 'silent' } });
    assert.ok(Array.isArray(messages));
    return messages.map(({ text, attempts }) => [text, attempts]);
  };
  return { connector, house, connection, received };
}

/** Asks in each turn of the event loop; the time of the test limits it. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}

async function refusalOf(sending: Promise<unknown>): Promise<SendError> {
  const error = await sending.then(
    () => assert.fail('the send resolved'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SendError, String(error));
  return error;
}

describe('sends', () => {
  it('a transaction ID that comes again is the same message, which arrived once', async () => {
    const { connection, received, house } = await online({ send: 'ok' });
    const once = message('silent', 'once');
    const first = await connection.send(once);
    assert.deepEqual(await connection.send(once), first);
    assert.deepEqual(await received(), [['once', 2]]);
    const answered = message('echo', 'answered');
    await connection.send(answered);
    await connection.send(answered);
    await connection.send(message('echo', 'the last'));
    assert.deepEqual(
      (await house.receives(2)).map(({ text }) => text),
      ['answered', 'the last'],
    );
  });

  for (const [send, outcome, retriable, arrived] of [
    ['uncertain', 'uncertain', false, [['x', 1]]],
    ['refuse', 'certain', false, []],
    ['busy', 'certain', true, []],
  ] as const) {
    it(`${send}: fails, ${outcome}, and the contact has ${arrived.length}`, async () => {
      const { connection, received, connector } = await online({ send });
      const error = await refusalOf(connection.send(message('silent', 'x')));
      assert.deepEqual([error.outcome, error.retriable], [outcome, retriable]);
      assert.deepEqual(await received(), arrived);
      await command(connector, { send: 'ok' });
      await connection.send(message('silent', 'y'));
    });
  }

  it('for so many sends, and then all is well', async () => {
    const { connection, received } = await online({ send: 'busy', times: 2 });
    for (let n = 0; n < 2; n++) await refusalOf(connection.send(message('silent', `refused ${n}`)));
    await connection.send(message('silent', 'taken'));
    assert.deepEqual(await received(), [['taken', 1]]);
  });

  it('echo-first: the echo is stored before the send resolves', async () => {
    const { connection, house } = await online({ send: 'echo-first' });
    const own = message('silent', 'mine', { html: '<b>mine</b>', replyTo: { id: 'r', senderID: 's', text: 't' } });
    const { id, timestamp } = await connection.send(own);
    const sender = { id: 'sam', name: 'sam', isSelf: true };
    const chat = { id: 'silent', type: 'single', title: 'Silent' };
    const { transactionID, text } = own;
    const about = { id, timestamp, transactionID, chat, sender };
    assert.deepEqual(house.messages, [{ kind: 'message', ...about, text, html: '<b>mine</b>', replyTo: 'r' }]);
  });

  it('echo-first: an echo that is not stored leaves the outcome uncertain', async () => {
    const { connection, house } = await online({ send: 'echo-first' });
    house.refusing = true;
    assert.equal((await refusalOf(connection.send(message('silent', 'x')))).outcome, 'uncertain');
  });

  it('uncertain-then-echo and echo-later: the echo comes afterwards, with the transaction ID', async () => {
    const { connection, connector, house } = await online({ send: 'uncertain-then-echo' });
    const first = message('silent', 'first');
    await refusalOf(connection.send(first));
    assert.equal((await house.receives(1))[0]?.transactionID, first.transactionID);
    await command(connector, { send: 'echo-later' });
    const second = message('silent', 'second');
    const { id } = await connection.send(second);
    const echo = (await house.receives(2))[1];
    assert.deepEqual([echo?.id, echo?.transactionID, echo?.sender.isSelf], [id, second.transactionID, true]);
  });

  it('no-id: resolves with nothing', async () => {
    const { connection } = await online({ send: 'no-id' });
    assert.deepEqual(await connection.send(message('silent', 'x')), {});
  });

  it('silent: arrives, and settles when another mode is asked for, or uncertain when the link ends', {
    timeout: 10_000,
  }, async () => {
    const { connector, connection, received } = await online({ send: 'silent' });
    let settled = false;
    const first = connection.send(message('silent', 'first')).finally(() => {
      settled = true;
    });
    await eventually(async () => (await received()).length === 1);
    // The network answers everything else meanwhile.
    await connection.probe?.();
    assert.equal(settled, false);
    await command(connector, { send: 'ok' });
    assert.ok((await first).id);
    await command(connector, { send: 'silent' });
    const second = connection.send(message('silent', 'second'));
    second.catch(() => {});
    await eventually(async () => (await received()).length === 2);
    await connection.close();
    assert.equal((await refusalOf(second)).outcome, 'uncertain');
  });

  it('fault none ends it', async () => {
    const { connector, connection } = await online({ send: 'refuse' });
    await command(connector, { fault: 'none' });
    await connection.send(message('silent', 'x'));
  });
});
