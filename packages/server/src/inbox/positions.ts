/**
 * Where a message stands: one integer that is at once its ID and its place in time. Milliseconds since the epoch, times 2048, plus a counter within
 * the millisecond: below 2^53 until the year 2109, unique over all chats, and in the order of the networks' own times (design contract 9).
 */

import type { Transaction } from '../store/writer.ts';

const perMillisecond = 2_048;
const latestMs = Math.floor(Number.MAX_SAFE_INTEGER / perMillisecond) - 1;
const sortKeyDigits = 16;

export const timeOf = (position: number): number => Math.floor(position / perMillisecond);

/** Whole milliseconds. Times that no message can have are brought to the nearest that one can. */
export const soundTime = (ms: number): number => Math.min(Math.max(Math.trunc(ms) || 0, 0), latestMs);

/** The first position of a millisecond. */
export const firstPositionAt = (ms: number): number => soundTime(ms) * perMillisecond;

export const lastPositionAt = (ms: number): number => firstPositionAt(ms) + perMillisecond - 1;

/** Fixed width, so that it orders as a string, and longer than any message ID, so that the two cannot be mixed up. */
export const sortKeyOf = (position: number): string => `0${String(position).padStart(sortKeyDigits, '0')}`;

const sortKeyPattern = new RegExp(`^0\\d{${sortKeyDigits}}$`);

export const isSortKey = (text: string): boolean => sortKeyPattern.test(text);

/** @returns the position that a message ID or a sort key stands for; undefined for anything else */
export function positionFrom(text: string): number | undefined {
  if (!/^\d{1,17}$/.test(text)) return undefined;
  const position = Number(text);
  return Number.isSafeInteger(position) ? position : undefined;
}

/**
 * Free positions for messages of those times, in their order: of two with the same time the earlier in the list comes first, and both
 * after what is stored already. A millisecond that is full flows over into the next.
 *
 * @param given positions that are not free though nothing is stored there; those that are returned are added
 */
export async function freePositions(
  tx: Transaction,
  times: readonly number[],
  given: Set<number> = new Set(),
): Promise<number[]> {
  const firsts = times.map(firstPositionAt);
  const next = new Map<number, number>();
  const positions = firsts.map((first) => {
    let position = next.get(first) ?? first;
    while (given.has(position)) position += 1;
    given.add(position);
    next.set(first, position + 1);
    return position;
  });
  const taken = await takenOf(tx, positions);
  if (taken.size === 0) return positions;
  const crowded = new Set(firsts.filter((_, index) => taken.has(positions[index] ?? 0)));
  // All of a crowded millisecond move, so that their order among each other stays.
  for (const [index, first] of firsts.entries()) if (crowded.has(first)) given.delete(positions[index] ?? 0);
  for (const [index, first] of firsts.entries()) {
    if (!crowded.has(first)) continue;
    const position = await firstFree(tx, first, given);
    given.add(position);
    positions[index] = position;
  }
  return positions;
}

const idsPerQuery = 500;

async function takenOf(tx: Transaction, positions: readonly number[]): Promise<Set<number>> {
  const taken = new Set<number>();
  for (let start = 0; start < positions.length; start += idsPerQuery) {
    const rows = await tx
      .selectFrom('messages')
      .select('id')
      .where('id', 'in', positions.slice(start, start + idsPerQuery))
      .execute();
    for (const { id } of rows) taken.add(id);
  }
  return taken;
}

/** After everything that stands in the millisecond, or in the next ones when it is full. */
async function firstFree(tx: Transaction, first: number, given: ReadonlySet<number>): Promise<number> {
  for (let start = first; ; start += perMillisecond) {
    const { last } = await tx
      .selectFrom('messages')
      .select((select) => select.fn.max('id').as('last'))
      .where('id', '>=', start)
      .where('id', '<', start + perMillisecond)
      .executeTakeFirstOrThrow();
    let position = last === null ? start : last + 1;
    while (given.has(position)) position += 1;
    if (position < start + perMillisecond) return position;
  }
}
