/** Accounts on the sandbox network, made through login sessions as any client makes them. */

import assert from 'node:assert/strict';
import { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { TOKEN } from './server.ts';
import { until } from './until.ts';

export const sandboxBridge = 'local-sandbox';

/** @param status the state it starts in, in the sandbox's words. @returns the account, connected if it was to start so */
export async function addSandboxAccount(url: string, username: string, status = 'connected'): Promise<Account> {
  const client = new Partyline({ accessToken: TOKEN, baseURL: url });
  const session = await client.bridges.loginSessions.create(sandboxBridge, { flowID: 'form' });
  const { bridgeID, loginSessionID } = session;
  const fields = { username, password: 'any', status, fullName: `Name of ${username}` };
  const done = await client.bridges.loginSessions.steps.submit(session.currentStep?.stepID ?? '', {
    bridgeID,
    loginSessionID,
    type: 'user_input',
    fields,
  });
  const accountID = done.account?.accountID;
  assert(accountID, `The sandbox did not take ${username}: ${JSON.stringify(done)}`);
  return until(`${username} has a status`, async () => {
    const account = await client.accounts.retrieve(accountID);
    return status !== 'connected' || account.status === 'connected' ? account : undefined;
  });
}
