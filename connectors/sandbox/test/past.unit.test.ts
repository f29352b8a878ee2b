import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Connection, type HistoryRequest, SendError } from '@partyline/connector';
import { command, connected, type House, message, sandbox, signedIn } from './house.ts';
import { temporaryFolder } from './temporary-folder.ts';

const start = Date.UTC(2020, 0, 1);
const at = { account: 'sam', chatID: 'silent' };

async function online(config = {}) {
  const connector = sandbox(config);
  return { connector, ...(await connected(connector, await signedIn(connector))) };
}

async function fetched(house: House, connection: Connection, request: Pick<HistoryRequest, 'before' | 'count'>) {
  const known = house.messages.length;
  const answer = await connection.fetchHistory?.({ ...at, ...request });
  return { hasMore: answer?.hasMore, messages: house.messages.slice(known) };
}

function refusal(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof SendError && error.outcome === 'certain' && error.reason === reason;
}

describe('past', () => {
  it('is given out piece by piece, the newest first, and the same each time', async () => {
    const { connector, house, connection } = await online();
    const past = { chat: 'silent', count: 7, from: start, everyMs: 0 };
    assert.deepEqual(await command(connector, { past }), { count: 7 });
    const first = await fetched(house, connection, { count: 3 });
    assert.deepEqual([first.messages.map(({ text }) => Number.parseInt(text, 10)), first.hasMore], [[5, 6, 7], true]);
    for (const { history, timestamp } of first.messages) assert.deepEqual([history, timestamp], [true, start]);
    const [oldest] = first.messages;
    assert.ok(oldest);
    const before = { id: oldest.id, timestamp: oldest.timestamp };
    const second = await fetched(house, connection, { count: 10, before });
    assert.deepEqual([second.messages.length, second.hasMore], [4, false]);
    const again = await fetched(house, connection, { count: 3 });
    assert.deepEqual(again.messages, first.messages);
    const { historyAsked } = await command(connector, { received: { chat: 'silent' } });
    assert.equal(historyAsked, 3);
  });

  it('before a message that is not of it, is by time', async () => {
    const { connector, house, connection } = await online();
    await command(connector, { past: { chat: 'silent', count: 5, from: start, everyMs: 1_000 } });
    const known = { id: 'other-1', timestamp: start + 2_000 };
    const { messages } = await fetched(house, connection, { count: 9, before: known });
    assert.deepEqual(
      messages.map(({ timestamp }) => timestamp),
      [start, start + 1_000],
    );
  });

  it('is refused as often as it was told to be; a chat without one is at its end', async () => {
    const { connector, house, connection } = await online();
    assert.deepEqual(await fetched(house, connection, { count: 5 }), { hasMore: false, messages: [] });
    await command(connector, { past: { chat: 'silent', count: 1, refusals: 1 } });
    await assert.rejects(fetched(house, connection, { count: 5 }), refusal('busy'));
    assert.equal((await fetched(house, connection, { count: 5 })).messages.length, 1);
    await assert.rejects(command(connector, { past: { chat: 'nowhere', count: 1 } }), /no chat "nowhere"/);
  });
});

describe('deleted chats', () => {
  it('a group is gone; of a direct chat what was sent in it is', async () => {
    const { connector, connection } = await online();
    await connection.deleteChat?.({ account: 'sam', chatID: 'lobby', forEveryone: false });
    await assert.rejects(connection.send(message('lobby', 'to nobody')), refusal('unknown_chat'));
    await connection.send(message('silent', 'gone soon'));
    for (const [forEveryone, deleted] of [
      [false, 'for-me'],
      [true, 'for-everyone'],
    ] as const) {
      await connection.deleteChat?.({ ...at, forEveryone });
      const answer = await command(connector, { received: { chat: 'silent' } });
      assert.ok(Array.isArray(answer['messages']));
      assert.deepEqual([answer['deleted'], answer['messages'][0]?.removed], [deleted, deleted]);
    }
    await connection.send(message('silent', 'anew'));
    await assert.rejects(
      async () => connection.deleteChat?.({ ...at, chatID: 'nowhere', forEveryone: true }),
      refusal('unknown_chat'),
    );
  });

  it('stay deleted where there is a state file', async (t) => {
    const stateFile = join(await temporaryFolder(t), 'state.jsonl');
    const first = await online({ stateFile });
    await first.connection.deleteChat?.({ account: 'sam', chatID: 'lobby', forEveryone: true });
    await first.connection.close();
    const second = await online({ stateFile });
    await assert.rejects(second.connection.send(message('lobby', 'to nobody')), refusal('unknown_chat'));
  });
});
