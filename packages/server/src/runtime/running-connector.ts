/** A connector as the rest of the server uses it: the contract's own shapes, with the thread and its handles hidden. */

import { randomUUID } from 'node:crypto';
import {
  type AskStep,
  type Connection,
  type ConnectionState,
  type CookieStep,
  type JsonObject,
  type Login,
  type LoginResult,
  type Manifest,
  type NetworkEvent,
  SendError,
  type ShowStep,
} from '@partyline/connector';
import {
  type ConnectorCrash,
  type ConnectorThread,
  createConnectorThread,
  type ThreadOptions,
} from './connector-thread.ts';
import { optionalMethods } from './optional-methods.ts';
import { withTimeLimit } from './time-limit.ts';
import { readState } from './told-state.ts';
import type { Answers, Handle } from './wire.ts';

/** The server's side of a login. */
export interface LoginHandlers {
  ask(step: AskStep): Promise<Answers>;
  cookies(step: CookieStep): Promise<Answers>;
  show(step: ShowStep): void;
}

/** The server's side of a connection. */
export interface ConnectionHandlers {
  ingest(events: readonly NetworkEvent[]): Promise<void>;
  status(state: ConnectionState): void;
  getSecret(name: string): Promise<string | undefined>;
  setSecret(name: string, value: string): Promise<void>;
  /** The thread died under the connection. */
  crashed(error: ConnectorCrash): void;
}

export interface RunningConnector {
  /** Rejects with what the connector threw, with the signal's reason, or with a ConnectorCrash. */
  login(
    flowID: string,
    previous: Login | undefined,
    handlers: LoginHandlers,
    signal: AbortSignal,
  ): Promise<LoginResult>;
  /** The connection that is given back closes within 5 s whatever happens, and never rejects while closing. */
  connect(login: Login, handlers: ConnectionHandlers, signal: AbortSignal): Promise<Connection>;
  /** Resolves when the bridge that is waited for has dialled in; rejects as {@link RunningConnector.login}. */
  open(): Promise<Manifest>;
  control(loginID: string, command: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

export type ConnectorOptions = Pick<
  ThreadOptions,
  'displayName' | 'module' | 'config' | 'memoryMB' | 'watchdog' | 'maxPauseMs' | 'onOutput'
> & {
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: JsonObject): void;
  onCrash(error: ConnectorCrash): void;
};

const closeLimitMs = 5_000;

export function runConnector(options: ConnectorOptions): RunningConnector {
  const logins = new Map<Handle, LoginHandlers>();
  const connections = new Map<Handle, ConnectionHandlers>();
  const login = (handle: Handle) => found(logins.get(handle));
  const connection = (handle: Handle) => found(connections.get(handle));

  const thread: ConnectorThread = createConnectorThread({
    ...options,
    methods: {
      ask: async ({ handle, step }) => login(handle).ask(step),
      cookies: async ({ handle, step }) => login(handle).cookies(step),
      show: async ({ handle, step }) => logins.get(handle)?.show(step),
      ingest: async ({ handle, events }) => connection(handle).ingest(events),
      status: async ({ handle, state }) => connections.get(handle)?.status(readState(state)),
      getSecret: async ({ handle, name }) => connection(handle).getSecret(name),
      setSecret: async ({ handle, name, value }) => connection(handle).setSecret(name, value),
      log: async ({ level, message, fields }) => options.log(level, message, fields),
    },
    onCrash(error) {
      options.onCrash(error);
      const broken = [...connections.values()];
      connections.clear();
      for (const handlers of broken) handlers.crashed(error);
    },
  });

  /** Runs a call that a signal can end: the connector is told, and the caller is not kept waiting for it. */
  const abortable = async <T>(handle: Handle, signal: AbortSignal, call: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => {
      const reason = signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
      thread.call.abort({ handle, reason }).catch(() => undefined);
      aborted.reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([call(), aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };

  return {
    async login(flowID, previous, handlers, signal) {
      const handle = randomUUID();
      logins.set(handle, handlers);
      try {
        return await abortable(handle, signal, () =>
          thread.call.login(previous === undefined ? { handle, flowID } : { handle, flowID, previous }),
        );
      } finally {
        logins.delete(handle);
      }
    },
    async connect(record, handlers, signal) {
      const handle = randomUUID();
      connections.set(handle, handlers);
      try {
        const methods = await abortable(handle, signal, () => thread.call.connect({ handle, login: record }));
        const life = { isOver: () => !connections.has(handle), forget: () => connections.delete(handle) };
        return remoteConnection(thread, handle, new Set(methods), life);
      } catch (error) {
        connections.delete(handle);
        throw error;
      }
    },
    open: () => thread.call.open({}),
    control: (loginID, command) => thread.call.control({ loginID, command }),
    stop: () => thread.stop(),
  };
}

/** The connection's methods, called through the thread. A method the connector lacks is absent here too. */
function remoteConnection(
  thread: ConnectorThread,
  handle: Handle,
  methods: ReadonlySet<string>,
  life: { isOver(): boolean; forget(): void },
): Connection {
  const invoke = async (method: string, ...args: readonly unknown[]) => {
    // Its thread is gone: the next one knows nothing of it, and need not be waited for.
    if (life.isOver()) throw connectionOver();
    return thread.call.invoke({ handle, method, args });
  };
  // The worker passes each on to the method of the same name, so that it takes and gives what the contract says.
  const offered = Object.fromEntries(
    optionalMethods
      .filter((method) => methods.has(method))
      .map((method) => [method, (...args: readonly unknown[]) => invoke(method, ...args)]),
  );
  return {
    async close() {
      if (life.isOver()) return;
      const closing = thread.call
        .abort({ handle, reason: 'The connection is being closed' })
        .then(() => invoke('close'));
      await withTimeLimit(closeLimitMs, closing).catch(() => undefined);
      life.forget();
    },
    send: (message) => invoke('send', message) as ReturnType<Connection['send']>,
    ...(offered as Pick<Connection, (typeof optionalMethods)[number]>),
  };
}

function found<T>(handlers: T | undefined): T {
  if (handlers === undefined) throw new Error('That login or connection is over');
  return handlers;
}

/** Nothing was handed to the network. */
function connectionOver(): SendError {
  const message = 'The connection to the network is over. Nothing was sent.';
  return new SendError({ outcome: 'certain', retriable: true, reason: 'disconnected', message });
}
