/** The shape of an API operation: what the wire needs to know of it. The server adds what it does. */

import type { TObject, TSchema } from 'typebox';
import type { ErrorCode } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call: anybody, or a token with that scope (auth.md, section 2). */
export type Scope = 'public' | 'read' | 'write';

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
  readonly params?: TObject;
  readonly query?: TObject;
  /** An absent body and `{}` are accepted where every field is optional. */
  readonly body?: TObject;
  /** Largest body in bytes; 64 KiB when absent. */
  readonly bodyLimit?: number;
  /** The successful answer; absent = 204 without a body. */
  readonly response?: TSchema;
  /** Codes this operation can answer beyond those every operation can. */
  readonly errors?: readonly ErrorCode[];
}

export const defaultBodyLimit = 64 * 1024;
