/** One request from the call to its parsed answer, with time-outs and retries. */

import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  PartylineError,
} from './errors.ts';
import { type Clock, isRetriable, retryDelay } from './retry.ts';
import type { Upload } from './upload.ts';

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
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON; no body at all when absent. */
  readonly body?: unknown;
  /** Instead of `body`. */
  readonly upload?: Upload | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds for one try, where the caller says nothing; the client's own time otherwise. */
  readonly timeout?: number | undefined;
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
    // The body is read in the try, so that the time-out and the retries cover it too.
    const whole = await this.#untilDone(call, options, async (response) => ({
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
    }));
    return parsed(whole);
  }

  /** As {@link send}, but done when the answer begins: its body is for the caller to read, without a time limit. */
  open(call: Call, options: RequestOptions = {}): Promise<Response> {
    return this.#untilDone(call, options, async (response) => response);
  }

  async #untilDone<T>(call: Call, options: RequestOptions, read: Read<T>): Promise<T> {
    const maxRetries = call.upload?.once ? 0 : (options.maxRetries ?? this.#settings.maxRetries);
    for (let retries = 0; ; retries++) {
      const outcome = await this.#attempt(call, options, retries, read);
      if (outcome.ok) return outcome.value;
      if (retries >= maxRetries || !outcome.retriable) throw outcome.error;
      await this.pause(retries, outcome.error.headers, options.signal);
    }
  }

  async #attempt<T>(
    call: Call,
    options: RequestOptions,
    retries: number,
    read: Read<T>,
  ): Promise<Success<T> | Failure> {
    const { baseURL, fetch } = this.#settings;
    if (options.signal?.aborted) throw new APIUserAbortError();
    const timeout = options.timeout ?? call.timeout ?? this.#settings.timeout;
    const expired = new AbortController();
    const timer = setTimeout(() => expired.abort(), timeout);
    try {
      const response = await fetch(`${baseURL}${call.path}${queryString(call.query)}`, {
        method: call.method,
        headers: this.#headers(call, options, retries),
        signal: options.signal ? AbortSignal.any([options.signal, expired.signal]) : expired.signal,
        ...bodyOf(call),
      });
      if (response.ok) return { ok: true, value: await read(response) };
      const { status, headers } = response;
      const error = APIError.generate(status, headers, await response.text());
      return { ok: false, error, retriable: isRetriable(status, headers) };
    } catch (cause) {
      if (options.signal?.aborted) throw new APIUserAbortError();
      const error = expired.signal.aborted
        ? new APIConnectionTimeoutError(
            `Request timed out: no whole answer from ${baseURL} within ${timeout} ms.`,
            cause,
          )
        : new APIConnectionError(`Connection error. Is the server running at ${baseURL}?`, cause);
      return { ok: false, error, retriable: true };
    } finally {
      clearTimeout(timer);
    }
  }

  /** The later ones go before the earlier ones, whatever their case. */
  #headers(call: Call, options: RequestOptions, retries: number): Headers {
    const headers = new Headers({ Accept: 'application/json' });
    if (call.body !== undefined) headers.set('Content-Type', 'application/json');
    // The official SDKs say so too: the server then knows an identical request for a repeated one.
    if (retries > 0) headers.set('X-Stainless-Retry-Count', String(retries));
    for (const more of [this.#settings.headers, call.upload?.headers, call.headers, options.headers]) {
      for (const [name, value] of Object.entries(more ?? {})) headers.set(name, value);
    }
    return headers;
  }

  /** The wait before a request is repeated. @param retries how many times it was repeated already @throws APIUserAbortError */
  async pause(retries: number, headers: Headers | undefined, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#settings.clock.sleep(retryDelay(retries, headers, this.#settings.clock), signal);
    } catch (error) {
      throw signal?.aborted ? new APIUserAbortError() : error;
    }
  }
}

/** What of a good answer belongs to the try. */
type Read<T> = (response: Response) => Promise<T>;

interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

interface Failure {
  readonly ok: false;
  readonly error: APIError;
  readonly retriable: boolean;
}

function bodyOf({ body, upload }: Call): RequestInit {
  // A stream goes out while the answer may come in (Fetch standard, `duplex`).
  if (upload !== undefined) return { body: upload.body, ...(upload.once && { duplex: 'half' }) };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}

function parsed({ status, type, text }: { status: number; type: string; text: string }) {
  if (status === 204) return undefined;
  const mediaType = type.split(';')[0]?.trim() ?? '';
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json')) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PartylineError(`The server answered ${status} with a body that is not valid JSON.`, { cause });
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
