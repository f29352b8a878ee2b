/** One request from the call to its parsed answer, with time-outs and retries. */

import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  PartylineError,
} from './errors.ts';
import { type Clock, isRetriable, retryDelay } from './retry.ts';

/** What a caller may set for one request; the client's own settings otherwise. */
export interface RequestOptions {
  /** Ends the request, and the wait before a retry, with {@link APIUserAbortError}. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one try. */
  timeout?: number | undefined;
  maxRetries?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Query values: an array repeats its key, `null` sends an empty value, `undefined` sends nothing. */
type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON; no body at all when absent. */
  readonly body?: unknown;
}

export interface TransportSettings {
  readonly baseURL: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

export class Transport {
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /**
   * Sends the request until it succeeds or may not be repeated. The answer is trusted to be what the contract says, as in the official SDKs;
   * an answer of another type than JSON is its text, 204 is `undefined`.
   */
  async send<T>(call: Call, options: RequestOptions = {}): Promise<T> {
    const maxRetries = options.maxRetries ?? this.#settings.maxRetries;
    for (let retries = 0; ; retries++) {
      const outcome = await this.#attempt(call, options);
      if (outcome.ok) return readBody(outcome);
      if (retries >= maxRetries || !outcome.retriable) throw outcome.error;
      await this.#pause(retryDelay(retries, outcome.error.headers, this.#settings.clock), options.signal);
    }
  }

  async #attempt(call: Call, options: RequestOptions): Promise<Success | Failure> {
    const { baseURL, fetch } = this.#settings;
    if (options.signal?.aborted) throw new APIUserAbortError();
    const timeout = options.timeout ?? this.#settings.timeout;
    const expired = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(`${baseURL}${call.path}${queryString(call.query)}`, {
        method: call.method,
        headers: this.#headers(call, options),
        signal: options.signal ? AbortSignal.any([options.signal, expired]) : expired,
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      // The body is read here so that the time-out and the retries cover it too.
      const { status, headers } = response;
      const text = await response.text();
      if (response.ok) return { ok: true, status, headers, text };
      return { ok: false, error: APIError.generate(status, headers, text), retriable: isRetriable(status, headers) };
    } catch (cause) {
      if (options.signal?.aborted) throw new APIUserAbortError();
      const error = expired.aborted
        ? new APIConnectionTimeoutError(
            `Request timed out: no whole answer from ${baseURL} within ${timeout} ms.`,
            cause,
          )
        : new APIConnectionError(`Connection error. Is the server running at ${baseURL}?`, cause);
      return { ok: false, error, retriable: true };
    }
  }

  #headers(call: Call, options: RequestOptions): Record<string, string> {
    return {
      Accept: 'application/json',
      ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...this.#settings.headers,
      ...options.headers,
    };
  }

  async #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#settings.clock.sleep(ms, signal);
    } catch (error) {
      throw signal?.aborted ? new APIUserAbortError() : error;
    }
  }
}

interface Success {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Failure {
  readonly ok: false;
  readonly error: APIError;
  readonly retriable: boolean;
}

function readBody(answer: Success) {
  if (answer.status === 204) return undefined;
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) return answer.text;
  try {
    return JSON.parse(answer.text);
  } catch (cause) {
    throw new PartylineError(`The server answered ${answer.status} with a body that is not valid JSON.`, { cause });
  }
}

function queryString(query: Query = {}): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) pairs.append(key, item === null ? '' : String(item));
  }
  return pairs.size === 0 ? '' : `?${pairs}`;
}
