/** Logins and accounts as the server holds them, and their rows. */

import type { JsonObject, Profile } from '@partyline/connector';
import type { AccountStatus } from '@partyline/protocol';
import type { Kysely, Selectable } from 'kysely';
import { rememberPicture } from '../media/remote-pictures.ts';
import type { AccountsTable, LoginsTable, Tables } from '../store/tables.ts';
import type { Transaction } from '../store/writer.ts';

/** The status of a login's one connection; `disabled` is a property of its accounts. */
export type LinkStatus = Exclude<AccountStatus, 'disabled'>;

export interface LoginRecord {
  readonly loginID: string;
  readonly owner: string;
  readonly bridgeID: string;
  readonly remoteID: string;
  readonly settings: JsonObject;
  readonly status: LinkStatus;
  readonly statusText: string | undefined;
  readonly capabilities: JsonObject | undefined;
  readonly createdAt: number;
  /** At least one, oldest first. */
  readonly accounts: readonly AccountRecord[];
}

export interface AccountRecord {
  readonly accountID: string;
  readonly remoteID: string;
  readonly network: string;
  readonly profile: Profile;
  readonly disabled: boolean;
  readonly createdAt: number;
}

/** @returns every login with its accounts, in the order they were added */
export async function loadLogins(db: Kysely<Tables>): Promise<LoginRecord[]> {
  const logins = await db.selectFrom('logins').selectAll().orderBy('created_at').orderBy('id').execute();
  const accounts = await db.selectFrom('accounts').selectAll().orderBy('created_at').orderBy('id').execute();
  const byLogin = Map.groupBy(accounts, (row) => row.login_id);
  return logins.map((row) => loginRecord(row, byLogin.get(row.id) ?? []));
}

export async function saveLogin(tx: Transaction, login: LoginRecord): Promise<void> {
  const changing = {
    remote_id: login.remoteID,
    settings: JSON.stringify(login.settings),
    status: login.status,
    status_text: login.statusText ?? null,
    capabilities: login.capabilities === undefined ? null : JSON.stringify(login.capabilities),
  };
  await tx
    .insertInto('logins')
    .values({
      id: login.loginID,
      owner_id: login.owner,
      bridge_id: login.bridgeID,
      created_at: login.createdAt,
      ...changing,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
  for (const account of login.accounts) await saveAccount(tx, login, account);
}

async function saveAccount(tx: Transaction, login: LoginRecord, account: AccountRecord): Promise<void> {
  const changing = {
    network: account.network,
    profile: JSON.stringify(account.profile),
    disabled: account.disabled ? 1 : 0,
  };
  await tx
    .insertInto('accounts')
    .values({
      id: account.accountID,
      owner_id: login.owner,
      login_id: login.loginID,
      remote_id: account.remoteID,
      created_at: account.createdAt,
      ...changing,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
  await rememberPicture(tx, login.owner, account.accountID, account.profile);
}

function loginRecord(row: Selectable<LoginsTable>, accounts: readonly Selectable<AccountsTable>[]): LoginRecord {
  return {
    loginID: row.id,
    owner: row.owner_id,
    bridgeID: row.bridge_id,
    remoteID: row.remote_id,
    settings: JSON.parse(row.settings),
    // Only this module writes the column.
    status: row.status as LinkStatus,
    statusText: row.status_text ?? undefined,
    capabilities: row.capabilities === null ? undefined : JSON.parse(row.capabilities),
    createdAt: row.created_at,
    accounts: accounts.map((account) => ({
      accountID: account.id,
      remoteID: account.remote_id,
      network: account.network,
      profile: JSON.parse(account.profile),
      disabled: account.disabled === 1,
      createdAt: account.created_at,
    })),
  };
}
