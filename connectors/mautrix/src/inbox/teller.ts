/** Tells the server, in order, what the bridge has delivered for one login, for as long as its connection is open. */

import { once } from 'node:events';
import type { Host } from '@partyline/connector';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { toldEvents } from './told-events.ts';

const atOnce = 100;
/** Batches the server has not stored yet. */
const maxUnderWay = 4;

export interface Teller {
  /** Resolves when the server has stored everything that there is to tell now. @throws what the signal, or the server, gives as the reason that it has not */
  caughtUp(signal: AbortSignal): Promise<void>;
}

/** @param failed the server could not take it: nothing is lost, and the next connection tells it again */
export function startTelling(
  bridge: HostedBridge,
  login: string,
  host: Pick<Host, 'ingest'>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Teller {
  const { homeserver } = bridge;
  let told = 0;
  let underWay = 0;
  let hasFailed = false;
  let stored: Promise<unknown> = Promise.resolve();
  /** Of those who wait for a place to be reached. */
  const progress = new EventTarget();

  /** Tells one batch; the next may follow before the server has stored it, never out of order. @returns whether there was one */
  const tellNext = (): boolean => {
    const items = homeserver.untold.next(login, told, atOnce);
    const last = items.at(-1);
    if (last === undefined) return false;
    const events = items.flatMap((item) => toldEvents(homeserver, login, item));
    told = last.seq;
    underWay++;
    // Nothing is forgotten as long as something before it is not stored.
    stored = Promise.all([stored, events.length === 0 ? undefined : host.ingest(events)]).then(() => {
      homeserver.untold.done(login, last.seq);
      underWay--;
      progress.dispatchEvent(new Event('progress'));
      tell();
    });
    stored.catch(fail);
    return true;
  };

  const fail = (error: unknown) => {
    if (!hasFailed && !signal.aborted) failed(error);
    hasFailed = true;
    progress.dispatchEvent(new Event('progress'));
  };

  const tell = () => {
    try {
      while (!signal.aborted && !hasFailed && underWay < maxUnderWay && tellNext());
    } catch (error) {
      fail(error);
    }
  };
  // What is told within a transaction of the database can be read after it.
  bridge.onNews(() => queueMicrotask(tell), signal);
  tell();
  return {
    async caughtUp(until) {
      const { untold } = homeserver;
      const upTo = untold.range(login)?.newest ?? 0;
      const isBehind = () => (untold.range(login)?.oldest ?? Number.POSITIVE_INFINITY) <= upTo;
      while (isBehind()) {
        if (hasFailed) throw new Error('The server could not store what the bridge has delivered');
        await once(progress, 'progress', { signal: until });
      }
    },
  };
}
