/** The client: settings resolved once, and the resources hung on it. */

import type { SearchResults } from '@partyline/protocol';
import * as errors from './errors.ts';
import { type ClientOptions, resolveAccessToken, resolveBaseURL } from './options.ts';
import { Accounts } from './resources/accounts.ts';
import { Approvals } from './resources/approvals.ts';
import { Assets } from './resources/assets.ts';
import { Audit } from './resources/audit.ts';
import { Bridges } from './resources/bridges.ts';
import { Chats } from './resources/chats.ts';
import { Events } from './resources/events.ts';
import { InfoResource } from './resources/info.ts';
import { Labels } from './resources/labels.ts';
import { Messages } from './resources/messages.ts';
import { Outbox } from './resources/outbox.ts';
import { Tokens } from './resources/tokens.ts';
import type { FocusParams, FocusResult, SearchParams } from './resources/top-level.ts';
import { Webhooks } from './resources/webhooks.ts';
import { systemClock } from './retry.ts';
import { type RequestOptions, Transport } from './transport.ts';
import { version } from './version.ts';

/**
 * A client of one server, with the call shapes of the official TypeScript SDK.
 *
 * @example
 * const client = new Partyline({ accessToken: process.env['BEEPER_ACCESS_TOKEN'] });
 * const accounts = await client.accounts.list();
 */
export class Partyline {
  readonly accessToken: string | null;
  readonly baseURL: string;
  readonly maxRetries: number;
  readonly timeout: number;

  readonly accounts: Accounts;
  readonly bridges: Bridges;
  readonly chats: Chats;
  readonly messages: Messages;
  readonly labels: Labels;
  readonly assets: Assets;
  readonly outbox: Outbox;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly tokens: Tokens;
  readonly approvals: Approvals;
  readonly audit: Audit;
  readonly info: InfoResource;

  readonly #options: ClientOptions;
  readonly #transport: Transport;

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
        ...(this.accessToken !== null && { Authorization: `Bearer ${this.accessToken}` }),
        ...options.defaultHeaders,
      },
      fetch: options.fetch ?? globalThis.fetch,
      clock: options.clock ?? systemClock,
    });
    this.#transport = transport;
    this.accounts = new Accounts(transport);
    this.bridges = new Bridges(transport);
    this.chats = new Chats(transport);
    this.messages = new Messages(transport);
    this.labels = new Labels(transport);
    this.assets = new Assets(transport);
    this.outbox = new Outbox(transport);
    this.events = new Events(transport);
    this.webhooks = new Webhooks(transport);
    this.tokens = new Tokens(transport);
    this.approvals = new Approvals(transport);
    this.audit = new Audit(transport);
    this.info = new InfoResource(transport);
  }

  /** Chats by title, groups by participant, and messages: the first page of each. */
  search(query: SearchParams, options?: RequestOptions): Promise<SearchResults> {
    return this.#transport.send({ method: 'GET', path: '/v1/search', query: { ...query } }, options);
  }

  /** Brings a chat to the front, where the server has a window; `success` says whether it has. @throws NotFoundError */
  focus(body: FocusParams = {}, options?: RequestOptions): Promise<FocusResult> {
    return this.#transport.send({ method: 'POST', path: '/v1/focus', body }, options);
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
