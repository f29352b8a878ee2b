/** Why a login of a bridge failed, in words for the person. */

import { setTimeout as delay } from 'node:timers/promises';
import { LoginError } from '@partyline/connector';
import { withoutSecrets } from '../bridge/complaints.ts';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { whoami } from '../bridge/whoami.ts';
import { BridgeRefusal, SocketLost } from '../host/socket.ts';
import { StepNotShown } from './not-shown.ts';

export interface Attempt {
  readonly flowID: string;
  /** Of `performance.now()`, when the bridge was asked last. */
  readonly askedAt: number;
}

/** What is to be thrown for it; what the person did by aborting stays as it is. */
export async function loginErrorOf(
  bridge: HostedBridge,
  error: unknown,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<unknown> {
  if (signal.aborted || error instanceof LoginError) return error;
  if (error instanceof SocketLost)
    return new LoginError('bridge_lost', 'The bridge ended during the login. Start a new login session.');
  if (error instanceof BridgeRefusal) return new LoginError('refused', error.message);
  if (error instanceof StepNotShown) return notShown(bridge, error.message, attempt);
  if (!(error instanceof ProvisioningError)) return error;
  if (error.code === 'COM.BEEPER.WEBAUTHN_UNSUPPORTED') return notShown(bridge, 'a passkey', attempt);
  if (error.code === 'M_UNKNOWN') return unforeseen(bridge, error, attempt);
  return new LoginError(codeOf(error.code), error.message);
}

/** With the ways that are left. */
async function notShown(bridge: HostedBridge, what: string, { flowID }: Attempt): Promise<LoginError> {
  const { flows } = await whoami(bridge.provision).catch(() => ({ flows: [] }));
  const others = flows.filter(({ id }) => id !== flowID).map(({ name }) => `"${name}"`);
  const advice =
    others.length === 0
      ? 'The bridge offers no other way.'
      : `Sign in in another way: ${others.join(others.length === 2 ? ' or ' : ', ')}.`;
  return new LoginError(
    'not_supported',
    `This way of signing in asks for ${what}. Partyline cannot show that. ${advice}`,
  );
}

const unreachable = /dial tcp|no such host|connection refused|network is unreachable|i\/o timeout|TLS handshake/i;

/** The log comes another way than the answer, and may come after it. */
const logIsLateMs = 250;

/** What the bridge did not foresee it calls an internal error; its log, and newer ones' answers, say which. */
async function unforeseen(bridge: HostedBridge, error: ProvisioningError, { askedAt }: Attempt): Promise<LoginError> {
  const said = error.inner ?? bridge.complaint(askedAt);
  const cause = said ?? (await delay(logIsLateMs, bridge).then((same) => same.complaint(askedAt)));
  if (cause === undefined) return new LoginError('refused', error.message);
  const words = withoutSecrets(cause);
  if (!unreachable.test(words)) return new LoginError('refused', `${error.message}: ${words}`);
  // Of a chain of causes the last says what it is.
  const last = (/\b(?:dial tcp|lookup)\b.*$/.exec(words)?.[0] ?? words).replace(/ on [\d.:[\]a-f]+:53\b/, '');
  return new LoginError('unreachable', `${bridge.config.displayName} could not be reached: ${last}`);
}

/** `FI.MAU.BRIDGE.TOO_MANY_LOGINS` → `too_many_logins`; what says nothing becomes `refused`. */
function codeOf(code: string): string {
  return code === 'M_FORBIDDEN' ? 'refused' : (code.split('.').at(-1) ?? code).replace(/^M_/, '').toLowerCase();
}
