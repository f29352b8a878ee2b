/** The connector itself over the double, without a server: what it is asked, and what it tells. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Connection,
  ConnectionState,
  Connector,
  Login,
  LoginIO,
  LoginResult,
  NetworkEvent,
  ShowStep,
} from '@partyline/connector';
import createConnector from '../src/index.ts';
import { eventually } from './api.ts';
import { openKept } from './double/kept.ts';
import { installDouble } from './double-program.ts';
import { type Network, startNetwork } from './network.ts';
import type { Scope } from './scope.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

export interface Hosted {
  readonly network: Network;
  readonly connector: Connector;
  readonly folder: string;
  /** IDs of the logins that the bridge itself keeps. */
  logins(): string[];
}

/** @param settings laid over the double's own */
export async function hostDouble(scope: Scope, settings: object = {}): Promise<Hosted> {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-connector-'));
  scope.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  const network = await startNetwork(scope);
  const program = installDouble(folder, network.url);
  const config = {
    type: 'double',
    displayName: 'Double',
    program,
    folder: join(folder, 'data'),
    overrides: { network: { url: network.url, ...settings } },
    lingerMs: 0,
  };
  return {
    network,
    connector: createConnector({ config, log }),
    folder,
    logins: () => openKept(join(config.folder, 'bridge.db')).data.logins.map(({ id }) => id),
  };
}

export interface Person {
  readonly io: LoginIO;
  readonly shown: ShowStep[];
  leave(reason: Error): void;
}

/** Somebody who answers every form with their name. */
export function person(username = 'ann'): Person {
  const leaving = new AbortController();
  const shown: ShowStep[] = [];
  return {
    shown,
    leave: (reason) => leaving.abort(reason),
    io: {
      signal: leaving.signal,
      ask: async () => ({ username, password: 'secret' }),
      cookies: async () => ({ session: username }),
      show: (step) => void shown.push(step),
    },
  };
}

export interface Opened {
  readonly connection: Connection;
  readonly login: Login;
  readonly result: LoginResult;
  readonly told: NetworkEvent[];
  readonly states: ConnectionState[];
  /** What is told from now on is not stored until it is let go. */
  holdBack(): { readonly held: Promise<void>; letGo(): void };
  /** Closes the connection and opens it anew; what is told goes on in the same list. */
  reopen(): Promise<Connection>;
}

/** Signs in and connects. */
export async function openConnection(scope: Scope, { connector }: Hosted, username = 'ann'): Promise<Opened> {
  const result = await connector.login('password', person(username).io);
  const login: Login = { loginID: 'login-1', remoteID: result.remoteID, settings: {}, secrets: {} };
  const told: NetworkEvent[] = [];
  const states: ConnectionState[] = [];
  let barrier = Promise.resolve();
  let arrived = () => {};
  let ending = new AbortController();
  const open = () => {
    ending = new AbortController();
    return connector.connect(login, {
      signal: ending.signal,
      log,
      secrets: { get: async () => undefined, set: async () => {} },
      async ingest(events) {
        arrived();
        await barrier;
        told.push(...events);
      },
      status: (state) => void states.push(state),
    });
  };
  let connection = await open();
  const close = async () => {
    await connection.close();
    ending.abort(new Error('closed'));
  };
  scope.after(close);
  return {
    connection,
    login,
    result,
    told,
    states,
    holdBack() {
      const gate = Promise.withResolvers<void>();
      const held = Promise.withResolvers<void>();
      barrier = gate.promise;
      arrived = held.resolve;
      return { held: held.promise, letGo: gate.resolve };
    },
    async reopen() {
      await close();
      connection = await open();
      return connection;
    },
  };
}

/** What was told of a kind, once it is as it should be. */
export async function toldOf<Kind extends NetworkEvent['kind']>(
  { told }: Pick<Opened, 'told'>,
  kind: Kind,
  holds: (events: readonly Extract<NetworkEvent, { kind: Kind }>[]) => boolean,
): Promise<Extract<NetworkEvent, { kind: Kind }>[]> {
  const isOne = (event: NetworkEvent): event is Extract<NetworkEvent, { kind: Kind }> => event.kind === kind;
  return eventually(() => told.filter(isOne), holds, 30_000);
}

export const account = 'ann';
export const ofBob = { account, chatID: 'bob' };

/** A chat of Ann's that Bob has begun. @returns the ID of its message */
export async function chatWithBob({ network }: Hosted, opened: Opened, chat: object = {}): Promise<string> {
  network.happen('ann', { kind: 'message', id: 'm1', sender: 'bob', text: 'now', chat: { id: 'bob', ...chat } });
  const [first] = await toldOf(opened, 'message', ({ length }) => length === 1);
  return first?.id ?? '';
}
