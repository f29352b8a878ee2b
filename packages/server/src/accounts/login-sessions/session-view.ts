/** A session in the shape of the wire: contract 2.18. */

import { ApiError, type LoginSession } from '@partyline/protocol';
import type { AccountBook } from '../account-book.ts';
import type { BridgeDefinition } from '../bridge-definitions.ts';
import type { LoginRecord } from '../records.ts';
import { accountView, loginView } from '../views.ts';
import type { SessionRow } from './session-rows.ts';
import { type LiveStep, sessionStatus } from './wire-steps.ts';

/** @param step what there is to do or see now; absent when the login ended */
export function sessionView(
  book: AccountBook,
  row: SessionRow,
  bridge: BridgeDefinition,
  step?: LiveStep,
): LoginSession {
  const base = { loginSessionID: row.id, bridgeID: row.bridgeID };
  const login = row.loginID === undefined ? undefined : book.login(row.owner, row.loginID);
  switch (row.state) {
    case 'open':
      // The login ended, and its end could not be stored: the next request tries again.
      if (step === undefined) throw new ApiError('UNAVAILABLE', 'The login is just ending; read the session again');
      return { ...base, status: sessionStatus(step), currentStep: step, ...loginIDs(login) };
    case 'cancelled':
      return { ...base, status: 'cancelled' };
    case 'failed':
      return { ...base, status: 'failed', error: row.error ?? { code: 'failed', message: 'The login failed.' } };
    case 'complete': {
      const account = login?.accounts.find((candidate) => row.accountIDs.includes(candidate.accountID));
      return {
        ...base,
        status: 'complete',
        ...loginIDs(login),
        ...(login !== undefined && { login: loginView(login, bridge) }),
        ...(login !== undefined && account !== undefined && { account: accountView(login, account, bridge) }),
      };
    }
  }
}

function loginIDs(login: LoginRecord | undefined) {
  const accountID = login?.accounts[0]?.accountID;
  return { ...(login !== undefined && { loginID: login.loginID }), ...(accountID !== undefined && { accountID }) };
}
