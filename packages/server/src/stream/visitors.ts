/** Open streams by the token that let them in: one that is revoked or runs out ends them soon after. */

import type { Tokens } from '../auth/tokens.ts';

export interface Visitor {
  readonly tokenID: string;
  /** Its token no longer counts. */
  expel(): void;
}

export interface Visitors {
  /** @returns how to take it out again */
  add(visitor: Visitor): () => void;
  close(): void;
}

/** A stream outlives its token by this at most. */
const checkEveryMs = 5_000;

export function createVisitors(tokens: Pick<Tokens, 'good'>, everyMs = checkEveryMs): Visitors {
  const visitors = new Set<Visitor>();
  const check = async () => {
    const good = await tokens.good([...new Set([...visitors].map(({ tokenID }) => tokenID))]);
    for (const visitor of [...visitors]) if (!good.has(visitor.tokenID)) visitor.expel();
  };
  const timer = setInterval(() => {
    // A look that fails is made up for by the next one.
    if (visitors.size > 0) check().catch(() => undefined);
  }, everyMs).unref();
  return {
    add(visitor) {
      visitors.add(visitor);
      return () => void visitors.delete(visitor);
    },
    close: () => clearInterval(timer),
  };
}
