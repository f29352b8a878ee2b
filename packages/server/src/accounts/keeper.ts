/**
 * Keeps the one connection of a login: opens it, watches it, and opens it again with back-off. The only place that decides what a login's
 * status is (design contract 4).
 */

import {
  type Connection,
  ConnectionError,
  type ConnectionState,
  type EndState,
  type Login,
  type NetworkEvent,
} from '@partyline/connector';
import { backoffDelay } from '../runtime/backoff.ts';
import { ConnectorCrash } from '../runtime/connector-thread.ts';
import type { ConnectionHandlers } from '../runtime/running-connector.ts';
import { isEnd } from '../runtime/told-state.ts';
import { untilWritten } from '../store/until-written.ts';
import { type LinkState, linkState } from './link-state.ts';

export interface KeeperTimes {
  /** Pause between two probes. */
  readonly probeMs: number;
  /** Silence after which a probe has failed. */
  readonly probeLimitMs: number;
  /** Silence after which opening a connection has failed. */
  readonly connectLimitMs: number;
  /** Longest pause between two tries. */
  readonly maxPauseMs: number;
  /** Pause while `blocked`, when the network names none. */
  readonly blockedPauseMs: number;
}

export interface KeeperOptions {
  readonly times: KeeperTimes;
  /** The login with its secrets opened. */
  openLogin(): Promise<Login>;
  connect(login: Login, handlers: ConnectionHandlers, signal: AbortSignal): Promise<Connection>;
  ingest(events: readonly NetworkEvent[]): Promise<void>;
  getSecret(name: string): Promise<string | undefined>;
  setSecret(name: string, value: string): Promise<void>;
  report(state: LinkState): void;
}

export interface Keeper {
  /** The open connection, while there is one. */
  connection(): Connection | undefined;
  /** Tries again now instead of later. */
  wake(): void;
  /** Closes the connection and ends; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** A connection that held this long starts its back-off anew. */
const stableMs = 60_000;

export function startKeeper(options: KeeperOptions): Keeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  let connection: Connection | undefined;
  /** When the connection of this try could be used; undefined: never. */
  let openedAt: number | undefined;
  let wake = () => {};

  const run = async () => {
    let failures = 0;
    while (!signal.aborted) {
      // While tries fail the status stays what the last one said, so that it does not flap.
      if (failures === 0) options.report({ status: 'connecting' });
      openedAt = undefined;
      const end = await attempt();
      if (signal.aborted) return;
      const held = openedAt !== undefined && performance.now() - openedAt > stableMs;
      failures = held ? 1 : failures + 1;
      const pauseMs = pauseAfter(end, failures, options.times);
      if (await pause(pauseMs)) failures = 0;
    }
  };

  /** One connection from beginning to end. @returns how it ended, which was told already */
  const attempt = async (): Promise<EndState> => {
    const link = new AbortController();
    const ended = AbortSignal.any([signal, link.signal]);
    const end = await lifeOf(ended).catch(endStateOf);
    link.abort(new Error('The connection is over'));
    const closing = connection;
    connection = undefined;
    // Before closing, which may take its time.
    if (!signal.aborted) options.report(linkState(end));
    await closing?.close();
    return end;
  };

