/** Finds the flow, and keeps a repair to the identity it repairs. */

import { LoginError, type LoginResult } from '@partyline/connector';
import { code, form, twoAccounts } from './flows/credentials.ts';
import { emoji, nothing, pairingCode, qr } from './flows/displays.ts';
import type { Desk, Flow } from './flows/flow.ts';
import { cookies, fails, slow } from './flows/others.ts';

const flows: ReadonlyMap<string, Flow> = new Map(
  Object.entries({
    form,
    code,
    qr,
    'pairing-code': pairingCode,
    emoji,
    nothing,
    cookies,
    'two-accounts': twoAccounts,
    slow,
    fails,
  }),
);

export async function login(flowID: string, desk: Desk): Promise<LoginResult> {
  const flow = flows.get(flowID);
  if (flow === undefined) throw new LoginError('unknown_flow', `The sandbox has no login flow "${flowID}".`);
  desk.io.signal.throwIfAborted();
  const result = await flow(desk);
  const expected = desk.previous?.remoteID;
  if (expected !== undefined && result.remoteID !== expected) {
    throw new LoginError('different_account', `That is another account. Sign in as "${expected}".`);
  }
  return result;
}
