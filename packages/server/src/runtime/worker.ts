/** Runs inside a worker thread: loads one connector and serves the calls of `wire.ts` on it. */

import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type Connection,
  type Connector,
  type ConnectorFactory,
  type Host,
  type Log,
  type LoginIO,
  SendError,
} from '@partyline/connector';
import { optionalMethods } from './optional-methods.ts';
import { connectPeer } from './rpc.ts';
import type { Handle, ServerCalls, WorkerCalls, WorkerData } from './wire.ts';

if (parentPort === null) throw new Error('This module runs in a worker thread');
const { module, config }: WorkerData = workerData;

const controllers = new Map<Handle, AbortController>();
const connections = new Map<Handle, Connection>();

const server = connectPeer<ServerCalls, WorkerCalls>(parentPort, {
  async login({ handle, flowID, previous }) {
    const controller = open(handle);
    try {
      return await (await connector).login(flowID, loginIO(handle, controller.signal), previous);
    } finally {
      controllers.delete(handle);
    }
  },
  async connect({ handle, login }) {
    const controller = open(handle);
    try {
      const connection = await (await connector).connect(login, host(handle, controller.signal));
      if (controller.signal.aborted) {
        // The connector did not listen; nobody knows of this connection, so nobody else will close it.
        await connection.close();
        throw controller.signal.reason;
      }
      connections.set(handle, connection);
      return optionalMethods.filter((method) => connection[method] !== undefined);
    } catch (error) {
      controllers.delete(handle);
      throw error;
    }
  },
  async invoke({ handle, method, args }) {
    const connection = connections.get(handle);
    if (connection === undefined) {
      const message = 'The connection to the network is closed. Nothing was sent.';
      throw new SendError({ outcome: 'certain', retriable: true, reason: 'disconnected', message });
    }
    if (method === 'close') {
      connections.delete(handle);
      controllers.delete(handle);
    }
    const implementation: unknown = Reflect.get(connection, method);
    if (typeof implementation !== 'function') throw new Error(`The connection has no method ${method}`);
    return await implementation.apply(connection, args);
  },
  async open() {
    const { open } = await connector;
    if (open === undefined) throw new Error('This network is not waited for');
    return await open();
  },
  async control({ loginID, command }) {
    const { control } = await connector;
    if (control === undefined) throw new Error('This network takes no commands');
    return await control(loginID, command);
  },
  async abort({ handle, reason }) {
    controllers.get(handle)?.abort(new Error(reason));
  },
  async ping() {},
});

const log: Log = {
  debug: (message, fields) => tell('debug', message, fields),
  info: (message, fields) => tell('info', message, fields),
  warn: (message, fields) => tell('warn', message, fields),
  error: (message, fields) => tell('error', message, fields),
};

function tell(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Parameters<Log['info']>[1]): void {
  unanswered(server.call.log(fields === undefined ? { level, message } : { level, message, fields }));
}

/** A call nobody waits for: while thousands are unanswered it is dropped, so that talk without end stays in this thread. */
function unanswered(call: Promise<void>): void {
  call.catch(() => undefined);
}

function open(handle: Handle): AbortController {
  const controller = new AbortController();
  controllers.set(handle, controller);
  return controller;
}

function loginIO(handle: Handle, signal: AbortSignal): LoginIO {
  return {
    signal,
    ask: (step) => untilAborted(signal, server.call.ask({ handle, step })),
    cookies: (step) => untilAborted(signal, server.call.cookies({ handle, step })),
    show: (step) => unanswered(server.call.show({ handle, step })),
  };
}

function host(handle: Handle, signal: AbortSignal): Host {
  return {
    signal,
    log,
    ingest: (events) => server.call.ingest({ handle, events }),
    status: (state) => unanswered(server.call.status({ handle, state })),
    secrets: {
      get: (name) => server.call.getSecret({ handle, name }),
      set: (name, value) => server.call.setSecret({ handle, name, value }),
    },
  };
}

/** The server answers an aborted question never; the connector must not wait for it. */
function untilAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    answer.then(resolve, reject);
  });
}

async function load(): Promise<Connector> {
  const loaded: { default: ConnectorFactory } = await import(module);
  return loaded.default({ config, log });
}

const connector = load();
await connector;
// A thread that is ended later does not write its compiled code.
flushCompileCache();
await server.call.ready({});
