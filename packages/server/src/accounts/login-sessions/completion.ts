/** The good end of a login session: login, accounts, secrets and session change in one transaction. */

import { LoginError, type LoginResult } from '@partyline/connector';
import type { Job } from '../../store/writer.ts';
import type { Vault } from '../../vault/vault.ts';
import type { AccountBook } from '../account-book.ts';
import { newLogin, repairedLogin } from './new-login.ts';
import type { SessionRow, SessionRows } from './session-rows.ts';

export interface CompletionParts {
  readonly rows: SessionRows;
  readonly book: AccountBook;
  readonly vault: Vault;
  /** Connects a login that was just made or repaired. */
  connect(loginID: string): Promise<void>;
}

/** @throws SessionOver when something else ended the session first; LoginError when the result does not fit the login to repair */
export type Complete = (row: SessionRow, result: LoginResult) => Promise<void>;

export function createCompletion({ rows, book, vault, connect }: CompletionParts): Complete {
  /** One at a time: two sessions may sign in to the same identity. */
  let last: Promise<unknown> = Promise.resolve();

  /** @returns the ID of the login that was made or repaired */
  const store = async (row: SessionRow, result: LoginResult): Promise<string> => {
    // Signing in to an identity that is already here repairs its login.
    const existing = book
      .logins(row.owner)
      .find((login) =>
        row.loginID === undefined
          ? login.bridgeID === row.bridgeID && login.remoteID === result.remoteID
          : login.loginID === row.loginID,
      );
    if (row.loginID !== undefined && existing === undefined)
      throw new LoginError('removed', 'This login was removed meanwhile.');
    const login = existing === undefined ? newLogin(row, result) : repairedLogin(existing, result);
    const accountIDs = login.accounts.map((account) => account.accountID);
    const subject = `login/${login.loginID}` as const;
    const also: Job<void> = async (tx) => {
      await rows.end(tx, row, { state: 'complete', loginID: login.loginID, accountIDs });
      await vault.remove(tx, row.owner, subject);
      for (const [name, value] of Object.entries(result.secrets)) await vault.put(tx, row.owner, subject, name, value);
    };
    if (existing === undefined) await book.add(login, also);
    else await book.change(login.loginID, (now) => repairedLogin(now, result), also);
    return login.loginID;
  };

  return async (row, result) => {
    const turn = last.then(() => store(row, result));
    last = turn.catch(() => undefined);
    await connect(await turn);
  };
}
