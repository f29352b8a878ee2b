/** Finds the place of a moment in the log. */

import type { EventPage } from '@partyline/protocol';
import { APIError, PartylineError } from '../errors.ts';

export interface CursorFound {
  readonly cursor: string;
  /** False: the server has forgotten some of what came after the moment, and the cursor is its oldest. */
  readonly isWhole: boolean;
}

type ReadPage = (query: { readonly since?: string; readonly limit?: number }) => Promise<EventPage>;

/**
 * Events stand in the order of their times, so the log is halved until the place is found. A cursor is read for that as our servers make it: the name of
 * the log and a number that grows.
 */
export async function findCursor(read: ReadPage, time: Date): Promise<CursorFound> {
  const { log, place: newest } = parse((await read({})).cursor);
  const at = (place: number) => `${log}.${place}`;
  /** After it comes something of that moment or later, or nothing at all. */
  let high = newest;
  /** What comes right after a lower place is older than the moment. */
  let low = 0;
  let isWhole = true;
  for (let middle = low; low < high; middle = Math.floor((low + high) / 2)) {
    const next = await firstAfter(read, at(middle));
    if ('oldest' in next) {
      // Forgotten up to there: nothing says how old that was.
      low = Math.max(parse(next.oldest).place, low);
      high = Math.max(high, low);
      isWhole = false;
      if (low < high && (await isOlder(read, at(low), time))) isWhole = true;
      else high = low;
    } else if (next.ts !== undefined && Date.parse(next.ts) < time.getTime()) {
      low = Math.min(parse(next.cursor).place, high);
    } else {
      high = middle;
    }
  }
  return { cursor: at(high), isWhole };
}

async function isOlder(read: ReadPage, cursor: string, time: Date): Promise<boolean> {
  const next = await firstAfter(read, cursor);
  return 'ts' in next && next.ts !== undefined && Date.parse(next.ts) < time.getTime();
}

type Next = { readonly cursor: string; readonly ts: string | undefined } | { readonly oldest: string };

/** A stretch without anything that the caller may see is passed over. */
async function firstAfter(read: ReadPage, cursor: string): Promise<Next> {
  try {
    for (let since = cursor; ; ) {
      const page = await read({ since, limit: 1 });
      const [item] = page.items;
      if (item !== undefined) return { cursor: item.cursor, ts: item.ts };
      if (!page.hasMore || page.cursor === since) return { cursor: page.cursor, ts: undefined };
      since = page.cursor;
    }
  } catch (error) {
    const oldest = error instanceof APIError && error.status === 410 ? oldestOf(error.error) : undefined;
    if (oldest === undefined) throw error;
    return { oldest };
  }
}

function oldestOf(body: unknown): string | undefined {
  const details: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'details') : undefined;
  const oldest: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'oldestCursor') : undefined;
  return typeof oldest === 'string' ? oldest : undefined;
}

function parse(cursor: string): { readonly log: string; readonly place: number } {
  const [, log, place] = /^(.+)\.(\d{1,15})$/.exec(cursor) ?? [];
  if (log === undefined)
    throw new PartylineError('The cursors of this server tell no order: name a cursor, not a time.');
  return { log, place: Number(place) };
}
