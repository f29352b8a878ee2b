import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type ChildServer, startChildServer } from './support/child.ts';
import { eventually } from './support/eventually.ts';
import { command, untilStatus } from './support/sandbox.ts';
import {
  inState,
  type Place,
  placeIn,
  placeToSend,
  readMessage,
  received,
  send,
  sends,
  settled,
  textsReceived,
} from './support/sending.ts';
import { type Scope, temporaryFolder } from './support/server.ts';

/** A server that is killed and started again, with a network that remembers. */
async function killable(t: Scope) {
  const dataDir = temporaryFolder(t);
  const stateFile = join(temporaryFolder(t), 'network');
  const env = { PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ stepMs: 100, replyMs: 10, stateFile }) };
  const start = () => startChildServer(t, dataDir, { env, flags: ['--retry-seconds=1'] });
  const asServer = (child: ChildServer) => ({ api: child.api, running: { url: child.url } });
  let child = await start();
  return {
    place: (contact?: string) => placeToSend(asServer(child), contact),
    async killed(place: Place): Promise<Place> {
      await child.end('SIGKILL');
      child = await start();
      await untilStatus(child.api, place.accountID, 'connected');
      return placeIn(asServer(child), place);
    },
  };
}

describe('a server that is killed', { timeout: 90_000 }, () => {
  it('sends what it has accepted once it is back, in order, once', async (t) => {
    const server = await killable(t);
    const before = await server.place();
    await command(before.api, before.accountID, { status: 'lost' });
    await untilStatus(before.api, before.accountID, 'disconnected');
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) ids.push(await send(before, text));
    const after = await server.killed(before);
    for (const id of ids) assert.equal((await settled(after, id)).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(
      (await received(after)).map(({ text, attempts }) => [text, attempts]),
      [
        ['one', 1],
        ['two', 1],
        ['three', 1],
      ],
    );
  });

  it('does not know of what was being sent, and does not send it again', async (t) => {
    const server = await killable(t);
    const before = await server.place();
    await sends(before, 'silent');
    const [first, second] = [await send(before, 'under way'), await send(before, 'behind it')];
    await inState(before, first, 'sending');
    await eventually(
      () => received(before),
      (all) => all.length === 1,
    );
    const after = await server.killed(before);
    assert.equal((await settled(after, second)).sendStatus?.status, 'SUCCESS');
    const message = await readMessage(after, first);
    assert.equal(message.sendStatus?.status, 'FAIL_RETRIABLE');
    assert.equal(message.sendStatus?.reason, 'uncertain');
    assert.deepEqual(await textsReceived(after), ['under way', 'behind it']);
  });

  it('does not repeat the parts that the network confirmed', async (t) => {
    const server = await killable(t);
    const before = await server.place('terse');
    const text = Array.from({ length: 12 }, (_, index) => `word${index} more`).join(' ');
    const id = await send(before, text);
    await eventually(
      () => received(before),
      (all) => all.length >= 1,
    );
    const after = await server.killed(before);
    const message = await settled(after, id);
    const parts = await received(after);
    assert.ok(parts.every(({ attempts }) => attempts === 1));
    if (message.sendStatus?.status === 'SUCCESS') return;
    assert.equal(message.sendStatus?.reason, 'uncertain');
    await after.api.post(`/v1/outbox/${id}/retry`);
    assert.equal((await settled(after, id)).sendStatus?.status, 'SUCCESS');
    const all = await received(after);
    assert.equal(
      all
        .map((part) => part.text)
        .join(' ')
        .replaceAll(/\s+/g, ' '),
      text,
    );
    assert.ok(all.filter(({ attempts }) => attempts > 1).length <= 1);
  });

  it('knows what became of each of many that were accepted when it ended', async (t) => {
    const server = await killable(t);
    let place = await server.place();
    const accepted = new Map<string, string>();
    for (let round = 0; round < 3; round += 1) {
      const texts = Array.from({ length: 40 }, (_, index) => `round ${round} number ${index}`);
      const sending = texts.map(async (text) => {
        const id = await send(place, text).catch(() => undefined);
        if (id !== undefined) accepted.set(id, text);
      });
      await Promise.race([
        Promise.all(sending),
        eventually(
          () => accepted.size,
          (size) => size >= 20 + round * 30,
        ),
      ]);
      const here = place;
      place = await server.killed(here);
      await Promise.all(sending);
    }
    const messages = [];
    for (const id of accepted.keys()) messages.push(await settled(place, id, 30_000));
    const got = await received(place);
    assert.equal(new Set(got.map(({ text }) => text)).size, got.length);
    assert.ok(got.every(({ attempts }) => attempts === 1));
    const there = new Set(got.map(({ text }) => text));
    for (const { sendStatus, pendingMessageID } of messages) {
      const text = accepted.get(pendingMessageID ?? '') ?? '';
      if (sendStatus?.status === 'SUCCESS') assert.ok(there.has(text), text);
      else assert.equal(sendStatus?.reason, 'uncertain');
    }
  });
});
