/** Follows the WebSocket that every server of this API has (websocket.md). It knows no cursors: what happens during an interruption is missed. */

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Partyline } from '@partyline/client';
import { type Connected, withClient } from '../access.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { printable } from '../text.ts';
import { isPassing } from './follow-log.ts';
import type { WatchedEvent } from './wanted.ts';

export interface SocketFollowing {
  /** Undefined: all. */
  readonly chatIDs: readonly string[] | undefined;
  show(event: WatchedEvent, client: Partyline): Promise<void>;
  tell(text: string): void;
}

/** A connection that answers nothing for so long is dead, as after the machine has slept. */
const askEveryMs = 30_000;
const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Ends with the signal. @throws CliError or APIError for what does not pass by itself */
export async function followSocket(following: SocketFollowing, globals: Globals, signal: AbortSignal): Promise<void> {
  let isFirst = true;
  for (let failures = 0; !signal.aborted; ) {
    try {
      await withClient({ ...globals, readOnly: true }, async (connected) => {
        // A refused upgrade does not say why: the same token is asked about first.
        await connected.client.accounts.list({ signal, maxRetries: 0 });
        await read(connected, following, signal, () => {
          if (!isFirst) following.tell('Connected again.');
          isFirst = false;
          failures = 0;
        });
      });
    } catch (error) {
      if (signal.aborted) return;
      if (isFirst || !(isPassing(error) || error instanceof ConnectionLost)) throw error;
      if (failures++ === 0)
        following.tell('The connection is lost. What happens until it is back cannot be made up for.');
      const pause = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

class ConnectionLost extends CliError {}

/** @throws ConnectionLost when it ends, whoever ends it */
async function read(
  { client, target, accessToken }: Connected,
  { chatIDs = ['*'], show }: SocketFollowing,
  signal: AbortSignal,
  subscribed: () => void,
): Promise<void> {
  const socket = new WebSocket(await socketAddress(client, target.url, signal), {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const ended = Promise.withResolvers<never>();
  // Whoever waits for it is told; before that it is no failure that nobody heard of.
  ended.promise.catch(() => undefined);
  const lost = (why: string) =>
    ended.reject(new ConnectionLost('notReady', 'connection_lost', `The server at ${target.url} ${why}`));
  const stop = () => lost('was left.');
  signal.addEventListener('abort', stop);
  let hasAnswered = true;
  let isSubscribed = false;
  const ask = () => {
    if (!hasAnswered) return lost('answers no more.');
    hasAnswered = false;
    // The only command there is; the same again changes nothing, and is answered.
    if (socket.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ type: 'subscriptions.set', requestID: randomUUID(), chatIDs }));
  };
  const timer = setInterval(ask, askEveryMs);
  /** One after the other. */
  let shown = Promise.resolve();
  const take = (frame: unknown) => {
    hasAnswered = true;
    const { type, message, ids } = fieldsOf(frame);
    if (type === 'error') return lost(`refuses to tell what happens: ${printable(String(message))}`);
    if (type === 'subscriptions.updated' && !isSubscribed) {
      isSubscribed = true;
      subscribed();
    }
    if (!isEvent(frame, ids)) return;
    shown = shown.then(() => show(frame, client)).catch((error: unknown) => ended.reject(error));
  };
  socket.addEventListener('open', ask);
  socket.addEventListener('close', ({ code }) => lost(`ended the connection (${code}).`));
  socket.addEventListener('error', () => lost('takes no WebSocket connection at /v1/ws.'));
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') take(parsed(data));
  });
  try {
    await ended.promise;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    socket.close(1000);
    await shown;
  }
}

/** Where the server says, but always on the server that was named: the token goes there. */
async function socketAddress(client: Partyline, url: string, signal: AbortSignal): Promise<URL> {
  const { endpoints } = await client.info.retrieve({ signal, maxRetries: 0 });
  const told: unknown = endpoints?.ws_events;
  const { pathname } =
    typeof told === 'string' && URL.canParse(told, url) ? new URL(told, url) : new URL('/v1/ws', url);
  const address = new URL(pathname, url);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No frame of the contract: nothing to show.
    return undefined;
  }
}

function fieldsOf(frame: unknown): Readonly<Record<'type' | 'message' | 'ids', unknown>> {
  const field = (name: string): unknown =>
    typeof frame === 'object' && frame !== null ? Reflect.get(frame, name) : undefined;
  return { type: field('type'), message: field('message'), ids: field('ids') };
}

const isEvent = (_frame: unknown, ids: unknown): _frame is WatchedEvent => Array.isArray(ids);
