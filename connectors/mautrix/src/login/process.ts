/** One login process of a bridge (provisioning API, "login"): begun, each step submitted, given up. */

import { LoginError } from '@partyline/connector';
import { type Fields, text } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { SocketLost } from '../host/socket.ts';

/** @returns the first step */
export async function startProcess(
  bridge: HostedBridge,
  flowID: string,
  repairs: string | undefined,
  signal: AbortSignal,
): Promise<Fields> {
  const begin = (query: Readonly<Record<string, string>>) => begun(bridge, flowID, query, signal);
  if (repairs === undefined) return begin({});
  try {
    return await begin({ login_id: repairs });
  } catch (error) {
    // The bridge has forgotten it, for example after it was signed out: it is made anew under the same ID.
    if (error instanceof ProvisioningError && error.code === 'M_NOT_FOUND') return begin({});
    throw error;
  }
}

/** A process that comes to be after the person has gone is given up then. */
async function begun(
  bridge: HostedBridge,
  flowID: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Fields> {
  const starting = bridge.provision({ method: 'POST', path: ['login', 'start', flowID], query });
  const gone = Promise.withResolvers<never>();
  const leave = () => {
    starting.then(({ body }) => cancelProcess(bridge, processOf(body))).catch(() => undefined);
    gone.reject(signal.reason);
  };
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  try {
    return (await Promise.race([starting, gone.promise])).body;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

export const processOf = (step: Fields) => text(step['login_id']) ?? '';

/** @returns the next step, which may be long in coming */
export async function submitStep(
  bridge: HostedBridge,
  process: string,
  step: Fields,
  body: Fields,
  signal: AbortSignal,
): Promise<Fields> {
  const path = ['login', 'step', process, text(step['step_id']) ?? '', text(step['type']) ?? ''];
  const txn = text(step['txn_id']);
  const query = txn === undefined ? {} : { query: { txn_id: txn } };
  for (;;) {
    try {
      return (await bridge.provision({ method: 'POST', path, ...query, body, signal })).body;
    } catch (error) {
      // Bridges that name their steps go on when the connection is lost, and answer the same request with what has come of it meanwhile.
      if (!(error instanceof SocketLost) || txn === undefined || !(await bridge.comesBack(signal))) throw error;
    }
  }
}

/** Bridges end what nobody goes on with by themselves after half an hour; those before mautrix-go 0.28.1 know nothing else. */
export function cancelProcess({ provision }: HostedBridge, process: string): void {
  provision({ method: 'POST', path: ['login', 'cancel', process] }).catch(() => undefined);
}

/** The bridge has taken the login that was to be repaired out of use and made this one instead, which nobody asked for. */
export async function refuseOther({ provision }: HostedBridge, loginID: string): Promise<LoginError> {
  await provision({ method: 'POST', path: ['logout', loginID] }).catch(() => undefined);
  const message =
    'You signed in as somebody else than this account belongs to, so that was signed out again. Sign in as the same person, or add the other as a new account.';
  return new LoginError('different_account', message);
}
