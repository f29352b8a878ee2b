/**
 * The same request twice is one message (contract 1.7). With a key the caller says which requests are the same. Without one, an identical request
 * of the same token within a short time is taken for the blind retry of an SDK.
 */

import { createHash } from 'node:crypto';
import { invalidValue } from '@partyline/protocol';
import type { Transaction } from '../store/writer.ts';

export interface RequestIdentity {
  readonly owner: string;
  readonly program: string;
  /** The caller's key, if there is one. */
  readonly key: string | undefined;
  /** Of everything that makes requests different. */
  readonly hash: string;
  /** The client says itself that it repeats a request (`X-Stainless-Retry-Count`). */
  readonly isRetry: boolean;
}

/** Longer than anybody types the same words again on purpose. */
const blindRetryMs = 5_000;
/** An SDK waits up to 30 s for an answer and up to 8 s before it tries again. */
const declaredRetryMs = 120_000;
/** A key is remembered for this long. */
const keyLifeMs = 7 * 24 * 3_600_000;

/** The same for the same content, in whatever order its fields came. */
export const hashOf = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request, inOrder)).digest('base64url');

const inOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/**
 * @returns the answer that was given to the same request before
 * @throws ApiError `VALIDATION_ERROR` when the key was used for another one
 */
export async function answeredBefore(db: Transaction, identity: RequestIdentity, now: number): Promise<unknown> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'answer', 'created_at'])
    .where('owner_id', '=', identity.owner)
    .where('token_id', '=', identity.program)
    .where('key', '=', storedKey(identity))
    .executeTakeFirst();
  if (row === undefined || now - row.created_at > lifeOf(identity)) return undefined;
  if (row.request_hash !== identity.hash) {
    const message = 'This idempotency key was used for another request before. Use a new key for a new message.';
    throw invalidValue(['headers', 'idempotency-key'], message, 'key_reused');
  }
  return JSON.parse(row.answer);
}

/**
 * Remembers the answer that is about to be given, unless the request was answered before.
 * @returns that earlier answer
 * @throws as {@link answeredBefore}
 */
export async function rememberAnswer(
  tx: Transaction,
  identity: RequestIdentity,
  answer: unknown,
  now: number,
): Promise<unknown> {
  const values = { request_hash: identity.hash, answer: JSON.stringify(answer), created_at: now };
  const row = { owner_id: identity.owner, token_id: identity.program, key: storedKey(identity), ...values };
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return undefined;
  const before = await answeredBefore(tx, identity, now);
  if (before !== undefined) return before;
  await tx
    .updateTable('idempotency_keys')
    .set(values)
    .where('owner_id', '=', row.owner_id)
    .where('token_id', '=', row.token_id)
    .where('key', '=', row.key)
    .execute();
  return undefined;
}

/** Forgets what is too old to be asked for again. */
export async function forgetOldKeys(tx: Transaction, now: number): Promise<void> {
  await tx
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', now - keyLifeMs)
    .execute();
  await tx
    .deleteFrom('idempotency_keys')
    .where('key', 'like', 'same:%')
    .where('created_at', '<', now - declaredRetryMs)
    .execute();
}

const storedKey = ({ key, hash }: RequestIdentity): string => (key === undefined ? `same:${hash}` : `key:${key}`);

function lifeOf({ key, isRetry }: RequestIdentity): number {
  if (key !== undefined) return keyLifeMs;
  return isRetry ? declaredRetryMs : blindRetryMs;
}
