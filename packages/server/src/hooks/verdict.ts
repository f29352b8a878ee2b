/** What follows from a try that failed. */

import { type BackoffRange, backoffDelay } from '../runtime/backoff.ts';
import type { Disabled, Trouble } from './endpoint.ts';

export interface Patience {
  readonly pauses: BackoffRange;
  /** How long an event is tried again. */
  readonly patienceMs: number;
}

export interface Failure {
  /** Absent when there was no answer. */
  readonly status: number | undefined;
  /** The header (RFC 9110, 10.2.3): seconds, or a date. */
  readonly retryAfter: string | undefined;
}

export type Verdict =
  | { readonly act: 'retry'; readonly at: number; readonly failingSince: number }
  /** The event is kept as a dead letter, and the next one's turn comes, unless the endpoint is disabled too. */
  | { readonly act: 'give up'; readonly failingSince: number; readonly disable: Disabled | undefined }
  | { readonly act: 'disable'; readonly reason: Disabled };

/** That many given up without a delivery in between, and the receiver is taken to be gone: what else waits stays in the log. */
const givenUpInARow = 5;
/** What a receiver may ask for at most. */
const longestWaitMs = 24 * 60 * 60 * 1_000;

/** @param eventAt when the event happened: it cannot have been waiting for longer */
export function verdictOn(
  failure: Failure,
  trouble: Trouble,
  eventAt: number,
  now: number,
  { pauses, patienceMs }: Patience,
): Verdict {
  if (failure.status === 410) return { act: 'disable', reason: 'gone' };
  const failingSince = trouble.failingSince ?? now;
  const deadline = Math.max(eventAt, failingSince) + patienceMs;
  if (now >= deadline) {
    const isLast = trouble.givenUp + 1 >= givenUpInARow;
    return { act: 'give up', failingSince, disable: isLast ? 'failing' : undefined };
  }
  const pause = Math.min(deadline - now, backoffDelay(trouble.attempts + 1, pauses));
  const asked = Math.min(longestWaitMs, retryAfterMs(failure.retryAfter, now));
  return { act: 'retry', at: Math.ceil(now + Math.max(pause, asked)), failingSince };
}

function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? 0 : wait;
}
