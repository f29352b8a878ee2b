/**
 * The one table of errors: machine code, HTTP status, default text. Contract 1.6: clients match on the status, and on "not found" in the
 * message of a 404; the official spelling of codes is mixed, `unauthorized` and `NOT_FOUND` are as observed.
 */

import { Type } from 'typebox';

export const errorTable = {
  MALFORMED_REQUEST: { status: 400, text: 'The request could not be read' },
  unauthorized: { status: 401, text: 'Unauthorized: Invalid or missing token' },
  token_expired: { status: 401, text: 'Token expired' },
  FORBIDDEN: { status: 403, text: 'The token does not have the scope that this call needs' },
  HOST_NOT_ALLOWED: { status: 403, text: 'This host name is not served here' },
  ORIGIN_NOT_ALLOWED: { status: 403, text: 'Pages of this origin may not call this server' },
  NOT_FOUND: { status: 404, text: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, text: 'This address does not know that method' },
  CONFLICT: { status: 409, text: 'That does not fit the current state' },
  CURSOR_GONE: { status: 410, text: 'The log no longer reaches back to this cursor' },
  PAYLOAD_TOO_LARGE: { status: 413, text: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, text: 'Send the body as application/json' },
  RANGE_NOT_SATISFIABLE: { status: 416, text: 'The file does not reach as far as this range' },
  VALIDATION_ERROR: { status: 422, text: 'Invalid request' },
  NOT_SUPPORTED: { status: 422, text: 'The network of this chat cannot do that' },
  RATE_LIMITED: { status: 429, text: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, text: 'The address and the headers are too large; send less in them' },
  INTERNAL_ERROR: { status: 500, text: 'Something went wrong in the server; its log says more' },
  UPSTREAM_ERROR: { status: 502, text: 'The network gave no usable answer' },
  UNAVAILABLE: { status: 503, text: 'The server cannot do this right now; try again' },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof errorTable;

/** One thing wrong with a request; `path[0]` is `body`, `query`, `params` or `headers`. */
export const Issue = Type.Object(
  {
    code: Type.String({ description: 'invalid_type, missing, too_small, too_big, invalid_value, ...' }),
    message: Type.String(),
    path: Type.Array(Type.Union([Type.String(), Type.Integer()])),
  },
  { title: 'Issue' },
);
export type Issue = Type.Static<typeof Issue>;

/** Body of every error of `/v1` (contract 1.6). */
export const ErrorBody = Type.Object(
  { message: Type.String(), code: Type.String(), details: Type.Optional(Type.Unknown()) },
  { title: 'Error' },
);
export type ErrorBody = Type.Static<typeof ErrorBody>;

/** An error of the table, thrown anywhere in the server and told to the caller as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly details: unknown;
  /** `false`: the same request cannot succeed later; sent as `x-should-retry` so that SDKs do not repeat it (contract 1.7). */
  readonly retriable: boolean;
  /** Whole seconds until it is worth another try; sent as `Retry-After`. */
  readonly retryAfterSeconds: number;

  constructor(
    code: ErrorCode,
    message: string = errorTable[code].text,
    more: { details?: unknown; retriable?: boolean; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.details = more.details;
    this.retryAfterSeconds = more.retryAfterSeconds ?? 1;
    this.retriable = more.retriable ?? retriableStatuses.has(errorTable[code].status);
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get body(): ErrorBody {
    return this.details === undefined
      ? { message: this.message, code: this.code }
      : { message: this.message, code: this.code, details: this.details };
  }
}

/** Statuses a client may repeat a request on when nothing else is said. A 409 here means a repeat cannot cure it. */
const retriableStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503]);

export const notFound = (what: string): ApiError => new ApiError('NOT_FOUND', `${what} not found`);

export const invalid = (issues: readonly Issue[], message?: string): ApiError =>
  new ApiError('VALIDATION_ERROR', message, { details: { issues } });

/** One value that does not fit, where the schema could not tell. @param path as in {@link Issue}: `['body', 'sendAt']` */
export const invalidValue = (path: readonly string[], message: string, code = 'invalid_value'): ApiError =>
  invalid([{ code, message, path: [...path] }], message);
