/** A bridge whose connection was lost may only have to make it again. */

import { setTimeout as delay } from 'node:timers/promises';
import type { BridgeSocket } from '../host/socket.ts';

/** Bridges try after 2 s at first. */
const patienceMs = 15_000;
const lookEveryMs = 100;

/** @param news tells `ended` when the program has. @returns whether it is connected now */
export async function comesBack(
  socket: Pick<BridgeSocket, 'isConnected'>,
  news: EventTarget,
  signal: AbortSignal,
): Promise<boolean> {
  const over = new AbortController();
  news.addEventListener('ended', () => over.abort(), { once: true, signal: over.signal });
  const until = AbortSignal.any([signal, over.signal, AbortSignal.timeout(patienceMs)]);
  while (!socket.isConnected() && !until.aborted)
    await delay(lookEveryMs, undefined, { signal: until }).catch(() => undefined);
  over.abort();
  return socket.isConnected() && !signal.aborted;
}
