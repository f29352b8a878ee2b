/** Signing in: the flow of the bridge, step by step, with the person (provisioning API, "login"). */

import { type Login, LoginError, type LoginIO, type LoginResult } from '@partyline/connector';
import { type Fields, fields, text } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { profileOf, whoami } from '../bridge/whoami.ts';
import { SocketLost } from '../host/socket.ts';
import { askPerson } from './steps.ts';

export async function login(bridge: HostedBridge, flowID: string, io: LoginIO, previous?: Login): Promise<LoginResult> {
  const release = await bridge.need(io.signal).catch((error: unknown) => {
    throw io.signal.aborted ? error : new LoginError('bridge_not_running', messageOf(error));
  });
  try {
    return await follow(bridge, flowID, io, previous);
  } catch (error) {
    throw loginErrorOf(error, io.signal);
  } finally {
    release();
  }
}

async function follow(
  bridge: HostedBridge,
  flowID: string,
  io: LoginIO,
  previous: Login | undefined,
): Promise<LoginResult> {
  let step = await start(bridge, flowID, io, previous);
  const process = text(step['login_id']) ?? '';
  try {
    for (;;) {
      const type = text(step['type']) ?? '';
      const loginID = text(fields(step['complete'])['user_login_id']);
      if (type === 'complete' && loginID !== undefined) return await resultOf(bridge, loginID, io.signal);
      const body = await askPerson(step, io);
      const path = ['login', 'step', process, text(step['step_id']) ?? '', type];
      // The same name again would be answered by the same step, which is what a repeated request needs.
      const txn = text(step['txn_id']);
      const query = txn === undefined ? {} : { query: { txn_id: txn } };
      step = (await bridge.provision({ method: 'POST', path, ...query, body, signal: io.signal })).body;
    }
  } catch (error) {
    cancel(bridge, process);
    throw error;
  }
}

async function start(bridge: HostedBridge, flowID: string, io: LoginIO, previous: Login | undefined): Promise<Fields> {
  const begin = async (query: Readonly<Record<string, string>>) =>
    (await bridge.provision({ method: 'POST', path: ['login', 'start', flowID], query, signal: io.signal })).body;
  if (previous === undefined) return begin({});
  try {
    return await begin({ login_id: previous.remoteID });
  } catch (error) {
    // The bridge has forgotten it, for example after it was signed out: it is made anew under the same ID.
    if (error instanceof ProvisioningError && error.code === 'M_NOT_FOUND') return begin({});
    throw error;
  }
}

/** Bridges end what nobody goes on with by themselves after half an hour. */
function cancel({ provision }: HostedBridge, process: string): void {
  provision({ method: 'POST', path: ['login', 'cancel', process] }).catch(() => undefined);
}

async function resultOf(
  { provision, states }: HostedBridge,
  loginID: string,
  signal: AbortSignal,
): Promise<LoginResult> {
  const { network, logins } = await whoami(provision, signal);
  const login = logins.find(({ id }) => id === loginID) ?? {
    id: loginID,
    name: undefined,
    profile: {},
    state: undefined,
  };
  const told = states.of(loginID);
  const user = profileOf({
    id: loginID,
    name: login.name ?? told?.name,
    profile: { ...told?.profile, ...login.profile },
  });
  return {
    remoteID: loginID,
    settings: {},
    // The bridge keeps the credentials in its own database.
    secrets: {},
    accounts: [{ remoteID: loginID, network, user }],
  };
}

function loginErrorOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof LoginError) return error;
  if (error instanceof SocketLost)
    return new LoginError('bridge_lost', 'The bridge ended during the login. Start a new login session.');
  if (error instanceof ProvisioningError) return new LoginError(codeOf(error.code), error.message);
  return error;
}

/** `FI.MAU.BRIDGE.TOO_MANY_LOGINS` → `too_many_logins`; what says nothing becomes `refused`. */
function codeOf(code: string): string {
  if (code === 'M_UNKNOWN' || code === 'M_FORBIDDEN') return 'refused';
  return (code.split('.').at(-1) ?? code).replace(/^M_/, '').toLowerCase();
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
