/** The live connection goes on where it was, whatever happens to it. */

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { createLive, type Live, type LiveEvent, type Socket, type Verdict } from '../src/data/live.ts';

/** A line to a server that the test plays. */
class Line implements Socket {
  readonly cursor: string;
  readonly sent: string[] = [];
  isClosed = false;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;

  constructor(cursor: string) {
    this.cursor = cursor;
  }

  send(text: unknown): void {
    this.sent.push(String(text));
  }

  close(): void {
    this.isClosed = true;
  }

  /** The server accepts, and answers the subscription. */
  accept(): void {
    Reflect.apply(this.onopen ?? (() => assert.fail()), this, [new Event('open')]);
    this.tell({ type: 'ready', version: 1, chatIDs: [] });
    this.tell({ type: 'subscriptions.updated', chatIDs: ['*'] });
  }

  tell(frame: object): void {
    const message = new MessageEvent('message', { data: JSON.stringify(frame) });
    Reflect.apply(this.onmessage ?? (() => undefined), this, [message]);
  }

  async end(code = 1006): Promise<void> {
    Reflect.apply(this.onclose ?? (() => undefined), this, [Object.assign(new Event('close'), { code })]);
    // What is asked of the server is answered.
    await new Promise(setImmediate);
  }
}

let lines: Line[];
let events: LiveEvent[];
let verdict: Verdict;
let said: string[];
let live: Live;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  lines = [];
  events = [];
  verdict = 'unreachable';
  said = [];
  live = createLive({
    openSocket(cursor) {
      const line = new Line(cursor);
      lines.push(line);
      return line;
    },
    ask: async () => verdict,
    onEvent: (event) => events.push(event),
    onTyping: ({ chatID, users }) => said.push(`${users.length} typing in ${chatID}`),
    onGone: () => said.push('gone'),
    onSignedOut: () => said.push('signed out'),
    pause: (tries) => 1_000 * (tries + 1),
  });
});

const line = (): Line => lines.at(-1) ?? assert.fail('no connection was opened');
const happens = (cursor: string) =>
  line().tell({ type: 'account.deleted', accountID: 'a', seq: 1, ts: '2026-01-01T00:00:00Z', cursor });

test('it asks for everything, and is live when the server says so', () => {
  live.start('c1');
  assert.deepEqual([line().cursor, live.state.get()], ['c1', 'connecting']);
  line().accept();
  assert.deepEqual(
    line().sent.map((text) => JSON.parse(text)),
    [{ type: 'subscriptions.set', chatIDs: ['*'] }],
  );
  assert.equal(live.state.get(), 'live');
});

test('after an interruption it goes on behind the last event, with longer and longer pauses', async () => {
  live.start('c1');
  line().accept();
  happens('c2');
  happens('c3');
  await line().end();
  assert.equal(live.state.get(), 'waiting');
  mock.timers.tick(1_000);
  assert.deepEqual([lines.length, line().cursor], [2, 'c3']);
  await line().end();
  mock.timers.tick(1_999);
  assert.equal(lines.length, 2);
  mock.timers.tick(1);
  assert.equal(lines.length, 3);
  line().accept();
  happens('c4');
  assert.deepEqual(
    events.map(({ cursor }) => cursor),
    ['c2', 'c3', 'c4'],
  );
  await line().end();
  mock.timers.tick(1_000);
  assert.deepEqual([lines.length, line().cursor], [4, 'c4']);
});

test('who types is told, and is no place to go on from', async () => {
  live.start('c1');
  line().accept();
  line().tell({
    type: 'chat.typing',
    chatID: 'x',
    users: [{ id: 'a' }],
    expiresInSeconds: 30,
    ts: '2026-01-01T00:00:00Z',
  });
  assert.deepEqual([said, events], [['1 typing in x'], []]);
  await line().end();
  mock.timers.tick(1_000);
  assert.equal(line().cursor, 'c1');
});

test('a cursor that is of no use any more is told, by frame, by code or when asked', async () => {
  live.start('c1');
  line().accept();
  line().tell({ type: 'error', code: 'CURSOR_GONE', message: 'too old' });
  assert.deepEqual([said, line().isClosed], [['gone'], true]);
  live.start('c2');
  await line().end(4410);
  assert.deepEqual(said, ['gone', 'gone']);
  live.start('c3');
  verdict = 'gone';
  await line().end();
  assert.deepEqual(said, ['gone', 'gone', 'gone']);
});

test('a session that is over ends it for good', async () => {
  live.start('c1');
  verdict = 'signed-out';
  await line().end();
  assert.deepEqual([said, live.state.get()], [['signed out'], 'stopped']);
  mock.timers.tick(60_000);
  assert.equal(lines.length, 1);
});

test('waking up tries at once, and opens anew what may be dead', async () => {
  live.start('c1');
  line().accept();
  live.wake(false);
  assert.equal(lines.length, 1);
  live.wake(true);
  assert.deepEqual([lines.length, lines[0]?.isClosed], [2, true]);
  await line().end();
  assert.ok((live.retryAt.get() ?? 0) > Date.now(), 'it says when it tries again');
  live.wake(false);
  assert.deepEqual([lines.length, live.retryAt.get()], [3, undefined]);
  line().accept();
  mock.timers.tick(29_000);
  assert.equal(lines.length, 3);
});

test('a line that died without a word is asked for one, and given up', () => {
  live.start('c1');
  line().accept();
  mock.timers.tick(29_999);
  happens('c2');
  mock.timers.tick(29_999);
  assert.equal(line().sent.length, 1, 'nothing is asked while the server talks');
  mock.timers.tick(1);
  assert.equal(line().sent.length, 2);
  line().tell({ type: 'subscriptions.updated', chatIDs: ['*'] });
  mock.timers.tick(30_000);
  assert.equal(line().sent.length, 3);
  mock.timers.tick(15_000);
  assert.deepEqual([live.state.get(), lines[0]?.isClosed], ['waiting', true]);
  mock.timers.tick(1_000);
  assert.deepEqual([lines.length, line().cursor], [2, 'c2']);
  // Nor does it wait for ever to be let in.
  mock.timers.tick(15_000);
  assert.deepEqual([live.state.get(), lines[1]?.isClosed], ['waiting', true]);
});

test('what comes late on a line that was given up is nobody’s business', async () => {
  live.start('c1');
  const old = line();
  old.accept();
  live.wake(true);
  old.tell({ type: 'account.deleted', accountID: 'a', seq: 2, ts: '2026-01-01T00:00:00Z', cursor: 'late' });
  await old.end();
  assert.deepEqual([events, lines.length], [[], 2]);
  live.stop();
  assert.ok(line().isClosed);
});
