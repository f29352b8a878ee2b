/** The client: settings resolved once, and the resources hung on it. */

import * as errors from './errors.ts';
import { type ClientOptions, resolveAccessToken, resolveBaseURL } from './options.ts';
import { Accounts } from './resources/accounts.ts';
import { Bridges } from './resources/bridges.ts';
import { InfoResource } from './resources/info.ts';
import { systemClock } from './retry.ts';
import { Transport } from './transport.ts';
import { version } from './version.ts';

/**
 * A client of one server, with the call shapes of the official TypeScript SDK.
 *
 * @example
 * const client = new Partyline({ accessToken: process.env['BEEPER_ACCESS_TOKEN'] });
 * const accounts = await client.accounts.list();
 */
export class Partyline {
  readonly accessToken: string;
  readonly baseURL: string;
  readonly maxRetries: number;
  readonly timeout: number;

  readonly accounts: Accounts;
  readonly bridges: Bridges;
  readonly info: InfoResource;

  readonly #options: ClientOptions;

  /** @throws PartylineError when there is no token or the base URL is not one. */
  constructor(options: ClientOptions = {}) {
    this.#options = options;
    this.accessToken = resolveAccessToken(options.accessToken);
    this.baseURL = resolveBaseURL(options.baseURL);
    this.maxRetries = options.maxRetries ?? 2;
    this.timeout = options.timeout ?? 30_000;
    const transport = new Transport({
      baseURL: this.baseURL,
      timeout: this.timeout,
      maxRetries: this.maxRetries,
      headers: {
        'User-Agent': `Partyline/JS ${version}`,
        Authorization: `Bearer ${this.accessToken}`,
        ...options.defaultHeaders,
      },
      fetch: options.fetch ?? globalThis.fetch,
      clock: options.clock ?? systemClock,
    });
    this.accounts = new Accounts(transport);
    this.bridges = new Bridges(transport);
    this.info = new InfoResource(transport);
  }

  /** A new client with the same options but for those given. */
  withOptions(options: ClientOptions): Partyline {
    return new Partyline({ ...this.#options, ...options });
  }

  static readonly PartylineError = errors.PartylineError;
  static readonly APIError = errors.APIError;
  static readonly APIConnectionError = errors.APIConnectionError;
  static readonly APIConnectionTimeoutError = errors.APIConnectionTimeoutError;
  static readonly APIUserAbortError = errors.APIUserAbortError;
  static readonly BadRequestError = errors.BadRequestError;
  static readonly AuthenticationError = errors.AuthenticationError;
  static readonly PermissionDeniedError = errors.PermissionDeniedError;
  static readonly NotFoundError = errors.NotFoundError;
  static readonly ConflictError = errors.ConflictError;
  static readonly UnprocessableEntityError = errors.UnprocessableEntityError;
  static readonly RateLimitError = errors.RateLimitError;
  static readonly InternalServerError = errors.InternalServerError;
}
