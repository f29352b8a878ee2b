/**
 * Reading the messages of a chat from the newest back, page by page, into a file that outlasts the process: after each page stands a line that says
 * where to go on, and what stands behind the last such line was not written whole.
 */

import { type FileHandle, open, stat, truncate } from 'node:fs/promises';
import type { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { ifMissing, linesOf } from './whole-files.ts';

export const walkFile = '.messages.walk';

/** What the walk is to bring. Stands in the first line of the file. */
export interface Plan {
  /** ISO; when it began. */
  readonly startedAt: string;
  /** All there is; what was there before is not needed. */
  readonly fresh: boolean;
  /** Stops at messages older than that which were there before: ISO. */
  readonly readBackTo: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

interface Mark {
  readonly cursor: string | null;
  readonly over: boolean;
}

/** Bytes of one page, without the line that ends it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Walked {
  readonly plan: Plan;
  /** In the order they were read: the newest first. */
  readonly stretches: readonly Stretch[];
  readonly last: Mark | undefined;
  /** Bytes that are whole. */
  readonly size: number;
}

/** @returns undefined when no walk was begun, or nothing of it can be used */
export async function readWalk(path: string): Promise<Walked | undefined> {
  let plan: Plan | undefined;
  let last: Mark | undefined;
  let size = 0;
  let offset = 0;
  const stretches: Stretch[] = [];
  const whole = (await stat(path).catch(ifMissing))?.size ?? 0;
  for await (const line of linesOf(path)) {
    const start = offset;
    offset += Buffer.byteLength(line) + 1;
    if (offset > whole) break;
    if (plan === undefined) {
      plan = parsed(line);
      if (plan === undefined) return undefined;
      size = offset;
    } else if (line.startsWith('#')) {
      last = parsed(line);
      if (last === undefined) break;
      stretches.push({ from: size, to: start });
      size = offset;
    }
  }
  return plan && { plan, stretches, last, size };
}

/** What only this file writes. @returns undefined for a line that broke off */
function parsed(line: string) {
  try {
    return JSON.parse(line.slice(1));
  } catch {
    return undefined;
  }
}

export interface WalkParts {
  readonly client: Partyline;
  readonly chatID: string;
  readonly path: string;
  readonly signal: AbortSignal;
  /** Called after each page. */
  took(messages: number): void;
}

const perPage = 500;

/** Goes on where an earlier one was. Resolves when all that is wanted was read. @throws NotFoundError when the chat is gone */
export async function walk(parts: WalkParts, known: Walked | undefined, plan: Plan): Promise<void> {
  if (known !== undefined) await truncate(parts.path, known.size);
  const file = await open(parts.path, known === undefined ? 'w' : 'a');
  try {
    if (known === undefined) await file.appendFile(`#${JSON.stringify(plan)}\n`);
    await walkOn(parts, file, known, plan);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function walkOn(
  { client, chatID, signal, took }: WalkParts,
  file: FileHandle,
  known: Walked | undefined,
  plan: Plan,
): Promise<void> {
  let { cursor, over } = known?.last ?? { cursor: null, over: false };
  while (!over) {
    const page = await client.messages.list(
      chatID,
      { limit: perPage, ...(cursor !== null && { cursor, direction: 'before' }) },
      { signal, timeout: 60_000, maxRetries: 5 },
    );
    // The network may be asked for older ones, so that the server has none and yet more; a cursor that stays would make the walk endless.
    over = !page.hasMore || page.items.length === 0 || page.oldestCursor === null || page.oldestCursor === cursor;
    cursor = page.oldestCursor;
    const oldest = page.items.at(-1)?.timestamp;
    if (oldest !== undefined && isPast(oldest, plan)) over = true;
    const items = page.items.filter(({ timestamp }) => isWithin(timestamp, plan));
    const mark: Mark = { cursor, over };
    await file.appendFile(
      `${items.map((message) => `${JSON.stringify(message)}\n`).join('')}#${JSON.stringify(mark)}\n`,
    );
    took(items.length);
  }
}

const isPast = (time: string, { readBackTo, since }: Plan): boolean =>
  [readBackTo, since].some((limit) => limit !== null && isBefore(time, limit));

export const isBefore = (time: string, limit: string): boolean => Date.parse(time) < Date.parse(limit);

const isWithin = (time: Message['timestamp'], { since, until }: Plan): boolean =>
  !(since !== null && isBefore(time, since)) && !(until !== null && !isBefore(time, until));

/** The messages of a walk, oldest first: one page is in memory at a time. */
export async function* oldestFirst(path: string, { stretches }: Walked): AsyncGenerator<Message> {
  const file = await open(path);
  try {
    for (const { from, to } of stretches.toReversed()) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
      for (const line of lines.toReversed()) if (line !== '') yield JSON.parse(line);
    }
  } finally {
    await file.close();
  }
}
