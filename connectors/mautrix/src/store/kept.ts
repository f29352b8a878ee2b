/** Single values that must survive a restart. */

import { randomBytes } from 'node:crypto';
import type { Database } from './store.ts';

/** The secrets between host and bridge; made once. */
export interface Tokens {
  /** The bridge shows it to the host. */
  readonly bridge: string;
  /** The host shows it to the bridge. */
  readonly host: string;
  readonly provisioning: string;
}

export function keptTokens(db: Database): Tokens {
  const secret = (name: string) => keptValue(db, name) ?? keep(db, name, randomBytes(32).toString('base64url'));
  return db.transaction(() => ({
    bridge: secret('token.bridge'),
    host: secret('token.host'),
    provisioning: secret('token.provisioning'),
  }));
}

function keptValue(db: Database, name: string): string | undefined {
  const value = db.get('SELECT value FROM kept WHERE name = ?', name)?.['value'];
  return typeof value === 'string' ? value : undefined;
}

function keep(db: Database, name: string, value: string): string {
  db.run('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)', name, value);
  return value;
}
