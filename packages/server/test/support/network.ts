/** A network for the keeper's tests: connects as it is told, and keeps what was told of the status. */

import type { Connection, EndState } from '@partyline/connector';
import { type KeeperTimes, startKeeper } from '../../src/accounts/keeper.ts';
import type { LinkState } from '../../src/accounts/link-state.ts';
import type { ConnectionHandlers } from '../../src/runtime/running-connector.ts';
import { eventually } from './eventually.ts';
import type { Scope } from './server.ts';

export interface Attempt {
  readonly handlers: ConnectionHandlers;
  readonly signal: AbortSignal;
  readonly at: number;
}

export type Connect = (attempt: Attempt, count: number) => Promise<Connection>;

export const times: KeeperTimes = {
  probeMs: 20,
  probeLimitMs: 40,
  connectLimitMs: 80,
  maxPauseMs: 20,
  blockedPauseMs: 60,
};

/** A connection that does nothing. */
export function connection(more: Partial<Connection> = {}): Connection {
  return { close: async () => {}, send: async () => ({}), ...more };
}

export function keep(scope: Scope, connect: Connect, changed: Partial<KeeperTimes> = {}) {
  const attempts: Attempt[] = [];
  const told: LinkState[] = [];
  let heard = 0;
  const keeper = startKeeper({
    times: { ...times, ...changed },
    openLogin: async () => ({ loginID: 'l', remoteID: 'r', settings: {}, secrets: {} }),
    connect(_login, handlers, signal) {
      const attempt = { handlers, signal, at: performance.now() };
      attempts.push(attempt);
      return connect(attempt, attempts.length);
    },
    ingest: async () => {},
    getSecret: async () => undefined,
    setSecret: async () => {},
    report: (state) => told.push(state),
  });
  scope.after(() => keeper.stop());
  return {
    keeper,
    attempts,
    told,
    statuses: () => told.map(({ status }) => status),
    /** Tells the newest connection's end. */
    end: (state: EndState) => attempts.at(-1)?.handlers.status(state),
    tried: (count: number) =>
      eventually(
        () => attempts.length,
        (now) => now >= count,
      ),
    /** The next time that the status is told, counted from the last time that was asked for. */
    async reaches(status: LinkState['status']): Promise<LinkState> {
      const next = () => told.findIndex((state, index) => index >= heard && state.status === status);
      const index = await eventually(next, (found) => found >= 0);
      heard = index + 1;
      return told[index] ?? { status };
    },
  };
}
