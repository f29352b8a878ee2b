/** Secrets in the database, sealed with a key that is not in it. */

import { type Store, soleOwner } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { seal, unseal } from './seal.ts';

/** What secrets belong to. All secrets of a subject go together. */
export type Subject = `login/${string}` | `session/${string}` | `webhook/${string}`;

export interface Vault {
  put(tx: Transaction, owner: string, subject: Subject, name: string, value: string): Promise<void>;
  /** @returns every secret of the subject, opened, by name */
  open(owner: string, subject: Subject): Promise<Record<string, string>>;
  /** Every secret of the subject, or the one of that name. */
  remove(tx: Transaction, owner: string, subject: Subject, name?: string): Promise<void>;
}

const place = (owner: string, subject: string, name: string) => `${owner}\n${subject}\n${name}`;

/** Sealed when the data folder is new; opens only with the same key. */
export const canary = { subject: 'vault', name: 'canary', value: 'this key fits' };

/** @throws Error in words when the key is not the one the folder's secrets were sealed with */
export async function openVault(store: Store, key: Buffer): Promise<Vault> {
  await checkKey(store, key);
  return {
    async put(tx, owner, subject, name, value) {
      const sealed = seal(key, place(owner, subject, name), value);
      await tx
        .insertInto('secrets')
        .values({ owner_id: owner, subject, name, sealed })
        .onConflict((conflict) => conflict.columns(['owner_id', 'subject', 'name']).doUpdateSet({ sealed }))
        .execute();
    },
    async open(owner, subject) {
      const rows = await store.read
        .selectFrom('secrets')
        .select(['name', 'sealed'])
        .where('owner_id', '=', owner)
        .where('subject', '=', subject)
        .execute();
      return Object.fromEntries(
        rows.map((row) => [row.name, unseal(key, place(owner, subject, row.name), row.sealed)]),
      );
    },
    async remove(tx, owner, subject, name) {
      const all = tx.deleteFrom('secrets').where('owner_id', '=', owner).where('subject', '=', subject);
      await (name === undefined ? all : all.where('name', '=', name)).execute();
    },
  };
}

async function checkKey(store: Store, key: Buffer): Promise<void> {
  const where = place(soleOwner, canary.subject, canary.name);
  const row = await store.read
    .selectFrom('secrets')
    .select('sealed')
    .where('subject', '=', canary.subject)
    .executeTakeFirst();
  if (row === undefined) {
    const sealed = seal(key, where, canary.value);
    await store.write((tx) =>
      tx
        .insertInto('secrets')
        .values({ owner_id: soleOwner, subject: canary.subject, name: canary.name, sealed })
        .execute(),
    );
    return;
  }
  if (!keyFits(key, row.sealed)) throw new Error(wrongKey);
}

export const wrongKey =
  'The key does not fit the secrets in this data folder. Put the right master.key back, or set PARTYLINE_MASTER_KEY to what it was. Without it the accounts cannot sign in.';

/** @param sealed what is stored as the canary */
export function keyFits(key: Buffer, sealed: Uint8Array): boolean {
  try {
    return unseal(key, place(soleOwner, canary.subject, canary.name), sealed) === canary.value;
  } catch {
    return false;
  }
}
