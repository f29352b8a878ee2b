/** One try: sign, post, and see what came of it. */

import type { EventType } from '@partyline/protocol';
import { type Egress, reasonOf } from '../egress/egress.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Endpoint } from './endpoint.ts';
import { openSecrets } from './secrets.ts';
import { signedHeaders } from './signature.ts';

/** What is posted. */
export interface Letter {
  readonly messageID: string;
  readonly kind: 'event' | 'replay' | 'test';
  readonly type: EventType | 'webhook.test';
  readonly body: string;
}

export interface Outcome {
  readonly letter: Letter;
  /** When it began, in milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  /** Undefined: delivered. */
  readonly error: string | undefined;
}

export interface Poster {
  readonly store: Store;
  readonly egress: Egress;
  readonly vault: Vault;
  /** For one try, from the look-up of the name to the end of the answer. */
  readonly limitMs: number;
  readonly userAgent: string;
}

/** @throws the signal's reason when it aborts; nothing else: what goes wrong is the outcome */
export async function attempt(
  { store, egress, vault, limitMs, userAgent }: Poster,
  endpoint: Endpoint,
  letter: Letter,
  signal: AbortSignal,
): Promise<Outcome> {
  const secrets = await openSecrets(store, vault, endpoint);
  const begun = performance.now();
  const at = new Date();
  const outcome = (result: Pick<Outcome, 'status' | 'retryAfter' | 'error'>): Outcome => ({
    letter,
    at: at.getTime(),
    durationMs: Math.round(performance.now() - begun),
    ...result,
  });
  try {
    const { status, retryAfter } = await egress.post({
      url: new URL(endpoint.url),
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...signedHeaders(letter.messageID, at, letter.body, secrets),
      },
      body: letter.body,
      limitMs,
      signal,
    });
    return outcome({ status, retryAfter, error: problemWith(status) });
  } catch (error) {
    signal.throwIfAborted();
    return outcome({ status: undefined, retryAfter: undefined, error: reasonOf(error) });
  }
}

function problemWith(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed. Give the new address instead.`;
  return status === 410 ? 'HTTP 410: the receiver wants nothing more' : `HTTP ${status}`;
}
