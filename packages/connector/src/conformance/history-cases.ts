/** Cases for older messages that are asked for; only where the connection has `fetchHistory`, and the real server a past to give out. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessageEvent } from '../events.ts';
import type { History, HistoryRequest } from '../requests.ts';
import { deadline, eventually, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { type Live, type Stage, staged } from './stage.ts';

const timeout = deadline.case;
const COUNT = 7;
const AT_ONCE = 3;
const KNOWN = 'what is known';

export function historyCases(subject: Subject): void {
  it(
    'fetchHistory: all of the past comes as such, and has an end',
    { timeout },
    staged(subject, async (stage) => {
      const past = await withPast(stage);
      if (past === undefined) return;
      const { live, known, written } = past;
      const came: MessageEvent[] = [];
      for (let [hasMore, before, asked] = [true, known, 0]; hasMore; asked += 1) {
        assert.ok(asked <= written.length + 1, 'the past has an end');
        const count = live.host.messages().length;
        hasMore = (await fetched(stage, live, requestOf(stage, before))).hasMore;
        const fresh = live.host.messages().slice(count);
        for (const { history } of fresh) assert.equal(history, true, 'what is fetched is told as history');
        for (const { timestamp } of fresh) assert.ok(timestamp <= before.timestamp, 'what is fetched is older');
        came.push(...fresh);
        before = [before, ...fresh].reduce((oldest, one) => (one.timestamp < oldest.timestamp ? one : oldest));
      }
      const texts = came.toSorted((one, other) => one.timestamp - other.timestamp).map(({ text }) => text);
      assert.deepEqual(texts, written, 'all of the past has come');
    }),
  );

  it(
    'fetchHistory: resolves when what came is stored, and not when it cannot be',
    { timeout },
    staged(subject, async (stage) => {
      const past = await withPast(stage);
      if (past === undefined) return;
      const { live, known } = past;
      const count = live.host.messages().length;
      live.host.hold();
      let isOver = false;
      const fetching = fetched(stage, live, requestOf(stage, known)).finally(() => {
        isOver = true;
      });
      fetching.catch(() => {});
      await eventually(deadline.settle, 'something is fetched', () => live.host.messages().length > count);
      await nextTurn();
      assert.equal(isOver, false, 'resolved while the server was still storing');
      live.host.refuse();
      live.host.release();
      await assert.rejects(fetching, 'resolved although the server did not store it');
    }),
  );
}

interface WithPast {
  readonly live: Live;
  /** A message that arrived, and is newer than all of the past. */
  readonly known: MessageEvent;
  /** Oldest first. */
  readonly written: readonly string[];
}

async function withPast(stage: Stage): Promise<WithPast | undefined> {
  const { server } = stage;
  const login = await stage.login();
  const live = await stage.connected(login);
  if (live.connection.fetchHistory === undefined || server.writePast === undefined) return undefined;
  const written = await server.writePast(login, COUNT);
  await server.writeTo(login, KNOWN);
  await live.host.delivered(KNOWN);
  const known = live.host.messages().find(({ text }) => text === KNOWN);
  assert.ok(known);
  return { live, known, written };
}

function requestOf(stage: Stage, { id, chat, timestamp }: MessageEvent): HistoryRequest {
  return { account: stage.place.account, chatID: chat.id, before: { id, timestamp }, count: AT_ONCE };
}

async function fetched(stage: Stage, { connection }: Live, request: HistoryRequest): Promise<History> {
  assert.ok(connection.fetchHistory);
  const history = await within(deadline.history, 'fetchHistory', connection.fetchHistory(request));
  stage.witness.crossed('history', history);
  assert.equal(typeof history.hasMore, 'boolean');
  return history;
}
