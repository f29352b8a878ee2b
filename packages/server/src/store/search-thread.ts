/** A thread with a connection of its own, for reading that may take long. */

import { Worker } from 'node:worker_threads';
import { ApiError } from '@partyline/protocol';

export interface SearchThread {
  /** It is ending or has ended, and takes nothing more. */
  readonly isOver: boolean;
  /**
   * Runs one query after another; never two at once.
   *
   * @param views of seen-part.ts, for a query of who sees a part
   * @throws ApiError `UNAVAILABLE` after the time limit, which ends the thread; what SQLite says of the query
   */
  run(sql: string, parameters: readonly unknown[], views?: string): Promise<readonly unknown[]>;
  /** Gives up the query that is under way, though SQLite goes on with it until it is through; resolves then. */
  end(): Promise<void>;
}

export interface Question {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly views?: string | undefined;
}

export type Answer = { readonly rows: readonly unknown[] } | { readonly error: unknown };

interface Waiting {
  answered(answer: Answer): void;
  readonly timer: NodeJS.Timeout;
}

/** @param gone called once when the thread is really gone */
export function startSearchThread(path: string, limitMs: number, gone: () => void): SearchThread {
  const worker = new Worker(new URL('./search-thread-worker.ts', import.meta.url), { workerData: path });
  let waiting: Waiting | undefined;
  let isOver = false;

  const answer = (value: Answer) => {
    clearTimeout(waiting?.timer);
    waiting?.answered(value);
    waiting = undefined;
  };
  const end = async (error: unknown) => {
    isOver = true;
    answer({ error });
    await worker.terminate();
  };
  worker.on('message', answer);
  worker.on('error', end);
  worker.on('exit', () => {
    isOver = true;
    answer({ error: interrupted() });
    gone();
  });

  return {
    get isOver() {
      return isOver;
    },
    run: (sql, parameters, views) =>
      new Promise((resolve, reject) => {
        waiting = {
          answered: (value) => ('error' in value ? reject(value.error) : resolve(value.rows)),
          timer: setTimeout(() => end(tooLong()), limitMs),
        };
        worker.postMessage({ sql, parameters, views } satisfies Question);
      }),
    end: () => end(interrupted()),
  };
}

const interrupted = (): ApiError => new ApiError('UNAVAILABLE', 'The search was interrupted; try again.');

/** Not worth repeating as it is. */
const tooLong = (): ApiError =>
  new ApiError(
    'UNAVAILABLE',
    'The search takes too long. Narrow it down: longer words, one chat or sender, or a shorter time.',
    { retriable: false },
  );
