/** Lines on standard output, each of them out before the next: when the reader goes away, it is known what it got. */

import { once } from 'node:events';

export interface LineOutput {
  /** @throws ReaderGone */
  write(line: string): Promise<void>;
  /** Gives standard output back. */
  close(): void;
}

/** Whoever read standard output has ended: `| head`. No failure. */
export class ReaderGone extends Error {}

export function openLineOutput(stream: NodeJS.WriteStream = process.stdout): LineOutput {
  // The program ends at once when its output breaks; here there is something to tidy up first.
  const listeners = stream.listeners('error');
  stream.removeAllListeners('error');
  let broken: NodeJS.ErrnoException | undefined;
  const fail = (error: NodeJS.ErrnoException) => {
    broken ??= error;
  };
  stream.on('error', fail);
  const check = () => {
    if (broken === undefined) return;
    throw broken.code === 'EPIPE' || broken.code === 'EIO' ? new ReaderGone() : broken;
  };
  return {
    async write(line) {
      check();
      const isFull = !stream.write(`${line}\n`, (error) => {
        if (error) fail(error);
      });
      if (isFull && broken === undefined) await once(stream, 'drain').catch(fail);
      // A broken pipe is told in the next turn.
      await new Promise(setImmediate);
      check();
    },
    close() {
      stream.off('error', fail);
      for (const listener of listeners) {
        stream.on('error', (error) => {
          Reflect.apply(listener, stream, [error]);
        });
      }
    },
  };
}
