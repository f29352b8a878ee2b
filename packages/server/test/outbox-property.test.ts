import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { OutboxPage } from '@partyline/protocol';
import { eventually } from './support/eventually.ts';
import { command, untilStatus } from './support/sandbox.ts';
import {
  cancel,
  type Place,
  placeIn,
  placeToSend,
  readMessage,
  received,
  retry,
  send,
  sends,
  stateOf,
} from './support/sending.ts';
import { startTestServer, type TestServer, temporaryFolder } from './support/server.ts';

const steps = 40;
const modes = [
  'ok',
  'uncertain',
  'uncertain-then-echo',
  'refuse',
  'silent',
  'echo-first',
  'echo-later',
  'no-id',
  'busy',
];

/** The same numbers for the same seed, each in [0, 1). */
function numbers(seed: number): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${seed}/${count++}`).digest().readUInt32LE() / 2 ** 32;
}

interface Told {
  readonly text: string;
  /** Sent again by a person. */
  retried: boolean;
  /** Given up in this state. */
  cancelled?: string;
}

/** Everything that a person, the network and the machine can do to the outbox, in any order. */
class Story {
  readonly told = new Map<string, Told>();
  server: TestServer;
  place: Place;
  readonly #next: () => number;

  constructor(server: TestServer, place: Place, next: () => number) {
    this.server = server;
    this.place = place;
    this.#next = next;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#next() * list.length)];
  }

  async step(): Promise<void> {
    const { place } = this;
    const chance = this.#next();
    if (chance < 0.45) {
      const text = `message ${this.told.size}`;
      this.told.set(await send(place, text), { text, retried: false });
    } else if (chance < 0.65) await sends(place, this.pick(modes) ?? 'ok', 1 + Math.floor(this.#next() * 2));
    else if (chance < 0.73) await this.#cancel();
    else if (chance < 0.83) await this.#retry();
    else if (chance < 0.95) {
      await command(place.api, place.accountID, { status: this.#next() < 0.5 ? 'lost' : 'connected' });
    } else {
      this.server = await this.server.restart();
      this.place = placeIn(this.server, place);
    }
  }

  async #cancel(): Promise<void> {
    const id = this.pick([...this.told.keys()]);
    if (id === undefined) return;
    const state = await stateOf(this.place, id);
    const message = this.told.get(id);
    // What it was in may change in between: only what the message itself says counts.
    if ((await cancel(this.place, id)).status === 204 && message !== undefined) message.cancelled = state ?? 'unknown';
  }

  async #retry(): Promise<void> {
    const { items } = await this.place.api.get<OutboxPage>('/v1/outbox?limit=200');
    const stopped = items.filter(({ state }) => state === 'failed' || state === 'uncertain');
    const id = this.pick(stopped)?.pendingMessageID;
    const message = this.told.get(id ?? '');
    if (id !== undefined && message !== undefined && (await retry(this.place, id)).status === 200)
      message.retried = true;
  }

  /** Lets everything come to its end. */
  async end(): Promise<void> {
    const { api, accountID } = this.place;
    await command(api, accountID, { fault: 'none' });
    await sends(this.place, 'ok');
    await command(api, accountID, { status: 'connected' });
    await untilStatus(api, accountID, 'connected');
    const rest = async () => (await api.get<OutboxPage>('/v1/outbox?limit=200')).items;
    await eventually(rest, (items) => items.every(({ state }) => state === 'failed' || state === 'uncertain'), 30_000);
    // Echoes that are still on their way come before the answer to this.
    await send(this.place, 'the end');
  }
}

describe('whatever happens', { timeout: 120_000 }, () => {
  for (const seed of [1, 2, 3]) {
    it(`what the network got is what the server says: seed ${seed}`, async (t) => {
      const stateFile = join(temporaryFolder(t), 'network');
      const config = JSON.stringify({ stepMs: 100, replyMs: 10, stateFile });
      const server = await startTestServer(t, { env: { PARTYLINE_SANDBOX_CONFIG: config } });
      const story = new Story(server, await placeToSend(server), numbers(seed));
      for (let step = 0; step < steps; step += 1) await story.step();
      await story.end();
      const { place, told } = story;
      const got = Map.groupBy(await received(place), ({ transactionID }) => transactionID);
      for (const [id, { text, retried, cancelled }] of told) {
        const { sendStatus, isDeleted } = await readMessage(place, id);
        const arrived = got.get(id) ?? [];
        const about = JSON.stringify({ id, text, retried, cancelled, sendStatus, arrived });
        assert.ok(arrived.length <= 1, about);
        // Only a person sends what may have been sent once more.
        if (!retried) assert.ok((arrived[0]?.attempts ?? 0) <= 1, about);
        if (sendStatus?.status === 'SUCCESS') assert.equal(arrived[0]?.text, text, about);
        else if (sendStatus?.reason === 'cancelled') {
          assert.equal(isDeleted, true, about);
          if (/It was not sent/.test(sendStatus.message ?? '') && !retried) assert.deepEqual(arrived, [], about);
        } else if (sendStatus?.reason !== 'uncertain' && !retried) assert.deepEqual(arrived, [], about);
        assert.notEqual(sendStatus?.status, 'PENDING', about);
      }
    });
  }
});
