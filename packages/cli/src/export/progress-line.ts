/** How far an export or import is: one line on standard error of a terminal, with the time that is left. Nothing elsewhere. */

import { sizeText } from '@partyline/server/size-text';
import { columns, cut, printable } from '../text.ts';

export interface Counts {
  readonly done: number;
  readonly total: number;
  readonly messages: number;
  readonly bytes: number;
  /** What is under way. */
  readonly at: string;
}

export interface ProgressLine {
  show(counts: Counts): void;
  /** Takes the line away. */
  end(): void;
}

const everyMs = 200;
/** Before that, a guess would jump. */
const guessAfterMs = 3_000;

/** @param part of the work that is done, from 0 to 1; by the chats that are done by default */
export function openProgressLine(
  json: boolean,
  part: (counts: Counts) => number = ({ done, total }) => (total === 0 ? 1 : done / total),
): ProgressLine {
  const stream = process.stderr;
  if (json || !stream.isTTY) return { show: () => {}, end: () => {} };
  const startedAt = performance.now();
  let next = startedAt + everyMs;
  let shown = false;
  let first: number | undefined;
  return {
    show(counts) {
      const now = performance.now();
      // What an earlier run did took no time of this one.
      first ??= part(counts);
      if (now < next) return;
      next = now + everyMs;
      shown = true;
      const text = [
        `${counts.done} of ${counts.total} chats`,
        `${counts.messages} messages`,
        ...(counts.bytes === 0 ? [] : [sizeText(counts.bytes)]),
        ...leftText(now - startedAt, part(counts) - first, 1 - part(counts)),
        printable(counts.at),
      ].join(' · ');
      stream.write(`\r\x1b[2K${cut(text, columns(stream) - 1)}`);
    },
    end() {
      if (shown) stream.write('\r\x1b[2K');
    },
  };
}

function leftText(ms: number, done: number, left: number): string[] {
  if (ms < guessAfterMs || done <= 0) return [];
  return [`about ${durationText((ms / done) * left)} left`];
}

/** `40 s`, `3 min`, `2 h 10 min` */
export function durationText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
