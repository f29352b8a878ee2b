/** Calls over a message port, both ways: each call has a number, each answer repeats it. Errors keep their class and fields. */

import { type CrossingError, flattenError, restoreError } from './crossing-error.ts';

/** The methods one side answers. */
export type Methods<T> = {
  readonly [K in keyof T]: T[K] extends (call: infer C) => Promise<infer R> ? (call: C) => Promise<R> : never;
};

type Packet =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly call: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: CrossingError };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The part of a worker or a message port that is needed here. */
export interface Port {
  postMessage(packet: unknown): void;
  on(event: 'message', listener: (packet: unknown) => void): unknown;
}

export interface Peer<T> {
  readonly call: Methods<T>;
  /** Rejects every call that waits for an answer, and every later one. */
  fail(error: Error): void;
}

/** Calls that may wait for an answer at a time. */
const maxWaiting = 5_000;

/** @param own the methods that the other side may call */
export function connectPeer<Theirs, Own>(port: Port, own: Methods<Own>): Peer<Theirs> {
  const waiting = new Map<number, Waiting>();
  const methods = new Map<string, (call: never) => Promise<unknown>>(Object.entries(own));
  let lastID = 0;
  let failure: Error | undefined;

  const answer = async (id: number, name: string, call: unknown) => {
    try {
      const method = methods.get(name);
      if (method === undefined) throw new Error(`No method ${name}`);
      const result = await method(call as never);
      port.postMessage({ kind: 'result', id, result } satisfies Packet);
    } catch (error) {
      port.postMessage({ kind: 'error', id, error: flattenError(error) } satisfies Packet);
    }
  };

  port.on('message', (packet: unknown) => {
    // A library that notices the thread it runs in may post to its parent as well.
    if (!isPacket(packet)) return;
    if (packet.kind === 'call') {
      void answer(packet.id, packet.method, packet.call);
      return;
    }
    const waiter = waiting.get(packet.id);
    waiting.delete(packet.id);
    if (packet.kind === 'result') waiter?.resolve(packet.result);
    else waiter?.reject(restoreError(packet.error));
  });

  const invoke = (method: string, call: unknown) =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      // One that calls faster than it is answered would fill the other side's memory.
      if (waiting.size >= maxWaiting) return reject(new Error('Too many calls wait for their answer'));
      const id = ++lastID;
      waiting.set(id, { resolve, reject });
      try {
        port.postMessage({ kind: 'call', id, method, call } satisfies Packet);
      } catch (error) {
        waiting.delete(id);
        reject(error);
      }
    });

  return {
    call: new Proxy({} as Methods<Theirs>, { get: (_, method) => (call: unknown) => invoke(String(method), call) }),
    fail(error) {
      failure = error;
      for (const waiter of waiting.values()) waiter.reject(error);
      waiting.clear();
    },
  };
}

function isPacket(value: unknown): value is Packet {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return false;
  if (value.kind === 'call') return 'method' in value && typeof value.method === 'string' && 'call' in value;
  return (
    value.kind === 'result' ||
    (value.kind === 'error' && 'error' in value && typeof value.error === 'object' && value.error !== null)
  );
}
