/**
 * Brings the events of the log to one endpoint: one at a time, in order, each until it is taken or given up. It is a reader at its own pace: what
 * waits, waits in the log, and an endpoint that is slow or away costs a few events of memory at most.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@partyline/protocol';
import type { Logger } from 'pino';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Store } from '../store/store.ts';
import { Stopping, untilWritten } from '../store/until-written.ts';
import { eventPage } from '../stream/event-page.ts';
import type { Feed } from '../stream/feed.ts';
import type { RenderedEvent } from '../stream/rendered-event.ts';
import { attempt, type Poster } from './attempt.ts';
import { type Endpoint, findEndpoint } from './endpoint.ts';
import { ofAccounts, wantedBy } from './filter.ts';
import { letterOf } from './letters.ts';
import type { Marks } from './marks.ts';
import { type Patience, verdictOn } from './verdict.ts';

export interface CourierParts {
  readonly store: Store;
  readonly feed: Feed;
  readonly poster: Poster;
  readonly marks: Marks;
  readonly patience: Patience;
  readonly log: Logger;
}

export interface Courier {
  /** Resolves when there is nothing more to do: it was stopped, or the endpoint is disabled or gone. */
  readonly ended: Promise<void>;
  /** Ends a pause between two tries. */
  nudge(): void;
  /** Begins nothing new; a try under way gets so long to end and be written down, then it is broken off and will be repeated. */
  stop(graceMs: number): Promise<void>;
}

const eventsPerPage = 20;
const waitMs = 25_000;
/** A pause is looked at again this often: the machine may have slept, or its clock been set. */
const longestNapMs = 60_000;
/** Where nothing is wanted the place is written down this seldom. */
const passedEveryMs = 60_000;
const troubleMs = 1_000;

export function startCourier(id: string, parts: CourierParts): Courier {
  const { store, feed, poster, marks, patience, log } = parts;
  const halt = new AbortController();
  const cut = new AbortController();
  let nap = new AbortController();

  const rest = async (ms: number) => {
    nap = new AbortController();
    await delay(ms, undefined, { signal: AbortSignal.any([halt.signal, nap.signal]) }).catch(() => undefined);
  };
  const write = (work: () => Promise<void>) => untilWritten(work, cut.signal);

  /** @returns the endpoint as it stands now; undefined when the next event must wait */
  const deliver = async (endpoint: Endpoint, event: RenderedEvent): Promise<Endpoint | undefined> => {
    // Its token may have ended since the page was read.
    if ((await findEndpoint(store.read, id))?.disabled !== undefined) return undefined;
    const outcome = await attempt(poster, endpoint, letterOf(event, 'event'), cut.signal);
    if (outcome.error === undefined) {
      await write(() => marks.delivered(endpoint, event.position, outcome));
      return { ...endpoint, position: event.position, trouble: calm };
    }
    const verdict = verdictOn(outcome, endpoint.trouble, event.at, Date.now(), patience);
    await write(() => marks.failed(endpoint, event, outcome, verdict));
    const facts = { webhookID: id, error: outcome.error };
    if (verdict.act === 'give up') log.warn(facts, 'an event could not be delivered and is a dead letter now');
    if (verdict.act === 'disable' || (verdict.act === 'give up' && verdict.disable !== undefined))
      log.warn(facts, 'a webhook was disabled');
    return undefined;
  };

  /** Everything up to here was looked at, and what was wanted is delivered. */
  let passed = 0;
  let passedAt = performance.now();

  const page = async (endpoint: Endpoint) => {
    const { owner } = endpoint;
    const after = Math.max(endpoint.position, passed);
    const wanted = wantedBy(endpoint);
    const { events, through } = await eventPage(feed, {
      owner,
      after,
      limit: eventsPerPage,
      waitMs,
      wanted,
      signal: halt.signal,
    });
    let now = endpoint;
    for (const event of await ofAccounts(store, endpoint, events)) {
      if (halt.signal.aborted) return;
      const next = await deliver(now, event);
      if (next === undefined) return;
      now = next;
    }
    passed = through;
    if (through === now.position || performance.now() - passedAt < passedEveryMs) return;
    passedAt = performance.now();
    await write(() => marks.passed(now, through));
  };

  const once = async (): Promise<boolean> => {
    const endpoint = await findEndpoint(store.read, id);
    if (endpoint === undefined || endpoint.disabled !== undefined) return false;
    if (Math.max(endpoint.position, passed) < feed.start()) {
      log.warn({ webhookID: id }, 'the log has forgotten events before they were delivered');
      await write(() => marks.missed(endpoint, feed.start()));
      return true;
    }
    const pause = (endpoint.trouble.nextAttemptAt ?? 0) - Date.now();
    if (pause > 0) await rest(Math.min(pause, longestNapMs));
    else await page(endpoint);
    return true;
  };

  const run = async () => {
    for (let goOn = true; goOn && !halt.signal.aborted; ) {
      try {
        goOn = await once();
      } catch (error) {
        if (cut.signal.aborted || error instanceof Stopping) return;
        // What the log has just forgotten is seen at the next look.
        if (!(error instanceof ApiError) || error.code !== 'CURSOR_GONE')
          log.error({ err: error, webhookID: id }, 'a webhook could not be served; trying again');
        await rest(troubleMs);
      }
    }
  };
  const ended = run();

  return {
    ended,
    nudge: () => nap.abort(),
    async stop(graceMs) {
      halt.abort();
      await withTimeLimit(graceMs, ended).catch(() => undefined);
      cut.abort();
      await ended;
    },
  };
}

const calm = {
  attempts: 0,
  givenUp: 0,
  failingSince: undefined,
  nextAttemptAt: undefined,
  lastError: undefined,
} as const;
