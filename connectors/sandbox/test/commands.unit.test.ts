import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConnectionError } from '@partyline/connector';
import { command, connected, House, message, sandbox, signedIn } from './house.ts';

const ends = ['lost', 'signed_out', 'blocked', 'unconfigured'] as const;

/** Settles with what it says first, or `waits` when it says nothing in the given time. */
async function outcome(work: Promise<unknown>, ms = 40): Promise<'answers' | 'rejects' | 'waits'> {
  const waits = Promise.withResolvers<'waits'>();
  const timer = setTimeout(() => waits.resolve('waits'), ms);
  const settled = work.then(
    () => 'answers' as const,
    () => 'rejects' as const,
  );
  return Promise.race([settled, waits.promise]).finally(() => clearTimeout(timer));
}

describe('status', () => {
  for (const status of ends) {
    it(`${status}: is told to a live connection, which ends, and to each connect until another is asked for`, async () => {
      const connector = sandbox();
      const login = await signedIn(connector);
      const { house, connection } = await connected(connector, login);
      assert.deepEqual(await command(connector, { status, text: 'because' }), { status });
      assert.deepEqual(house.states.slice(1), [{ state: status, text: 'because' }]);
      await assert.rejects(async () => connection.probe?.());
      await assert.rejects(connector.connect(login, new House()), (error: unknown) => {
        assert.ok(error instanceof ConnectionError);
        assert.deepEqual(error.state, { state: status, text: 'because' });
        return true;
      });
      await command(connector, { status: 'connected' });
      assert.deepEqual((await connected(connector, login)).house.states, [{ state: 'connected' }]);
    });

    it(`${status}: an account can start in it, with a text that says what to do`, async () => {
      const connector = sandbox();
      const login = await signedIn(connector, { status });
      await assert.rejects(connector.connect(login, new House()), (error: unknown) => {
        assert.ok(error instanceof ConnectionError);
        assert.equal(error.state.state, status);
        // What to do about a lost connection is the server's to say: it tries again.
        assert.match(error.state.text, status === 'lost' ? /\w+\.$/ : /\w+\. .+\.$/);
        return true;
      });
    });
  }

  it('backfilling: is told and leaves the connection usable', async () => {
    const connector = sandbox();
    const { house, connection } = await connected(connector, await signedIn(connector, { status: 'backfilling' }));
    assert.equal(house.states[0]?.state, 'backfilling');
    await connection.probe?.();
    await command(connector, { status: 'connected' });
    await command(connector, { status: 'backfilling', text: 'once more' });
    assert.deepEqual(house.states.slice(1), [{ state: 'connected' }, { state: 'backfilling', text: 'once more' }]);
  });

  it('blocked: carries the time after which to try again', async () => {
    const connector = sandbox();
    const { house } = await connected(connector, await signedIn(connector));
    await command(connector, { status: 'blocked', text: 'wait', retryAfterMs: 1500 });
    assert.deepEqual(house.states.at(-1), { state: 'blocked', text: 'wait', retryAfterMs: 1500 });
  });

  it('connecting: an account that starts so waits for the next status', async () => {
    const connector = sandbox();
    const login = await signedIn(connector, { status: 'connecting' });
    const connecting = connector.connect(login, new House());
    assert.equal(await outcome(connecting), 'waits');
    await command(connector, { status: 'connected' });
    await connecting;
  });

  it('connecting: ends when the house ends it', async () => {
    const connector = sandbox();
    const house = new House();
    const connecting = connector.connect(await signedIn(connector, { status: 'connecting' }), house);
    house.end();
    await assert.rejects(connecting);
  });

  it('is of one login only', async () => {
    const connector = sandbox();
    const mine = await connected(connector, await signedIn(connector, { username: 'sam' }, 'mine'));
    const other = await connected(connector, await signedIn(connector, { username: 'kim' }, 'other'));
    await command(connector, { status: 'lost' }, 'mine');
    assert.equal(mine.house.states.length, 2);
    assert.equal(other.house.states.length, 1);
  });
});

describe('fault', () => {
  it('silent: nothing answers until it ends, but close does', async () => {
    const connector = sandbox();
    const login = await signedIn(connector);
    const { house, connection } = await connected(connector, login);
    assert.ok(connection.probe);
    await command(connector, { fault: 'silent' });
    const probe = connection.probe();
    const sending = connection.send(message('echo', 'anybody?'));
    const connecting = connector.connect(login, new House());
    for (const work of [probe, sending, connecting]) assert.equal(await outcome(work), 'waits');
    assert.deepEqual(house.messages, []);
    await command(connector, { fault: 'none' });
    await Promise.all([probe, sending, connecting]);
    await command(connector, { fault: 'silent' });
    const last = connection.probe();
    await connection.close();
    await assert.rejects(last);
  });

  it('reject-connect: refuses with the given words until it ends', async () => {
    const connector = sandbox();
    const login = await signedIn(connector);
    await command(connector, { fault: 'reject-connect', text: 'not today' });
    await assert.rejects(connector.connect(login, new House()), { state: { state: 'lost', text: 'not today' } });
    await command(connector, { fault: 'none' });
    await connected(connector, login);
  });

  it('slow-connect: takes the given time and can be ended', async () => {
    const connector = sandbox();
    const login = await signedIn(connector);
    await command(connector, { fault: 'slow-connect', ms: 60 });
    const start = performance.now();
    await connected(connector, login);
    assert.ok(performance.now() - start >= 55);
    await command(connector, { fault: 'slow-connect' });
    const house = new House();
    const connecting = connector.connect(login, house);
    assert.equal(await outcome(connecting), 'waits');
    house.end();
    await assert.rejects(connecting);
  });
});

