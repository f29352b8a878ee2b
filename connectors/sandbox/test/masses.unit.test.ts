import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connector, JsonObject } from '@partyline/connector';
import { command, connected, type House, sandbox, signedIn } from './house.ts';

async function online(config: JsonObject = {}): Promise<{ connector: Connector; house: House }> {
  const connector = sandbox({ seed: 1, now: '2026-01-01T00:00:00Z', ...config });
  const { house } = await connected(connector, await signedIn(connector));
  await house.until(() => house.events.length === 1);
  house.batches.length = 0;
  return { connector, house };
}

describe('history', () => {
  it('is delivered in order and in batches, ends now, and is answered when all is stored', async () => {
    const { connector, house } = await online();
    const { count, ms } = await command(connector, { history: { chat: 'lobby', count: 1_200 } });
    assert.equal(count, 1_200);
    assert.equal(typeof ms, 'number');
    assert.deepEqual(house.batches, [500, 500, 200]);
    const { messages } = house;
    assert.ok(messages.every(({ history, chat }) => history === true && chat.id === 'lobby'));
    assert.equal(new Set(messages.map(({ id }) => id)).size, 1_200);
    const end = Date.parse('2026-01-01T00:00:00Z');
    assert.deepEqual(
      messages.map(({ timestamp }) => timestamp),
      messages.map((_, index) => end - (1_200 - index) * 1_000),
    );
    const own = messages.filter(({ sender }) => sender.isSelf);
    assert.equal(own.length, 300);
    assert.equal(new Set(messages.map(({ sender }) => sender.id)).size, 6);
    assert.match(messages[1_199]?.text ?? '', /^1200: \w+/);
  });

  it('begins and goes on as it is told, the same in every run', async () => {
    const play = async () => {
      const { connector, house } = await online();
      const from = '2020-05-05T00:00:00Z';
      await command(connector, { history: { chat: 'echo', count: 3, from, everyMs: 60_000 } });
      return house.messages;
    };
    const messages = await play();
    const start = Date.parse('2020-05-05T00:00:00Z');
    assert.deepEqual(
      messages.map(({ timestamp }) => timestamp - start),
      [0, 60_000, 120_000],
    );
    assert.deepEqual(await play(), messages);
  });

  it('that is not stored is said', async () => {
    const { connector, house } = await online();
    house.refusing = true;
    await assert.rejects(command(connector, { history: { chat: 'echo', count: 5_000 } }), /the house stores nothing/);
    await assert.rejects(command(connector, { history: { chat: 'nobody', count: 1 } }), /no chat "nobody"/);
  });
});

describe('flood', () => {
  it('delivers live messages at the given speed', async () => {
    const { connector, house } = await online();
    const startedAt = performance.now();
    const { count, slowestMs } = await command(connector, { flood: { chat: 'echo', perSecond: 2_000, seconds: 0.2 } });
    assert.ok(performance.now() - startedAt >= 190);
    assert.equal(count, 400);
    assert.equal(typeof slowestMs, 'number');
    assert.equal(house.messages.length, 400);
    assert.ok(house.messages.every(({ history, sender }) => history === undefined && sender.id === 'echo'));
    assert.ok(house.batches.length > 3, 'spread over the time');
  });
});

describe('raw events', () => {
  it('are handed over as they are, in order, and answered when they are stored', async () => {
    const { connector, house } = await online();
    const events = [
      { kind: 'removal', chatID: 'echo', messageID: 'later', timestamp: 5 },
      { kind: 'read', chatID: 'echo', reader: { id: 'sam', isSelf: true }, timestamp: 6 },
      { kind: 'chat_removed', chatID: 'echo' },
      { kind: 'something else', odd: [null] },
    ];
    assert.deepEqual(await command(connector, { events }), { stored: 4 });
    assert.deepEqual(house.events.slice(1), events);
    assert.deepEqual(house.batches, [4]);
    assert.deepEqual(await command(connector, { event: {} }), { stored: 1 });
    house.refusing = true;
    await assert.rejects(command(connector, { event: {} }), /the house stores nothing/);
    await assert.rejects(command(connector, { events: [] }), /Allowed are/);
    await assert.rejects(command(connector, { events: Array.from({ length: 1_001 }, () => ({})) }), /Allowed are/);
  });
});

describe('say', () => {
  it('me: the own person writes on another device', async () => {
    const { connector, house } = await online();
    await command(connector, { say: { contact: 'me', chat: 'echo', text: 'from the phone', replyTo: 'that' } });
    const [own] = await house.receives(1);
    assert.deepEqual(own?.sender, { id: 'sam', name: 'sam', isSelf: true });
    assert.equal(own?.chat.id, 'echo');
    assert.equal(own?.replyTo, 'that');
    await assert.rejects(command(connector, { say: { contact: 'me', text: 'where?' } }), /in which "chat"/);
  });

  it('a member speaks in a group, and nobody else', async () => {
    const { connector, house } = await online();
    const html = '<b>hi</b>';
    await command(connector, { say: { contact: 'fan', chat: 'lobby', text: 'hi', html, mentions: ['sam'] } });
    const [said] = await house.receives(1);
    assert.deepEqual([said?.chat.type, said?.sender.id, said?.html, said?.mentions], ['group', 'fan', html, ['sam']]);
    await assert.rejects(
      command(connector, { say: { contact: 'shy', chat: 'lobby', text: 'hi' } }),
      /"shy" is not in the chat "lobby"\. In it are: echo, /,
    );
  });
});
