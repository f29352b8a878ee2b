/** The owner's sessions at browsers. Their secrets are shown once and kept as digests. */

import { type Store, soleOwner } from '../../store/store.ts';
import type { Transaction } from '../../store/writer.ts';
import { digest, randomSecret } from '../secret-text.ts';

export interface Session {
  /** Names it in the audit log and to open streams; tells nothing of its secret. */
  readonly id: string;
  readonly owner: string;
  /** When the passphrase was given last. */
  readonly confirmedAt: Date;
}

export interface NewSession {
  /** For the cookie, which browsers hand to whatever listens on this machine. */
  readonly secret: string;
  /** For the web app's own pages, which hand it to nobody: only both together open the API. */
  readonly appKey: string;
}

export interface Sessions {
  /** One that is used lives on. */
  session(secret: string | undefined): Promise<Session | undefined>;
  /** The same, for who also has its key. */
  appSession(secret: string | undefined, appKey: string | undefined): Promise<Session | undefined>;
  /** Signs out. */
  end(secret: string): Promise<void>;
  /** @returns those of these session IDs that still count */
  good(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** For who has looked at the passphrase. */
export interface SessionBook extends Sessions {
  begin(tx: Transaction): Promise<NewSession>;
  /** Makes one fresh again, or begins one. @returns its secret */
  confirm(tx: Transaction, secret: string | undefined): Promise<string>;
}

/** From when it was last used. */
export const sessionMs = 30 * 24 * 60 * 60_000;
/** How often its end is moved on. */
const slideMs = 24 * 60 * 60_000;

export function openSessions(store: Store, now: () => number): SessionBook {
  const begin = async (tx: Transaction): Promise<NewSession> => {
    const session = { secret: randomSecret(), appKey: randomSecret() };
    const at = now();
    await tx.deleteFrom('owner_sessions').where('expires_at', '<=', at).execute();
    const times = { confirmed_at: at, expires_at: at + sessionMs };
    const hashes = { hash: digest(session.secret), app_hash: digest(session.appKey) };
    await tx
      .insertInto('owner_sessions')
      .values({ owner_id: soleOwner, ...times, ...hashes })
      .execute();
    return session;
  };

  const slide = (hash: string) => {
    const later = { expires_at: now() + sessionMs };
    // Nobody waits for this, and a call does not fail for it.
    store
      .write((tx) => tx.updateTable('owner_sessions').set(later).where('hash', '=', hash).execute())
      .catch(() => undefined);
  };

  /** @param appKey undefined: the session alone is asked for */
  const find = async (secret: string | undefined, appKey?: string): Promise<Session | undefined> => {
    if (secret === undefined) return undefined;
    const row = await store.read
      .selectFrom('owner_sessions')
      .select(['hash', 'owner_id', 'confirmed_at', 'expires_at'])
      .where('hash', '=', digest(secret))
      .where('expires_at', '>', now())
      .$if(appKey !== undefined, (query) => query.where('app_hash', '=', digest(appKey ?? '')))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.expires_at < now() + sessionMs - slideMs) slide(row.hash);
    return { id: sessionID(row.hash), owner: row.owner_id, confirmedAt: new Date(row.confirmed_at) };
  };

  return {
    begin,
    async confirm(tx, secret) {
      if (secret === undefined) return (await begin(tx)).secret;
      const at = now();
      const { numUpdatedRows } = await tx
        .updateTable('owner_sessions')
        .set({ confirmed_at: at, expires_at: at + sessionMs })
        .where('hash', '=', digest(secret))
        .where('expires_at', '>', at)
        .executeTakeFirst();
      return numUpdatedRows > 0n ? secret : (await begin(tx)).secret;
    },
    session: (secret) => find(secret),
    appSession: async (secret, appKey) => (appKey === undefined ? undefined : find(secret, appKey)),
    async end(secret) {
      await store.write((tx) => tx.deleteFrom('owner_sessions').where('hash', '=', digest(secret)).execute());
    },
    async good(ids) {
      const rows = await store.read
        .selectFrom('owner_sessions')
        .select('hash')
        .where('expires_at', '>', now())
        .execute();
      return new Set(rows.map(({ hash }) => sessionID(hash)).filter((id) => ids.includes(id)));
    },
  };
}

const sessionPrefix = 'ses_';
const sessionID = (hash: string): string => `${sessionPrefix}${hash.slice(0, 24)}`;

/** Whether a caller's ID is that of the owner's session, not of a token. */
export const isSessionID = (id: string): boolean => id.startsWith(sessionPrefix);
