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

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function createProvision(socket: BridgeSocket, secret: string): Provision {
  return async ({ method, path, query, body, signal }) => {
    const data = {
      method,
      path: ['/_matrix/provision/v3', ...path.map(encodeURIComponent)].join('/'),
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
  // Of an unforeseen failure only this says anything.
  const inner = code === 'M_UNKNOWN' ? text(body['fi.mau.internal_error']) : undefined;
  return new ProvisioningError(status, code, inner === undefined ? words : `${words}: ${inner}`);
}
