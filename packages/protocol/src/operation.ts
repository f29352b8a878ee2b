/** The shape of an API operation: what the wire needs to know of it. The server adds what it does. */

import type { TObject, TSchema } from 'typebox';
import type { ErrorCode } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call: anybody, or a token with that scope (auth.md, section 2). */
export type Scope = 'public' | 'read' | 'write';

/** At most so many calls in so many seconds, for each of those who call. */
export interface RateLimit {
  readonly per: 'address' | 'token' | 'client' | 'everybody';
  readonly calls: number;
  readonly seconds: number;
}

export interface OperationShape {
  /** `resource.verb`, unique: becomes `operationId`. */
  readonly id: string;
  readonly method: Method;
  /** OpenAPI form: `/v1/accounts/{accountID}`. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly scope: Scope;
  /** A public operation that tells a bearer of a token more. One that is not good counts as none. */
  readonly tokenHelps?: true;
  /** It speaks for a network, not for who calls: the audit log, which has what people and programs wrote, does not have it. */
  readonly speaksForNetwork?: true;
  /** Calls that could be run and are more than these are answered with 429 and `Retry-After`. */
  readonly limits?: readonly RateLimit[];
  readonly params?: TObject;
  readonly query?: TObject;
  /** Header fields that mean something here, by lower-case name. All are optional text. */
  readonly headers?: Readonly<Record<string, TSchema>>;
  /** An absent body and `{}` are accepted where every field is optional. */
  readonly body?: TObject;
  /** The body brings a file, which is streamed to disk: in that field of a form, or of a JSON object as base64 text. The other fields are as usual. */
  readonly upload?: { readonly as: 'form' | 'base64'; readonly field: string };
  /** Answers bytes of any type rather than JSON: all of them (200), a range (206), or none because they did not change (304). */
  readonly binary?: true;
  /** Answers a stream of server-sent events instead to who accepts `text/event-stream`. */
  readonly eventStream?: true;
  /** Largest body in bytes, without an uploaded file; 64 KiB when absent. */
  readonly bodyLimit?: number;
  /** The successful answer; absent = 204 without a body. */
  readonly response?: TSchema;
  /** Codes this operation can answer beyond those every operation can. */
  readonly errors?: readonly ErrorCode[];
}

/** The shape of a WebSocket: one path, and what goes over it as JSON text frames. */
export interface SocketShape
  extends Pick<OperationShape, 'id' | 'path' | 'tag' | 'summary' | 'description' | 'errors'> {
  readonly scope: Exclude<Scope, 'public'>;
  readonly query: TObject;
  /** Frames of the client. */
  readonly receives: TSchema;
  /** Frames of the server. */
  readonly sends: TSchema;
}

export const defaultBodyLimit = 64 * 1024;
