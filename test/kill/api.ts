/** A client as people write them: what is not answered is asked again, with the same idempotency key. */

import { setTimeout as delay } from 'node:timers/promises';
import { TOKEN } from '../support/server.ts';
import type { Victim } from './victim.ts';

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Api {
  /** One try. @throws when there is no answer */
  once(call: Call): Promise<Answer>;
  /** Repeats as the official SDKs do, but for as long as it takes. @throws on an answer that no repetition changes */
  ask<T>(call: Call): Promise<T>;
}

/** Doubling, as the official SDKs do, from and up to. */
const firstPauseMs = 50;
const longestPauseMs = 2_000;
const patienceMs = 120_000;
/** As the official SDKs repeat them. */
const repeated: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504]);

export function apiOf(victim: Pick<Victim, 'url'>): Api {
  const once = async ({ method = 'GET', path, body, idempotencyKey }: Call): Promise<Answer> => {
    const response = await fetch((await victim.url()) + path, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    });
    return { status: response.status, text: await response.text() };
  };
  return {
    once,
    async ask(call) {
      const deadline = Date.now() + patienceMs;
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
        const answer = await once(call).catch(() => undefined);
        if (answer !== undefined && answer.status < 300) return JSON.parse(answer.text);
        const told = answer === undefined ? 'nothing' : `${answer.status} ${answer.text}`;
        if (answer !== undefined && !repeated.has(answer.status)) throw new Error(`${call.path} was answered ${told}`);
        if (Date.now() > deadline) throw new Error(`${call.path} was answered ${told} for ${patienceMs} ms`);
        await delay(pauseMs);
      }
    },
  };
}
