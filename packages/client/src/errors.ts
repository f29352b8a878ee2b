/** What can go wrong, as classes to `instanceof`. Names and fields are those of the official TypeScript SDK. */

/** Parent of everything this package throws, wrong use included. */
export class PartylineError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A request that did not succeed. `message` is `"<status> <message of the body>"`. */
export class APIError extends PartylineError {
  /** HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  /** Headers of the answer; absent when there was none. */
  readonly headers: Headers | undefined;
  /** The body as JSON; absent when it was something else. */
  readonly error: unknown;
  /** Machine code of the body: `NOT_FOUND`; absent when the body has none. */
  readonly code: string | undefined;

  constructor(
    status: number | undefined,
    error: unknown,
    message: string | undefined,
    headers: Headers | undefined,
    cause?: unknown,
  ) {
    super(describe(status, error, message), cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers;
    this.error = error;
    this.code = textField(error, 'code');
  }

  /** The error of the class that belongs to a status. `text` is the raw body. */
  static generate(status: number, headers: Headers, text: string): APIError {
    const body = parseJson(text);
    const message = body === undefined ? text : undefined;
    const Class = status >= 500 ? InternalServerError : (classByStatus[status] ?? APIError);
    return new Class(status, body, message, headers);
  }
}

export class BadRequestError extends APIError {}
export class AuthenticationError extends APIError {}
export class PermissionDeniedError extends APIError {}
export class NotFoundError extends APIError {}
export class ConflictError extends APIError {}
export class UnprocessableEntityError extends APIError {}
export class RateLimitError extends APIError {}
/** Every status from 500 up. */
export class InternalServerError extends APIError {}

/** The server could not be reached, or the connection broke before the whole answer was there. */
export class APIConnectionError extends APIError {
  constructor(message = 'Connection error.', cause?: unknown) {
    super(undefined, undefined, message, undefined, cause);
  }
}

/** No whole answer within the time-out. */
export class APIConnectionTimeoutError extends APIConnectionError {
  constructor(message = 'Request timed out.', cause?: unknown) {
    super(message, cause);
  }
}

/** The caller's own signal ended the request. */
export class APIUserAbortError extends APIError {
  constructor(message = 'Request was aborted.') {
    super(undefined, undefined, message, undefined);
  }
}

const classByStatus: Readonly<Record<number, typeof APIError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

function describe(status: number | undefined, error: unknown, message: string | undefined): string {
  const said = textField(error, 'message') ?? (error === undefined ? message : JSON.stringify(error));
  if (status === undefined) return said ?? 'No status code or body';
  return `${status} ${said || 'status code (no body)'}`;
}

function textField(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field: unknown = Reflect.get(value, key);
  return typeof field === 'string' && field !== '' ? field : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the raw text is what there is to show.
    return undefined;
  }
}
