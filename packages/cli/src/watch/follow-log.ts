/**
 * Follows the event log of our servers, over interruptions of any length. It asks for one page after the other (long poll), each from the cursor of
 * what was shown last: so nothing is left out and nothing comes twice, and a reader that takes its time costs the server nothing.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { APIConnectionError, APIError, AuthenticationError, type Partyline } from '@partyline/client';
import type { Event } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { CliError, exitCodes } from '../exit.ts';
import type { Globals } from '../globals.ts';

export interface Following {
  /** Where to go on from: after each event its own cursor, and also when nothing happened. */
  cursor: string;
  readonly query: { readonly chatIDs: readonly string[] | undefined; readonly types: Event['type'][] | undefined };
  show(event: Event, client: Partyline): Promise<void>;
  /** Everything up to the cursor was shown. */
  passed(): Promise<void>;
  /** Tells the person how the connection is. */
  tell(text: string): void;
}

const pollSeconds = 25;
const perPage = 500;
/** A token that was made for this is made anew when it has run out. */
const minutes = 60;
const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Ends with the signal. @throws CliError or APIError for what does not pass by itself */
export async function followLog(following: Following, globals: Globals, signal: AbortSignal): Promise<void> {
  let failures = 0;
  const reading = async (client: Partyline) => {
    for (;;) {
      // After an interruption at once, to know that it is over.
      const wait = failures > 0 ? 0 : pollSeconds;
      const query = { ...following.query, since: following.cursor, wait, limit: perPage };
      const page = await client.events.list(query, { signal, maxRetries: 0 });
      if (failures > 1) following.tell('The server is back; going on where it was.');
      failures = 0;
      for (const event of page.items) {
        await following.show(event, client);
        following.cursor = event.cursor;
      }
      following.cursor = page.cursor;
      await following.passed();
    }
  };
  while (!signal.aborted) {
    try {
      await withClient({ ...globals, readOnly: true }, ({ client }) => reading(client), { minutes });
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error) || (error instanceof AuthenticationError && failures > 0)) throw error;
      failures++;
      // The first try again is at once: a token has run out, or a proxy has ended a connection.
      if (failures === 1) continue;
      if (failures === 2) following.tell('The server is away; waiting for it to come back.');
      const pause = Math.min(firstPauseMs * 2 ** (failures - 2), longestPauseMs);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Whether it may work later. A token that was given and is not known is a CliError by now; one of our own has run out. */
export function isPassing(error: unknown): boolean {
  if (error instanceof CliError) return error.exitCode === exitCodes.notReady;
  if (error instanceof APIConnectionError || error instanceof AuthenticationError) return true;
  return error instanceof APIError && (error.status === 408 || error.status === 429 || (error.status ?? 0) >= 500);
}
