/** From what a login returned to the records that are stored. */

import { randomInt } from 'node:crypto';
import { LoginError, type LoginResult } from '@partyline/connector';
import type { AccountRecord, LoginRecord } from '../records.ts';

export interface Target {
  readonly owner: string;
  readonly bridgeID: string;
}

/** A login that did not exist before. Account IDs hold no colon (client-expectations.md, 4). */
export function newLogin({ owner, bridgeID }: Target, result: LoginResult): LoginRecord {
  const loginID = randomID();
  const several = result.accounts.length > 1;
  return {
    ...fresh(result),
    loginID,
    owner,
    bridgeID,
    createdAt: Date.now(),
    accounts: result.accounts.map((account, index) => ({
      ...account,
      profile: account.user,
      accountID: several ? `${bridgeID}_${loginID}_${index + 1}` : `${bridgeID}_${loginID}`,
      disabled: false,
      createdAt: Date.now() + index,
    })),
  };
}

/**
 * The same login, signed in again: IDs stay, and an account that was switched off is switched on, since somebody just signed in to it.
 * @throws LoginError when it is another identity
 */
export function repairedLogin(login: LoginRecord, result: LoginResult): LoginRecord {
  if (result.remoteID !== login.remoteID) {
    throw new LoginError(
      'different_account',
      'You signed in as somebody else than this account belongs to. Nothing was changed. To add that identity, start a login session for a new account.',
    );
  }
  const known = new Map(login.accounts.map((account) => [account.remoteID, account]));
  let added = login.accounts.length;
  const signedIn = result.accounts.map((account): AccountRecord => {
    const old = known.get(account.remoteID);
    known.delete(account.remoteID);
    const accountID = old?.accountID ?? `${login.bridgeID}_${login.loginID}_${++added}`;
    return { ...account, profile: account.user, accountID, disabled: false, createdAt: old?.createdAt ?? Date.now() };
  });
  return { ...login, ...fresh(result), accounts: [...signedIn, ...known.values()] };
}

function fresh({ remoteID, settings }: LoginResult) {
  return { remoteID, settings, status: 'connecting', statusText: undefined, capabilities: undefined } as const;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** 12 characters, 62 bits. */
function randomID(): string {
  return Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
