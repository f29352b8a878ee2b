/** What a bad connector does to its thread. Each begins after `ms`, so that the command can still be answered. */

/** Eight megabytes a piece. */
const PIECE = 1_000_000;

export function throwLater(ms: number, text: string): void {
  setTimeout(() => {
    throw new Error(text);
  }, ms);
}

/** Blocks the thread for ever. */
export function loopLater(ms: number): void {
  setTimeout(() => {
    for (;;);
  }, ms);
}

/** Eats heap until the limit of the thread ends it. Outside a worker with a limit that ends the process. */
export function eatMemoryLater(ms: number): void {
  const hoard: number[][] = [];
  const eat = () => {
    hoard.push(new Array<number>(PIECE).fill(hoard.length + 0.5));
    setImmediate(eat);
  };
  setTimeout(eat, ms);
}
