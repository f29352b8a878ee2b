/** Cleaning up in the reverse order: `node:test` runs its `after` hooks in the order in which they were announced, so that a server would end before its pages. */

import type { Scope } from './server.ts';

const works = new WeakMap<Scope, (() => unknown)[]>();

/** What was announced last is done first; each is done, whatever happens to the others. */
export function afterwards(scope: Scope, work: () => unknown): void {
  const announced = works.get(scope);
  if (announced !== undefined) {
    announced.push(work);
    return;
  }
  const all = [work];
  works.set(scope, all);
  scope.after(async () => {
    const problems: unknown[] = [];
    for (const one of all.toReversed()) await Promise.try(one).catch((error: unknown) => problems.push(error));
    if (problems.length > 0) throw problems.length === 1 ? problems[0] : new AggregateError(problems);
  });
}