  const lifeOf = async (ended: AbortSignal): Promise<EndState> => {
    const over = Promise.withResolvers<EndState>();
    ended.addEventListener('abort', () => over.resolve({ state: 'lost', text: 'Stopped.' }), { once: true });
    /** Told before the connection can be used, and shown once it can. */
    const early: LinkState[] = [];
    const status = (state: ConnectionState) => {
      if (ended.aborted) return;
      if (isEnd(state)) over.resolve(state);
      else if (connection === undefined) early.push(linkState(state));
      else options.report(linkState(state));
    };
    const limit = setTimeout(
      () => over.resolve({ state: 'lost', text: `No answer within ${options.times.connectLimitMs / 1000} s.` }),
      options.times.connectLimitMs,
    );
    try {
      const login = await options.openLogin();
      const opening = options.connect(
        login,
        {
          status,
          // Held while nothing can be stored: the network waits, and most networks would not deliver it again.
          ingest: (events) => untilWritten(() => options.ingest(events), ended),
          getSecret: (name) => options.getSecret(name),
          setSecret: (name, value) => options.setSecret(name, value),
          crashed: (error) => over.resolve({ state: 'lost', text: error.message }),
        },
        ended,
      );
      const opened = await Promise.race([opening, over.promise]);
      if ('state' in opened) {
        // The connection may still come; nobody waits for it any more.
        opening.then((late) => late.close()).catch(() => undefined);
        return opened;
      }
      connection = opened;
      openedAt = performance.now();
    } finally {
      clearTimeout(limit);
    }
    if (early.length === 0) options.report({ status: 'connected' });
    for (const state of early) options.report(state);
    return Promise.race([over.promise, firstFailedProbe(connection, options.times, ended)]);
  };

  /** @returns true when woken, false when the time was over */
  const pause = (ms: number | undefined): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (byHand: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', woken);
        resolve(byHand);
      };
      const woken = () => end(true);
      const timer = ms === undefined ? undefined : setTimeout(() => end(false), ms);
      wake = woken;
      signal.addEventListener('abort', woken, { once: true });
    });

  const done = run().catch((error: unknown) => {
    // Nothing is known to lead here; should something, the account must not look connected.
    options.report({
      status: 'disconnected',
      text: `Partyline gave up on this account: ${String(error)} Switch it off and on again.`,
    });
  });
  return {
    connection: () => connection,
    wake: () => wake(),
    async stop() {
      stopping.abort(new Error('The connection is being closed'));
      await done;
    },
  };
}

/** @returns milliseconds until the next try; undefined: only a person can change it */
function pauseAfter(end: EndState, failures: number, times: KeeperTimes): number | undefined {
  switch (end.state) {
    case 'lost':
      return backoffDelay(failures, { firstMs: Math.min(1_000, times.maxPauseMs), maxMs: times.maxPauseMs });
    case 'blocked':
      return blockedPause(end.retryAfterMs, times.blockedPauseMs);
    case 'signed_out':
    case 'unconfigured':
      return undefined;
  }
}

/** A network that banned us is not asked at once, and timers hold 24 days at most. */
function blockedPause(wanted: number | undefined, usualMs: number): number {
  if (wanted === undefined || !Number.isFinite(wanted)) return usualMs;
  return Math.min(Math.max(wanted, 1_000), 24 * 60 * 60 * 1_000);
}

/** Never resolves while the network answers, or when the connection cannot be probed. */
async function firstFailedProbe(connection: Connection, times: KeeperTimes, ended: AbortSignal): Promise<EndState> {
  if (connection.probe === undefined) return new Promise(() => {});
  while (!ended.aborted) {
    await sleep(times.probeMs, ended);
    if (ended.aborted) break;
    const silent = sleep(times.probeLimitMs, ended).then(() => 'silent' as const);
    const outcome = await Promise.race([connection.probe().then(() => 'answered' as const), silent]).catch(
      () => 'silent' as const,
    );
    if (outcome === 'silent') return { state: 'lost', text: 'The network stopped answering.' };
  }
  return { state: 'lost', text: 'Stopped.' };
}

function sleep(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    ended.addEventListener('abort', finish, { once: true });
    function finish() {
      clearTimeout(timer);
      ended.removeEventListener('abort', finish);
      resolve();
    }
  });
}

function endStateOf(error: unknown): EndState {
  if (error instanceof ConnectionError) return error.state;
  if (error instanceof ConnectorCrash) return { state: 'lost', text: error.message };
  return { state: 'lost', text: sentence(error instanceof Error ? error.message : String(error)) };
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
