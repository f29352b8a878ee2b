/** The tables, as Kysely types. Times are milliseconds since the epoch; JSON is text; every row belongs to one owner. */

import type { Generated } from 'kysely';

export interface Tables {
  owners: { id: string; created_at: number };
  tokens: TokensTable;
  logins: LoginsTable;
  accounts: AccountsTable;
  login_sessions: LoginSessionsTable;
  secrets: SecretsTable;
  events: EventsTable;
  inbound: InboundTable;
}

export interface TokensTable {
  id: string;
  owner_id: string;
  name: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  /** Space-separated: `read write`. */
  scopes: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

export interface LoginsTable {
  id: string;
  owner_id: string;
  bridge_id: string;
  remote_id: string;
  settings: string;
  /** An `AccountStatus` other than `disabled`. */
  status: string;
  status_text: string | null;
  capabilities: string | null;
  created_at: number;
}

export interface AccountsTable {
  id: string;
  owner_id: string;
  login_id: string;
  remote_id: string;
  network: string;
  /** A `Profile` of the connector contract. */
  profile: string;
  disabled: number;
  created_at: number;
}

export interface LoginSessionsTable {
  id: string;
  owner_id: string;
  bridge_id: string;
  flow_id: string;
  /** The login to repair; after completion the login that was made. */
  login_id: string | null;
  /** `open`, `complete`, `cancelled` or `failed`. */
  state: string;
  /** Account IDs, after completion. */
  account_ids: string | null;
  error: string | null;
  created_at: number;
  updated_at: number;
  expires_at: number;
}

export interface SecretsTable {
  owner_id: string;
  /** What the secret belongs to: `login/<id>` or `session/<id>`. */
  subject: string;
  name: string;
  sealed: Uint8Array;
}

export interface EventsTable {
  seq: Generated<number>;
  owner_id: string;
  type: string;
  subject: string;
  payload: string | null;
  at: number;
}

export interface InboundTable {
  seq: Generated<number>;
  owner_id: string;
  login_id: string;
  /** The connector's event ID: unique within a login, so a redelivery is dropped. */
  event_id: string;
  event: string;
  at: number;
}
