/** The owner at a browser: claims the server with the link that the terminal shows, chooses a passphrase, and signs in with it. */

import { timingSafeEqual } from 'node:crypto';
import { type Store, soleOwner } from '../../store/store.ts';
import type { Transaction } from '../../store/writer.ts';
import { digest, randomSecret } from '../secret-text.ts';
import { hashPassphrase, isPassphrase, weakness } from './passphrase.ts';
import { type NewSession, openSessions, type Sessions } from './sessions.ts';

export type Claimed = { readonly session: NewSession } | { readonly refusal: string };

export interface OwnerDesk extends Sessions {
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
}

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

  const isRight = async (passphrase: string): Promise<boolean> => {
    const hash = await stored();
    return hash !== undefined && (await isPassphrase(passphrase, hash));
  };

  const claimCode = (await stored()) === undefined ? randomSecret() : undefined;
  const claimUntil = now() + claimMs;
  const claimed = () => isClaimed(store);
  const knowsClaimCode = async (code: string) =>
    claimCode !== undefined && now() < claimUntil && same(code, claimCode) && !(await claimed());

  const { begin, confirm, ...others } = openSessions(store, now);
  return {
    ...others,
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
    confirm: async (secret, passphrase) =>
      (await isRight(passphrase)) ? store.write((tx) => confirm(tx, secret)) : undefined,
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
