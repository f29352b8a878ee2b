/** The owner at a browser: claims the server with the link that the terminal shows, chooses a passphrase, and signs in with it. */

import { timingSafeEqual } from 'node:crypto';
import { type Store, soleOwner } from '../../store/store.ts';
import type { Transaction } from '../../store/writer.ts';
import { digest, randomSecret } from '../secret-text.ts';
import { hashPassphrase, isPassphrase, weakness } from './passphrase.ts';

export interface Session {
  /** Names it in the audit log and to open streams; tells nothing of its secret. */
  readonly id: string;
  readonly owner: string;
  /** When the passphrase was given last. */
  readonly confirmedAt: Date;
}

/** Both are shown once and kept as digests. */
export interface NewSession {
  /** For the cookie, which browsers hand to whatever listens on this machine. */
  readonly secret: string;
  /** For the web app's own pages, which hand it to nobody: only both together open the API. */
  readonly appKey: string;
}

export type Claimed = { readonly session: NewSession } | { readonly refusal: string };

export interface OwnerDesk {
  isClaimed(): Promise<boolean>;
  /** What is in the link, once and for an hour; undefined when the server was claimed before it started. */
  readonly claimCode: string | undefined;
  /** Whether that is the code, and it still works. */
  knowsClaimCode(code: string): Promise<boolean>;
  /** Sets the passphrase and begins a session; of two who come at once, one does. */
  claim(code: string, passphrase: string): Promise<Claimed>;
  /** @returns undefined when the passphrase is wrong */
  signIn(passphrase: string): Promise<NewSession | undefined>;
  /** Makes a session fresh again, or begins one. @returns its secret; undefined when the passphrase is wrong */
  confirm(secret: string | undefined, passphrase: string): Promise<string | undefined>;
  /** One that is used lives on. */
  session(secret: string | undefined): Promise<Session | undefined>;
  /** The same, for who also has its key. */
  appSession(secret: string | undefined, appKey: string | undefined): Promise<Session | undefined>;
  /** Signs out. */
  end(secret: string): Promise<void>;
  /** @returns those of these session IDs that still count */
  good(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** From when it was last used. */
export const sessionMs = 30 * 24 * 60 * 60_000;
/** How often its end is moved on. */
const slideMs = 24 * 60 * 60_000;
const claimMs = 60 * 60_000;

export async function openOwnerDesk(store: Store, now: () => number = Date.now): Promise<OwnerDesk> {
  const stored = async () =>
    (
      await store.read
        .selectFrom('owner_passphrases')
        .select('hash')
        .where('owner_id', '=', soleOwner)
        .executeTakeFirst()
    )?.hash;

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

  const isRight = async (passphrase: string): Promise<boolean> => {
    const hash = await stored();
    return hash !== undefined && (await isPassphrase(passphrase, hash));
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

  const claimCode = (await stored()) === undefined ? randomSecret() : undefined;
  const claimUntil = now() + claimMs;
  const claimed = () => isClaimed(store);
  const knowsClaimCode = async (code: string) =>
    claimCode !== undefined && now() < claimUntil && same(code, claimCode) && !(await claimed());

  return {
    isClaimed: claimed,
    claimCode,
    knowsClaimCode,
    async claim(code, passphrase) {
      if (!(await knowsClaimCode(code))) return { refusal: usedUp };
      const refusal = weakness(passphrase);
      if (refusal !== undefined) return { refusal };
      const row = await passphraseRow(passphrase, now());
      return store.write(async (tx) =>
        (await insertPassphrase(tx, row)) ? { session: await begin(tx) } : { refusal: usedUp },
      );
    },
    signIn: async (passphrase) => ((await isRight(passphrase)) ? store.write(begin) : undefined),
    async confirm(secret, passphrase) {
      if (!(await isRight(passphrase))) return undefined;
      return store.write(async (tx) => {
        if (secret === undefined) return (await begin(tx)).secret;
        const at = now();
        const { numUpdatedRows } = await tx
          .updateTable('owner_sessions')
          .set({ confirmed_at: at, expires_at: at + sessionMs })
          .where('hash', '=', digest(secret))
          .where('expires_at', '>', at)
          .executeTakeFirst();
        return numUpdatedRows > 0n ? secret : (await begin(tx)).secret;
      });
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

export const isClaimed = async (store: Store): Promise<boolean> =>
  (await store.read
    .selectFrom('owner_passphrases')
    .select('owner_id')
    .where('owner_id', '=', soleOwner)
    .executeTakeFirst()) !== undefined;

/** For whoever owns the data folder, who needs no link. @returns why not; undefined when it is done */
export async function choosePassphrase(store: Store, passphrase: string): Promise<string | undefined> {
  const refusal = weakness(passphrase);
  if (refusal !== undefined) return refusal;
  const row = await passphraseRow(passphrase, Date.now());
  const isFirst = await store.write((tx) => insertPassphrase(tx, row));
  return isFirst ? undefined : 'Somebody claimed the server meanwhile.';
}

const passphraseRow = async (passphrase: string, at: number) => ({
  owner_id: soleOwner,
  hash: await hashPassphrase(passphrase),
  set_at: at,
});

/** Of two who come at once, the first one's stays. @returns whether this is it */
async function insertPassphrase(tx: Transaction, row: Awaited<ReturnType<typeof passphraseRow>>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('owner_passphrases')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

const sessionPrefix = 'ses_';
const sessionID = (hash: string): string => `${sessionPrefix}${hash.slice(0, 24)}`;

/** Whether a caller's ID is that of the owner's session, not of a token. */
export const isSessionID = (id: string): boolean => id.startsWith(sessionPrefix);

/** @returns whether there was one */
export const forgetPassphrase = (store: Store): Promise<boolean> =>
  store.write(async (tx) => {
    await tx.deleteFrom('owner_sessions').where('owner_id', '=', soleOwner).execute();
    const { numDeletedRows } = await tx
      .deleteFrom('owner_passphrases')
      .where('owner_id', '=', soleOwner)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  });

export const usedUp =
  'This link was used or is too old. As long as nobody claimed the server, it shows a new one whenever it starts.';

const same = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(digest(one)), Buffer.from(digest(other)));
