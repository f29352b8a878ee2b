/** Asking the network of an account for something, on behalf of a caller who waits. */

import { type Connection, SendError } from '@partyline/connector';
import { ApiError, notFound } from '@partyline/protocol';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { AccountBook } from './account-book.ts';
import type { Supervisor } from './supervisor.ts';

/** A network that says nothing must not keep the caller waiting longer than an SDK waits. */
const answerWithinMs = 15_000;

interface Parts {
  readonly book: AccountBook;
  readonly supervisor: Supervisor;
}

/**
 * The open connection of an account, or why there is none: `CONFLICT` with what to do.
 * @param purpose ends the sentence "The account is not connected, so …"
 * @throws ApiError `NOT_FOUND`
 */
export function reach(parts: Parts, owner: string, accountID: string, purpose: string): Connection | ApiError {
  const entry = parts.book.account(owner, accountID);
  if (entry === undefined) throw notFound('Account');
  const { account, login, view } = entry;
  const connection = account.disabled ? undefined : parts.supervisor.connection(login.loginID);
  if (connection !== undefined) return connection;
  return new ApiError('CONFLICT', `The account is not connected, so ${purpose}. ${view.statusText ?? ''}`.trim());
}

/** As {@link reach}. @throws ApiError `NOT_FOUND` or `CONFLICT` */
export function connectionOf(parts: Parts, owner: string, accountID: string, purpose: string): Connection {
  const reached = reach(parts, owner, accountID, purpose);
  if (reached instanceof ApiError) throw reached;
  return reached;
}

/**
 * Waits for what a network was asked to do.
 * @throws ApiError `CONFLICT` with the network's words when it refused for good; `UPSTREAM_ERROR` when it failed, or said nothing: then
 * what was asked for may have happened, and an SDK must not repeat it by itself
 */
export async function done<T>(network: string, work: Promise<T>): Promise<T> {
  try {
    return await withTimeLimit(answerWithinMs, work);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const certain = error instanceof SendError && error.outcome === 'certain';
    if (certain && !error.retriable) throw new ApiError('CONFLICT', `${network} refused: ${words}`);
    throw new ApiError('UPSTREAM_ERROR', `${network} did not do it: ${words}`, { retriable: certain });
  }
}

/** @throws ApiError `UPSTREAM_ERROR` when the network does not answer; asking again does no harm */
export async function told<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await withTimeLimit(answerWithinMs, answer);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new ApiError('UPSTREAM_ERROR', `The network did not tell ${what}: ${words}`);
  }
}

export const notSupported = (network: string, what: string): ApiError =>
  new ApiError('NOT_SUPPORTED', `${network} cannot ${what}. Nothing was changed.`);
