/**
 * The one live connection: everything that happens after a cursor, over a WebSocket. It outlives sleep, lost networks and restarts of the server, and goes
 * on behind the last event it handed out; where the server's log no longer reaches back to that, everything has to be loaded anew. A line that died without
 * a word is noticed: from time to time the subscription is set again, and has to be answered.
 */

import type { ServerFrame, TypingChanged } from '@partyline/protocol';
import { createStore, type Readable } from './store.ts';

export type LiveEvent = Extract<ServerFrame, { cursor: string; seq: number }>;

export type LiveState =
  | 'stopped'
  /** On its way, and nothing is wrong yet. */
  | 'connecting'
  | 'live'
  /** The server is not there; it is tried again by itself. */
  | 'waiting';

/** What a look at the server tells about a cursor that a connection did not come about with. */
export type Verdict = 'good' | 'gone' | 'signed-out' | 'unreachable';

/** The part of a WebSocket that is used. */
export type Socket = Pick<WebSocket, 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'>;

export interface LiveParts {
  openSocket(cursor: string): Socket;
  ask(cursor: string): Promise<Verdict>;
  /** In order, each once. */
  onEvent(event: LiveEvent): void;
  /** Of the moment: what was missed does not come again. */
  onTyping(changed: TypingChanged): void;
  /** The cursor is of no use any more: load everything, and start again. */
  onGone(): void;
  onSignedOut(): void;
  /** Milliseconds until the try with that number, from 0. */
  pause(tries: number): number;
}

export interface Live {
  readonly state: Readable<LiveState>;
  /** While it waits: when it tries again, in milliseconds since the epoch. */
  readonly retryAt: Readable<number | undefined>;
  start(cursor: string): void;
  stop(): void;
  /** Tries at once: somebody looks, or the network came back. @param suspect the connection may be dead without knowing it */
  wake(suspect: boolean): void;
}

/** Our own range of codes (websocket.md). */
const goneCode = 4410;
/** So long after the last word of the server it is asked for one. */
const quietMs = 30_000;
/** So long it may take to answer, or to let somebody in. */
const answerMs = 15_000;
const subscription = JSON.stringify({ type: 'subscriptions.set', chatIDs: ['*'] });

export function createLive(parts: LiveParts): Live {
  const state = createStore<LiveState>('stopped');
  const retryAt = createStore<number | undefined>(undefined);
  let cursor = '';
  let socket: Socket | undefined;
  /** The next try, while it waits. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the line that is open: the next look whether it lives. */
  let pulse: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  const drop = () => {
    clearTimeout(timer);
    clearTimeout(pulse);
    timer = undefined;
    retryAt.set(undefined);
    const old = socket;
    socket = undefined;
    if (old === undefined) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  };
  const gone = () => {
    drop();
    state.set('connecting');
    parts.onGone();
  };
  const later = () => {
    const pause = parts.pause(tries++);
    retryAt.set(Date.now() + pause);
    state.set('waiting');
    timer = setTimeout(connect, pause);
  };
  /** The server said something: all is well for a while. */
  const heard = () => {
    clearTimeout(pulse);
    pulse = setTimeout(() => {
      socket?.send(subscription);
      pulse = setTimeout(giveUp, answerMs);
    }, quietMs);
  };
  const giveUp = () => {
    drop();
    later();
  };

  const take = (frame: ServerFrame) => {
    if (frame.type === 'error') {
      if (frame.code === 'CURSOR_GONE') gone();
    } else if (frame.type === 'subscriptions.updated') {
      tries = 0;
      state.set('live');
    } else if (frame.type === 'chat.typing') parts.onTyping(frame);
    else if (frame.type !== 'ready') {
      // Before the event is handled: one that makes its handler fail must not come again for ever.
      cursor = frame.cursor;
      parts.onEvent(frame);
    }
  };

  const closed = async (opened: Socket, code: number) => {
    if (socket !== opened) return;
    socket = undefined;
    clearTimeout(pulse);
    if (code === goneCode) return gone();
    state.set('connecting');
    // A browser does not tell why a handshake was refused.
    const verdict = await parts.ask(cursor).catch((): Verdict => 'unreachable');
    if (socket !== undefined || timer !== undefined || state.get() === 'stopped') return;
    if (verdict === 'gone') gone();
    else if (verdict === 'signed-out') {
      stop();
      parts.onSignedOut();
    } else later();
  };

  const connect = () => {
    drop();
    const opened = parts.openSocket(cursor);
    socket = opened;
    pulse = setTimeout(giveUp, answerMs);
    opened.onopen = () => opened.send(subscription);
    opened.onmessage = ({ data }) => {
      heard();
      take(JSON.parse(String(data)));
    };
    opened.onclose = ({ code }) => void closed(opened, code);
  };
  const stop = () => {
    drop();
    state.set('stopped');
  };

  return {
    state,
    retryAt,
    stop,
    start(from) {
      cursor = from;
      tries = 0;
      state.set('connecting');
      connect();
    },
    wake(suspect) {
      const now = state.get();
      if (now === 'waiting' || (now === 'live' && suspect)) {
        tries = 0;
        connect();
      }
    },
  };
}

/** Doubling from half a second to 15 s, each by chance up to a fifth shorter, so that many do not come at once. */
export function pauseOf(tries: number): number {
  return Math.min(15_000, 500 * 2 ** tries) * (1 - Math.random() / 5);
}
