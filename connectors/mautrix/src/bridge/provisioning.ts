/** The bridge's provisioning API, called through its websocket. Paths are below `/_matrix/provision/v3`. */

import { type Fields, fields, text } from '@partyline/matrix-content';
import type { BridgeSocket } from '../host/socket.ts';
import { OWNER } from '../identities.ts';

export interface ProvisioningRequest {
  readonly method: 'GET' | 'POST';
  /** Parts of the path, not encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Fields;
  readonly signal?: AbortSignal;
}

/** @throws ProvisioningError when the bridge says no; SocketLost when it is gone */
export type Provision = (request: ProvisioningRequest) => Promise<{ readonly status: number; readonly body: Fields }>;

export class ProvisioningError extends Error {
  override readonly name = 'ProvisioningError';
  readonly status: number;
  /** `M_NOT_FOUND`, `FI.MAU.BRIDGE.LOGIN_TIMED_OUT`, ... */
  readonly code: string;
  /** What went wrong inside, where the bridge did not foresee it; not for the person as it stands. */
  readonly inner: string | undefined;

  constructor(status: number, code: string, message: string, inner?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
  }
}

export function createProvision(socket: BridgeSocket, secret: string): Provision {
  return async ({ method, path, query, body, signal }) => {
    const data = {
      method,
      path: ['/_matrix/provision/v3', ...path.map(encoded)].join('/'),
      query: new URLSearchParams({ user_id: OWNER, ...query }).toString(),
      headers: { Authorization: [`Bearer ${secret}`], 'Content-Type': ['application/json'] },
      body: body ?? {},
      escaped_path: true,
    };
    const answer = await socket.call({ command: 'http_proxy', data }, signal);
    const status = typeof answer['status'] === 'number' && answer['status'] > 0 ? answer['status'] : 200;
    const said = fields(answer['body']);
    if (status >= 300) throw refusal(status, said);
    return { status, body: said };
  };
}

function refusal(status: number, body: Fields): ProvisioningError {
  const code = text(body['errcode']) ?? 'M_UNKNOWN';
  const words = text(body['error']) ?? `The bridge answered ${status}.`;
  return new ProvisioningError(status, code, words, text(body['fi.mau.internal_error']));
}

/**
 * As little as can be: bridges before mautrix-go 0.27 know no `escaped_path` and would take what is encoded for a part of an ID. What stays
 * is allowed in paths (RFC 3986, 3.3).
 */
const encoded = (part: string) =>
  encodeURIComponent(part).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, (sign) => decodeURIComponent(sign));
