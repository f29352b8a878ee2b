/** How far something long is, on standard error of a terminal. */

import { columns, cut } from './text.ts';

export interface Progress {
  show(done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
}

/** Something that is over sooner shows nothing. */
const quietMs = 500;
const everyMs = 200;

/** @param describe what stands before the percentage, of the whole in bytes. */
export function openProgress(json: boolean, describe: (total: number) => string): Progress {
  const stream = process.stderr;
  if (json || !stream.isTTY) return { show: () => {}, end: () => {} };
  let next = performance.now() + quietMs;
  let shown = false;
  return {
    show(done, total) {
      const now = performance.now();
      if (now < next) return;
      next = now + everyMs;
      shown = true;
      const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
      stream.write(`\r\x1b[2K${cut(`${describe(total)}: ${percent} %`, columns(stream) - 1)}`);
    },
    end() {
      if (shown) stream.write('\r\x1b[2K');
    },
  };
}
