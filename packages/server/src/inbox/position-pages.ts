/** Pages of messages, which stand at positions: contract 1.5. Cursors are sort keys. */

import { type ApiError, invalidValue } from '@partyline/protocol';
import { sortKeyOf } from './positions.ts';

export type Direction = 'before' | 'after';

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly direction?: Direction | undefined;
  readonly limit: number;
}

export interface PositionPage<Row> {
  /** Newest first. */
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  readonly oldestCursor: string | null;
  readonly newestCursor: string | null;
}

/**
 * SDKs continue every walk with `oldestCursor`, so on pages of `after` it goes forward, as `newestCursor` does. Where nothing is left the cursor stays
 * where it was: what arrives later is found from there.
 *
 * @param found in the order of the walk, one more than the limit if there are more
 */
export function positionPage<Row extends { readonly id: number }>(
  found: readonly Row[],
  from: number | undefined,
  { direction = 'before', limit }: PageRequest,
): PositionPage<Row> {
  const walked = found.slice(0, limit);
  const rows = direction === 'before' ? walked : walked.toReversed();
  const end = walked.at(-1)?.id ?? from;
  const hasMore = found.length > limit;
  const newest = rows[0]?.id ?? from;
  return { rows, hasMore, oldestCursor: cursorAt(end), newestCursor: cursorAt(newest) };
}

const cursorAt = (position: number | undefined): string | null => (position === undefined ? null : sortKeyOf(position));

export const unknownCursor = (): ApiError =>
  invalidValue(
    ['query', 'cursor'],
    'This cursor is none: use oldestCursor or newestCursor of a page, a sortKey, or a message ID.',
  );
