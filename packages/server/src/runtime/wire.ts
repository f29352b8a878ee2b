/** What the server and a connector's worker thread say to each other. Plain data only: it crosses a thread. */

import type {
  AskStep,
  ConnectionState,
  CookieStep,
  JsonObject,
  Login,
  LoginResult,
  Manifest,
  NetworkEvent,
  ShowStep,
} from '@partyline/connector';

/** Names one login session or connection within its worker; never used twice. */
export type Handle = string;

export type Answers = Readonly<Record<string, string>>;

/** Calls the server makes; each is answered. */
export interface WorkerCalls {
  login(call: { handle: Handle; flowID: string; previous?: Login }): Promise<LoginResult>;
  /** @returns the names of the optional methods the connection has */
  connect(call: { handle: Handle; login: Login }): Promise<readonly string[]>;
  invoke(call: { handle: Handle; method: string; args: readonly unknown[] }): Promise<unknown>;
  open(call: Record<string, never>): Promise<Manifest>;
  control(call: { loginID: string; command: JsonObject }): Promise<JsonObject>;
  /** Ends the login or connection behind the handle. */
  abort(call: { handle: Handle; reason: string }): Promise<void>;
  ping(call: Record<string, never>): Promise<void>;
}

/** Calls the worker makes; each is answered. */
export interface ServerCalls {
  ready(call: Record<string, never>): Promise<void>;
  ask(call: { handle: Handle; step: AskStep }): Promise<Answers>;
  cookies(call: { handle: Handle; step: CookieStep }): Promise<Answers>;
  show(call: { handle: Handle; step: ShowStep }): Promise<void>;
  ingest(call: { handle: Handle; events: readonly NetworkEvent[] }): Promise<void>;
  status(call: { handle: Handle; state: ConnectionState }): Promise<void>;
  getSecret(call: { handle: Handle; name: string }): Promise<string | undefined>;
  setSecret(call: { handle: Handle; name: string; value: string }): Promise<void>;
  log(call: { level: 'debug' | 'info' | 'warn' | 'error'; message: string; fields?: JsonObject }): Promise<void>;
}

/** Handed to the worker when it starts. */
export interface WorkerData {
  /** File URL of the module whose default export is the connector's factory. */
  readonly module: string;
  readonly config: JsonObject;
}
