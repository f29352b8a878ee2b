/** What an owner can do with a login that exists: switch its accounts off and on, and remove it. */

import type { LogoutScope } from '@partyline/connector';
import { type Account, ApiError, notFound } from '@partyline/protocol';
import { detachAccounts, type Purger } from '../inbox/purge.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountBook } from './account-book.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import type { LoginRecord } from './records.ts';
import type { Supervisor } from './supervisor.ts';
import { isOff, removeScopes } from './views.ts';

export interface Logins {
  /** @throws ApiError `NOT_FOUND` */
  get(owner: string, bridge: BridgeDefinition, loginID: string): LoginRecord;
  /** Signs out as far as the scope says, then forgets the login. @returns the IDs of the accounts that are gone */
  remove(login: LoginRecord, bridge: BridgeDefinition, scope: LogoutScope): Promise<string[]>;
  /** Removes one account. @throws ApiError `CONFLICT` when its login owns others too */
  removeAccount(owner: string, accountID: string): Promise<void>;
  setDisabled(owner: string, accountID: string, disabled: boolean): Promise<Account>;
  /** Makes a new connection now. @throws ApiError `CONFLICT` when the account is off */
  reconnect(owner: string, accountID: string): Promise<Account>;
}

export interface LoginParts {
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly supervisor: Supervisor;
  /** Deletes the messages of what was removed. */
  readonly purger: Purger;
}

/** The network's answer to a sign-out is waited for this long. */
const logoutLimitMs = 10_000;

export function createLogins({ book, vault, supervisor, purger }: LoginParts): Logins {
  const forget = async (login: LoginRecord) => {
    // In one go: nothing may open the connection of a login that is just being removed.
    await supervisor.shut(login.loginID, () =>
      book.remove(login, async (tx) => {
        await vault.remove(tx, login.owner, `login/${login.loginID}`);
        await detachAccounts(
          tx,
          login.owner,
          login.accounts.map((account) => account.accountID),
        );
      }),
    );
    purger.wake();
  };

  const found = (owner: string, accountID: string) => {
    const entry = book.account(owner, accountID);
    if (entry === undefined) throw notFound('Account');
    return entry;
  };

  return {
    get(owner, bridge, loginID) {
      const login = book.login(owner, loginID);
      if (login?.bridgeID !== bridge.id) throw notFound('Login');
      return login;
    },
    async remove(login, bridge, scope) {
      const scopes = removeScopes(bridge);
      if (!scopes.includes(scope)) {
        throw new ApiError(
          'CONFLICT',
          `This login cannot be removed with scope ${scope}; it knows: ${scopes.join(', ')}`,
        );
      }
      await signOut(supervisor, login, scope);
      await forget(login);
      return login.accounts.map((account) => account.accountID);
    },
    async removeAccount(owner, accountID) {
      const { login } = found(owner, accountID);
      if (login.accounts.length > 1) {
        const others = login.accounts.length - 1;
        throw new ApiError(
          'CONFLICT',
          `The login of this account owns ${others} more. Remove the whole login ${login.loginID}, or only switch this account off.`,
        );
      }
      await signOut(supervisor, login, 'current-device');
      await forget(login);
    },
    async setDisabled(owner, accountID, disabled) {
      const { login, account } = found(owner, accountID);
      if (account.disabled !== disabled) {
        await book.change(login.loginID, (now) => ({
          ...now,
          // While all accounts were off there was no connection: what was told before is no longer known.
          ...(isOff(now) && { status: 'connecting' as const, statusText: undefined }),
          accounts: now.accounts.map((candidate) =>
            candidate.accountID === accountID ? { ...candidate, disabled } : candidate,
          ),
        }));
        await reconsider(login.loginID, owner);
      }
      return found(owner, accountID).view;
    },
    async reconnect(owner, accountID) {
      const { login, account } = found(owner, accountID);
      if (account.disabled)
        throw new ApiError('CONFLICT', 'The account is off, so there is nothing to connect. Switch it on instead.');
      await supervisor.open(login.loginID);
      return found(owner, accountID).view;
    },
  };

  async function reconsider(loginID: string, owner: string): Promise<void> {
    const on = book.login(owner, loginID)?.accounts.some((account) => !account.disabled) ?? false;
    if (!on) await supervisor.shut(loginID);
    else if (supervisor.connection(loginID) === undefined) await supervisor.open(loginID);
  }
}

/** @throws ApiError `UPSTREAM_ERROR` when other devices were to be signed out and the network did not confirm it */
async function signOut(supervisor: Supervisor, login: LoginRecord, scope: LogoutScope): Promise<void> {
  const connection = supervisor.connection(login.loginID);
  try {
    if (connection?.logout !== undefined) await withTimeLimit(logoutLimitMs, connection.logout(scope));
    else if (scope === 'all-devices') throw new Error('there is no connection');
  } catch (error) {
    // Forgetting the login here must always be possible; a promise about other devices must not be made in vain.
    if (scope === 'current-device') return;
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiError(
      'UPSTREAM_ERROR',
      `The network did not sign out the other devices (${why}). Nothing was removed. Use current-device to remove it here only.`,
    );
  }
}
