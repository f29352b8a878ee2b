/** Brings the messages of a chat up to date: goes on with a walk that was cut off, or begins one, and makes the file of it. */

import { join } from 'node:path';
import { NotFoundError, type Partyline } from '@partyline/client';
import { type Assembled, assemble } from './assemble.ts';
import { type Plan, readWalk, type Walked, walk, walkFile } from './walk.ts';

export interface BringParts {
  readonly client: Partyline;
  readonly chatID: string;
  /** Of the chat. */
  readonly folder: string;
  readonly signal: AbortSignal;
  took(messages: number): void;
}

export interface Brought extends Assembled {
  /** ISO. */
  readonly readAt: string;
  /** The chat was no longer there; what had been read of it is in the file. */
  readonly isGone: boolean;
}

/** @returns undefined when the chat is gone and nothing of it was read */
export async function bring(
  parts: BringParts,
  begun: Walked | undefined,
  plan: Plan,
  hasOlder: boolean,
): Promise<Brought | undefined> {
  const path = join(parts.folder, walkFile);
  let isGone = false;
  try {
    await walk({ ...parts, path }, begun, plan);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    isGone = true;
  }
  const walked = await readWalk(path);
  if (walked === undefined) throw new Error(`${path} cannot be read back. Start the export again.`);
  if (isGone && walked.stretches.length === 0) return undefined;
  // What was there before is all there will ever be.
  const keeping = isGone && hasOlder ? { ...walked, plan: { ...plan, fresh: false } } : walked;
  return { ...(await assemble(parts.folder, keeping)), readAt: plan.startedAt, isGone };
}