describe('other commands', () => {
  it('delayMs: every answer takes longer', async () => {
    const connector = sandbox();
    const { connection } = await connected(connector, await signedIn(connector));
    await command(connector, { delayMs: 60 });
    const start = performance.now();
    await connection.probe?.();
    assert.ok(performance.now() - start >= 55);
  });

  it('say: a contact writes', async () => {
    const connector = sandbox();
    const { house } = await connected(connector, await signedIn(connector));
    const { messageID } = await command(connector, { say: { contact: 'herald', text: 'hear, hear' } });
    const [message] = await house.receives(1);
    assert.equal(message?.id, messageID);
    assert.equal(message?.text, 'hear, hear');
    assert.deepEqual(message?.sender, { id: 'herald', name: 'Herald', isSelf: false });
    await assert.rejects(command(connector, { say: { contact: 'nobody', text: 'boo' } }), /It has: echo, slow, /);
    await assert.rejects(command(connector, { say: { contact: 'echo', text: 'hi' } }, 'elsewhere'), /not connected/);
  });

  it('typing: a contact types, and stops', async () => {
    const connector = sandbox();
    const { house } = await connected(connector, await signedIn(connector));
    const inLobby = { contact: 'fan', chat: 'lobby' };
    assert.deepEqual(await command(connector, { typing: { ...inLobby, timeoutMs: 500 } }), { isTyping: true });
    assert.deepEqual(await command(connector, { typing: { contact: 'echo', isTyping: false } }), { isTyping: false });
    const fan = { id: 'fan', name: 'Fan', isSelf: false };
    const echo = { id: 'echo', name: 'Echo', isSelf: false };
    assert.deepEqual(house.of('typing'), [
      { kind: 'typing', chatID: 'lobby', sender: fan, isTyping: true, timeoutMs: 500 },
      { kind: 'typing', chatID: 'echo', sender: echo, isTyping: false },
    ]);
    await assert.rejects(command(connector, { typing: { contact: 'nobody' } }), /It has: echo, slow, /);
    await assert.rejects(command(connector, { typing: { contact: 'herald', chat: 'lobby' } }), /In it are: /);
    await assert.rejects(command(connector, { typing: { contact: 'echo' } }, 'elsewhere'), /not connected/);
  });

  it('clock: is set and moved, and stamps the messages', async () => {
    const connector = sandbox({ now: '2026-01-01T00:00:00Z' });
    const { house, connection } = await connected(connector, await signedIn(connector));
    const moved = await command(connector, { clock: { advanceMs: 3_600_000 } });
    assert.deepEqual(moved, { now: '2026-01-01T01:00:00.000Z' });
    await command(connector, { say: { contact: 'echo', text: 'one' } });
    await command(connector, { clock: { set: '2030-05-05T00:00:00Z' } });
    const sent = await connection.send(message('silent', 'two'));
    assert.equal((await house.receives(1))[0]?.timestamp, Date.parse('2026-01-01T01:00:00Z'));
    assert.equal(sent.timestamp, Date.parse('2030-05-05T00:00:00Z'));
    await assert.rejects(command(connector, { clock: { set: 'tomorrow' } }), /is not a time/);
  });

  it('clock: one that runs is shifted', async () => {
    const connector = sandbox();
    const before = Date.now();
    const { now } = await command(connector, { clock: { advanceMs: 86_400_000 } });
    assert.ok(Date.parse(String(now)) >= before + 86_400_000);
    const set = await command(connector, { clock: { set: 0 } });
    assert.match(String(set['now']), /^1970-01-01T00:00:0/);
  });

  it('a command that is not known is refused with what is allowed, and changes nothing', async () => {
    const connector = sandbox();
    const { house } = await connected(connector, await signedIn(connector));
    for (const input of [
      {},
      { dance: true },
      { status: 'happy' },
      { status: 'lost', more: 1 },
      { status: 'lost', fault: 'throw' },
      { fault: 'fire' },
      { delayMs: -1 },
      { delayMs: '5' },
      { say: { contact: 'echo' } },
      { clock: {} },
    ]) {
      await assert.rejects(command(connector, input), /Allowed are: \{"status": "connected" \| /);
    }
    assert.deepEqual(house.states, [{ state: 'connected' }]);
  });

  it('a setting that is not known is refused with what is allowed', () => {
    assert.throws(() => sandbox({ sead: 1 }), /knows these settings: seed/);
    assert.throws(() => sandbox({ now: 'yesterday' }), /is not a time/);
  });
});
