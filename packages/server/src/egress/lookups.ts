/** Names are looked up in the threads that also serve files (libuv has four): a resolver that hangs may hold some of them, not all. */

import type { LookupAddress } from 'node:dns';

export type Lookup = (
  hostname: string,
  options: { readonly all: true; readonly hints?: number },
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** @returns the same look-up, so many of which are under way at once; others wait their turn */
export function fewAtOnce(lookup: Lookup, most: number): Lookup {
  const waiting: (() => void)[] = [];
  let running = 0;
  return (hostname, options, callback) => {
    const begin = () => {
      running++;
      lookup(hostname, options, (error, found) => {
        running--;
        waiting.shift()?.();
        callback(error, found);
      });
    };
    if (running < most) begin();
    else waiting.push(begin);
  };
}
