/** The signing secrets of an endpoint: one that counts, and for a while those it replaced. They are sealed in the vault, told once, and never read again. */

import { randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { Subject, Vault } from '../vault/vault.ts';
import { secretText } from './signature.ts';

/** What is known of a secret without opening it. */
export interface KeptSecret {
  /** Its name in the vault. */
  readonly id: string;
  /** Milliseconds since the epoch; null: until it is replaced. */
  readonly until: number | null;
}

interface Holder {
  readonly id: string;
  readonly owner: string;
  /** Newest first. */
  readonly secrets: readonly KeptSecret[];
}

/** Standard Webhooks: 24 to 64 bytes. */
const secretBytes = 32;
/** Rotated more often than that within the overlap: the oldest go. The header has to fit. */
const mostSecrets = 5;

const subjectOf = (id: string): Subject => `webhook/${id}`;

/** Makes a secret the one that counts. @returns its text, and what is now kept, newest first */
export async function replaceSecret(
  tx: Transaction,
  vault: Vault,
  { id, owner, secrets }: Holder,
  overlapMs: number,
): Promise<{ secret: string; kept: readonly KeptSecret[] }> {
  const now = Date.now();
  const fresh: KeptSecret = { id: randomBytes(9).toString('base64url'), until: null };
  const older = secrets.map((one) => ({ ...one, until: Math.min(one.until ?? Infinity, now + overlapMs) }));
  const kept = [fresh, ...older.filter(({ until }) => until > now)].slice(0, mostSecrets);
  const stays = new Set(kept.map((one) => one.id));
  for (const one of secrets) if (!stays.has(one.id)) await vault.remove(tx, owner, subjectOf(id), one.id);
  const secret = secretText(randomBytes(secretBytes));
  await vault.put(tx, owner, subjectOf(id), fresh.id, secret);
  return { secret, kept };
}

/** Those that sign now, newest first; none when the endpoint is gone. Looked up for each try: they may have been replaced while it waited. */
export async function openSecrets(
  { read }: Store,
  vault: Vault,
  { id, owner }: Omit<Holder, 'secrets'>,
): Promise<string[]> {
  for (;;) {
    const opened = await vault.open(owner, subjectOf(id));
    const row = await read.selectFrom('webhooks').select('secrets').where('id', '=', id).executeTakeFirst();
    if (row === undefined) return [];
    const kept = keptSecrets(row.secrets);
    // Replaced between the two looks.
    if (kept.some((one) => opened[one.id] === undefined)) continue;
    const now = Date.now();
    return kept.filter(({ until }) => until === null || until > now).flatMap((one) => opened[one.id] ?? []);
  }
}

/** @param json as `replaceSecret` gave it */
export const keptSecrets = (json: string): readonly KeptSecret[] => JSON.parse(json);

export const forgetSecrets = (tx: Transaction, vault: Vault, { id, owner }: Omit<Holder, 'secrets'>): Promise<void> =>
  vault.remove(tx, owner, subjectOf(id));

/** Until when an older secret signs too. */
export function previousUntil(secrets: readonly KeptSecret[]): number | undefined {
  const times = secrets.flatMap(({ until }) => (until !== null && until > Date.now() ? [until] : []));
  return times.length === 0 ? undefined : Math.max(...times);
}
