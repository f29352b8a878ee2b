/** Signing in: the flow of the bridge, step by step, with the person. */

import { type Login, LoginError, type LoginIO, type LoginResult } from '@partyline/connector';
import { fields, text } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { profileOf, whoami } from '../bridge/whoami.ts';
import { loginErrorOf } from './login-error.ts';
import { cancelProcess, processOf, refuseOther, startProcess, submitStep } from './process.ts';
import { askPerson } from './steps.ts';

export async function login(bridge: HostedBridge, flowID: string, io: LoginIO, previous?: Login): Promise<LoginResult> {
  const release = await bridge.need(io.signal).catch((error: unknown) => {
    throw io.signal.aborted ? error : new LoginError('bridge_not_running', messageOf(error));
  });
  let askedAt = performance.now();
  try {
    const loginID = await follow(bridge, flowID, io, previous, () => {
      askedAt = performance.now();
    });
    if (previous !== undefined && loginID !== previous.remoteID) throw await refuseOther(bridge, loginID);
    return await resultOf(bridge, loginID, io.signal);
  } catch (error) {
    throw await loginErrorOf(bridge, error, { flowID, askedAt }, io.signal);
  } finally {
    release();
  }
}

/** @param asking called whenever the bridge is asked for the next step. @returns the bridge's ID of the login */
async function follow(
  bridge: HostedBridge,
  flowID: string,
  io: LoginIO,
  previous: Login | undefined,
  asking: () => void,
): Promise<string> {
  let step = await startProcess(bridge, flowID, previous?.remoteID, io.signal);
  const process = processOf(step);
  try {
    for (;;) {
      const loginID = text(fields(step['complete'])['user_login_id']);
      if (step['type'] === 'complete' && loginID !== undefined) return loginID;
      const body = await askPerson(step, io);
      asking();
      step = await submitStep(bridge, process, step, body, io.signal);
    }
  } catch (error) {
    cancelProcess(bridge, process);
    throw error;
  }
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

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
