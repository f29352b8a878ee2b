/**
 * Transactions to the bridge: what the owner did, strictly one after the other, since a bridge remembers only the last one it was given. "Taken" means
 * that the bridge has queued it, not that the network has it.
 */

import { randomUUID } from 'node:crypto';
import type { Fields } from '@partyline/matrix-content';
import { type BridgeSocket, SocketLost } from './socket.ts';

export interface Pushed {
  readonly events?: readonly Fields[];
  readonly ephemeral?: readonly Fields[];
}

/** Resolves when the bridge has taken it. @throws SocketLost */
export type Push = (what: Pushed) => Promise<void>;

/** A bridge whose queues are full takes its time; one that is silent for so long is stuck. */
const answerLimitMs = 30_000;

export function createPush(socket: BridgeSocket): Push {
  const process = randomUUID();
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  const push: Push = async ({ events = [], ephemeral = [] }) => {
    const txn_id = `${process}-${++count}`;
    const limit = AbortSignal.timeout(answerLimitMs);
    try {
      await socket.call({ command: 'transaction', status: 'ok', txn_id, events, ephemeral }, limit);
    } catch (error) {
      throw limit.aborted ? new SocketLost(true) : error;
    }
  };
  return (what) => {
    const turn = last.then(() => push(what));
    last = turn.catch(() => undefined);
    return turn;
  };
}
