/**
 * Keeps the program running while somebody needs it: starts it with the first, ends it some time after the last, and holds back a start that follows
 * crashes. It does not start it again by itself: whoever needs it asks again.
 */

import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { ConnectionError } from '@partyline/connector';
import type { Child } from '../program/child.ts';
import { meaningOf } from '../program/exit-codes.ts';

export interface UpkeepOptions {
  readonly displayName: string;
  start(): Promise<Child>;
  /** Resolves when the program, once started, can be asked; rejects never. */
  ready(): Promise<void>;
  ended(): void;
  /** How long it stays when nobody needs it any more. */
  readonly lingerMs: number;
}

export interface Upkeep {
  /** The program runs and can be asked, until the release. @throws ConnectionError that says why it does not run */
  need(signal: AbortSignal): Promise<Release>;
  /** Ends it now. */
  stop(): Promise<void>;
}

export type Release = () => void;

const firstPauseMs = 500;
const maxPauseMs = 60_000;
/** A program that ran for so long is not one that crashes at once. */
const stableMs = 60_000;

interface Run {
  readonly child: Child;
  /** Resolves when it is ready; rejects with a ConnectionError when it ended before. */
  readonly ready: Promise<void>;
}

export function createUpkeep(options: UpkeepOptions): Upkeep {
  let users = 0;
  let running: { readonly run: Promise<Run> } | undefined;
  let crashes = 0;
  let notBefore = 0;
  let lingering: NodeJS.Timeout | undefined;

  const start = async (isOver: () => void): Promise<Run> => {
    await delay(Math.max(0, notBefore - performance.now()));
    const startedAt = performance.now();
    const child = await options.start();
    let isStopping = false;
    const ended = child.exited.then((exit) => {
      isOver();
      options.ended();
      const { text, isPassing } = meaningOf(options.displayName, exit);
      crashes = performance.now() - startedAt > stableMs || isStopping ? 1 : crashes + 1;
      if (!isStopping) notBefore = performance.now() + Math.min(maxPauseMs, firstPauseMs * 2 ** (crashes - 1));
      throw new ConnectionError(isPassing ? { state: 'lost', text } : { state: 'blocked', text });
    });
    ended.catch(() => undefined);
    const ready = Promise.race([options.ready(), ended]);
    ready.catch(() => undefined);
    const stoppable: Child = {
      exited: child.exited,
      stop() {
        isStopping = true;
        return child.stop();
      },
    };
    return { child: stoppable, ready };
  };

  const run = (): Promise<Run> => {
    if (running !== undefined) return running.run;
    // One that has been asked to stop may end when the next is running already.
    const isOver = () => {
      if (running === mine) running = undefined;
    };
    const mine = { run: Promise.resolve().then(() => start(isOver)) };
    mine.run.catch(isOver);
    running = mine;
    return mine.run;
  };

  const stop = async (): Promise<void> => {
    clearTimeout(lingering);
    const current = running;
    running = undefined;
    await (await current?.run.catch(() => undefined))?.child.stop();
  };

  return {
    async need(signal) {
      signal.throwIfAborted();
      clearTimeout(lingering);
      users++;
      let isReleased = false;
      const release = () => {
        if (isReleased) return;
        isReleased = true;
        users--;
        if (users === 0) lingering = setTimeout(() => void stop(), options.lingerMs).unref();
      };
      signal.addEventListener('abort', release, { once: true });
      try {
        // A program that has just ended is noticed first: the second turn comes after everything that is waiting to be read.
        const ready = nextTurn()
          .then(() => nextTurn())
          .then(run)
          .then((current) => current.ready);
        await Promise.race([ready, aborted(signal)]);
        return release;
      } catch (error) {
        release();
        throw error;
      }
    },
    stop,
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
