/**
 * One connector in its worker thread: started when first needed, watched, and started again with back-off after it crashed, hung or ran out
 * of memory. What happens in there cannot block or end the server (design contract 5).
 */

import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JsonObject } from '@partyline/connector';
import { backoffDelay } from './backoff.ts';
import { connectPeer, type Methods, type Peer } from './rpc.ts';
import { type WatchdogTimes, watch } from './watchdog.ts';
import type { ServerCalls, WorkerCalls, WorkerData } from './wire.ts';

export interface ThreadOptions {
  /** For people: `IRC`. */
  readonly displayName: string;
  readonly module: string;
  readonly config: JsonObject;
  readonly memoryMB: number;
  /** What the worker may call; `ready` is the thread's own. */
  readonly methods: Omit<Methods<ServerCalls>, 'ready'>;
  readonly watchdog?: WatchdogTimes;
  /** Longest pause before the next start. */
  readonly maxPauseMs: number;
  onCrash(error: ConnectorCrash): void;
  /** What the connector or a library printed. */
  onOutput(line: string): void;
}

/** The connector's thread ended. The message says in words what happened; nothing that ran in it can be told apart any more. */
export class ConnectorCrash extends Error {
  override readonly name = 'ConnectorCrash';
}

export interface ConnectorThread {
  /** Each call starts the thread if needed. While the thread pauses after a crash, calls wait. */
  readonly call: Methods<WorkerCalls>;
  stop(): Promise<void>;
}

const defaultWatchdog: WatchdogTimes = { everyMs: 2_000, patienceMs: 8_000 };
/** A thread that lived this long starts its back-off anew. */
const stableMs = 60_000;
/** Connectors allocate little at a time; V8 would reserve 16 MB and more for each thread. */
const youngGenerationMB = 4;
/** Loading a connector may take this long. */
const startLimitMs = 30_000;

export function createConnectorThread(options: ThreadOptions): ConnectorThread {
  let running: Promise<Running> | undefined;
  let crashes = 0;
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  let pause: Promise<void> = Promise.resolve();

  const crashed = (error: ConnectorCrash, livedMs: number) => {
    running = undefined;
    if (stopped) return;
    crashes = livedMs > stableMs ? 1 : crashes + 1;
    const pauseMs = backoffDelay(crashes, { firstMs: 500, maxMs: options.maxPauseMs });
    pause = new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    options.onCrash(error);
  };

  const start = async (): Promise<Running> => {
    await Promise.race([pause, stopping.promise]);
    if (stopped) throw new ConnectorCrash('The server is stopping');
    return startWorker(options, crashed);
  };

  const started = async (): Promise<Peer<WorkerCalls>> => {
    running ??= start();
    const { peer, ready } = await running;
    await ready;
    return peer;
  };

  return {
    call: {
      login: async (call) => (await started()).call.login(call),
      connect: async (call) => (await started()).call.connect(call),
      invoke: async (call) => (await started()).call.invoke(call),
      open: async (call) => (await started()).call.open(call),
      control: async (call) => (await started()).call.control(call),
      abort: async (call) => (await started()).call.abort(call),
      ping: async (call) => (await started()).call.ping(call),
    },
    async stop() {
      stopped = true;
      stopping.resolve();
      const current = running;
      running = undefined;
      await (await current?.catch(() => undefined))?.stop();
    },
  };
}

interface Running {
  readonly peer: Peer<WorkerCalls>;
  /** Resolves when the connector is loaded. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

function startWorker(options: ThreadOptions, onCrash: (error: ConnectorCrash, livedMs: number) => void): Running {
  const startedAt = performance.now();
  const data: WorkerData = { module: options.module, config: options.config };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: data,
    stdout: true,
    stderr: true,
    env: threadEnvironment(),
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMB, maxYoungGenerationSizeMb: youngGenerationMB },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => options.onOutput(text.trimEnd()));
  }

  let stopWatching = () => {};
  let ended = false;
  const end = (what: string) => {
    if (ended) return;
    ended = true;
    clearTimeout(startLimit);
    stopWatching();
    const crash = new ConnectorCrash(`The ${options.displayName} connector ${what}. It is being started again.`);
    peer.fail(crash);
    failReady(crash);
    onCrash(crash, performance.now() - startedAt);
  };

  let markReady = () => {};
  let failReady = (_: Error) => {};
  const ready = new Promise<void>((resolve, reject) => {
    markReady = resolve;
    failReady = reject;
  });
  ready.catch(() => undefined);
  const startLimit = setTimeout(() => {
    end('did not start in time');
    void worker.terminate();
  }, startLimitMs);
  const peer = connectPeer<WorkerCalls, ServerCalls>(worker, {
    ...options.methods,
    async ready() {
      clearTimeout(startLimit);
      markReady();
      stopWatching = watch(
        () => peer.call.ping({}),
        () => {
          end('stopped answering and was ended');
          void worker.terminate();
        },
        options.watchdog ?? defaultWatchdog,
      );
    },
  });
  worker.on('error', (error) => end(describeCrash(error)));
  worker.on('exit', (code) => end(`ended by itself (code ${code})`));

  return {
    peer,
    ready,
    async stop() {
      ended = true;
      clearTimeout(startLimit);
      stopWatching();
      peer.fail(new ConnectorCrash('The server is stopping'));
      await worker.terminate();
    },
  };
}

/**
 * The server's environment may hold the master key and tokens, and a connector has no business with it. Only where compiled code is kept is
 * passed on: without it every thread compiles everything anew, which takes 30 MB and 100 ms.
 */
function threadEnvironment(): Record<string, string> {
  const used = getCompileCacheDir();
  // The folder in use is a version's own part of the one that was set.
  const folder = process.env['NODE_COMPILE_CACHE'] ?? (used === undefined ? undefined : dirname(used));
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

function describeCrash(error: unknown): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'ran out of memory';
  return `failed: ${error.message}`;
}
