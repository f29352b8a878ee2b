/** Tells the server, in order, what the bridge has delivered for one login, for as long as its connection is open. */

import type { Host } from '@partyline/connector';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { toldEvents } from './told-events.ts';

const atOnce = 100;

/** @param failed the server could not take it: nothing is lost, and the next connection tells it again */
export function startTelling(
  bridge: HostedBridge,
  login: string,
  host: Pick<Host, 'ingest'>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): void {
  const { homeserver } = bridge;
  let isRunning = false;
  let isNews = false;

  const tellAll = async (): Promise<void> => {
    while (!signal.aborted) {
      isNews = false;
      const items = homeserver.untold.next(login, atOnce);
      const last = items.at(-1);
      if (last === undefined) {
        if (isNews) continue;
        return;
      }
      const events = items.flatMap((item) => toldEvents(homeserver, login, item));
      if (events.length > 0) await host.ingest(events);
      homeserver.untold.done(login, last.seq);
    }
  };

  const tell = () => {
    isNews = true;
    if (isRunning || signal.aborted) return;
    isRunning = true;
    tellAll()
      .catch((error: unknown) => !signal.aborted && failed(error))
      .finally(() => {
        isRunning = false;
      });
  };
  // What is told within a transaction of the database can be read after it.
  bridge.onNews(() => queueMicrotask(tell), signal);
  tell();
}
