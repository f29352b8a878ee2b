/**
 * The contract between the server and one kind of network.
 *
 * A connector is a module whose default export is a {@link ConnectorFactory}. It runs in a worker thread of its own, so everything
 * that crosses this contract is plain data (structured clone), and every ID in it is the network's own: the server maps native IDs
 * to public ones. A connector holds no policy: it does not retry, back off, deduplicate or persist. The server does all of that.
 */

import type { ChatCapabilities, ProvisioningCapabilities } from '@partyline/protocol';
import type { NetworkEvent } from './events.ts';
import type { JsonObject } from './json.ts';
import type { LoginIO } from './login-io.ts';
import type {
  ChatDeletion,
  ChatRequest,
  ChatSnapshot,
  ChatUpdate,
  History,
  HistoryRequest,
  MediaFetch,
  MessageEdit,
  MessageRemoval,
  OutgoingMessage,
  OutgoingPart,
  OutgoingReaction,
  ReadMark,
  TypingNotice,
} from './requests.ts';

/** Makes the connector. Called once for each worker thread. Must not open connections or touch the disk. */
export type ConnectorFactory = (options: ConnectorOptions) => Connector;

export interface ConnectorOptions {
  /** The connector's own part of the configuration; `{}` when there is none. */
  readonly config: JsonObject;
  readonly log: Log;
}

/** What the server knows of a connector before its worker runs. Plain data, in a module that imports nothing heavy. */
export interface Manifest {
  /** Lower-case kind of network, `^[a-z][a-z0-9-]*$`: `irc`. Becomes `bridge.type`. Never changes between releases. */
  readonly type: string;
  /** For people: `IRC`. */
  readonly displayName: string;
  /** At least one; the first is the default flow. */
  readonly loginFlows: readonly [LoginFlow, ...LoginFlow[]];
  /** Whether one person may have several logins here. */
  readonly supportsMultipleAccounts: boolean;
  /** What `logout` can do. Empty when the network knows no sign-out: removing the login then only forgets it here. */
  readonly logoutScopes: readonly LogoutScope[];
  /** What this network can look people up by; absent = nothing. */
  readonly resolveIdentifier?: Partial<ResolveAbilities>;
  /**
   * What can be done in a chat of this network (contract 2.8); what is missing is refused before the connector is asked. A chat event may
   * say otherwise for one chat. Whatever is promised here must have its method in {@link Connection}.
   */
  readonly chatCapabilities: ChatCapabilities;
  /** Kinds of group that can be made (contract 2.19); absent = none. */
  readonly groupCreation?: ProvisioningCapabilities['group_creation'];
}

export interface LoginFlow {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}

export type LogoutScope = 'current-device' | 'all-devices';

/** Contract 2.19, `resolve_identifier`. */
export interface ResolveAbilities {
  readonly createDM: boolean;
  readonly lookupPhone: boolean;
  readonly lookupEmail: boolean;
  readonly lookupUsername: boolean;
  readonly anyPhone: boolean;
  readonly contactList: boolean;
  readonly search: boolean;
}

export interface Connector {
  /**
   * Signs a person in, as straight code: ask, show, return what was learnt. Resolves only after the network itself accepted the
   * credentials. Throws {@link LoginError} for every refusal a person can act on.
   *
   * After a restart of the server the method is run again from the start and given the same answers again, so it must not do
   * anything that cannot be done twice before its last step. It must not keep a connection open after it settles, and must give up
   * promptly when `io.signal` aborts.
   *
   * @param previous the login to repair; absent for a new one. The result must then be the same identity (`remoteID`).
   */
  login(flowID: string, io: LoginIO, previous?: Login): Promise<LoginResult>;

  /**
   * Opens the one connection of a login and resolves when it is usable. Rejects with {@link ConnectionError} to say which state
   * the login is in; any other rejection counts as `lost` with the error's message. The server tries again with back-off, so
   * this method must not retry by itself, must not outlive `host.signal`, and must not throw after it resolved: a later loss is told by
   * `host.status({state: 'lost', ...})`, once, after which the server calls `close`.
   */
  connect(login: Login, host: Host): Promise<Connection>;

  /**
   * Of a bridge that dials in: opens the door for it, and resolves when it has come, with what it offers. The server calls it at its start, and
   * again after the thread has ended. Rejects when the door cannot be opened.
   */
  open?(): Promise<Manifest>;

  /** Development networks only: takes a command for one login. Must not be offered by a connector for a real network. */
  control?(loginID: string, command: JsonObject): Promise<JsonObject>;
}

/** What a login leaves behind for `connect`. */
export interface Login {
  /** The server's ID of the login. */
  readonly loginID: string;
  /** The network's stable ID of the identity. */
  readonly remoteID: string;
  /** What the login returned as `settings`. Not secret. */
  readonly settings: JsonObject;
  /** The secrets that were stored, opened. Must not be logged or put into any text. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface LoginResult {
  /** The network's stable ID of this identity: signing in again as the same person must give the same string. */
  readonly remoteID: string;
  /** Plain settings for `connect`; stored readable. */
  readonly settings: JsonObject;
  /** Credentials and keys; stored sealed. */
  readonly secrets: Readonly<Record<string, string>>;
  /** One for each account this login owns; most logins own one. */
  readonly accounts: readonly [AccountIdentity, ...AccountIdentity[]];
}

export interface AccountIdentity {
  /** Stable within the login. */
  readonly remoteID: string;
  /** Display name of the network: `Libera.Chat`. */
  readonly network: string;
  readonly user: Profile;
}

/** The public face of a person on the network; contract 2.1 without what the server fills in. */
export interface Profile {
  readonly id: string;
  readonly username?: string;
  readonly phoneNumber?: string;
  readonly email?: string;
  readonly fullName?: string;
  readonly imgURL?: string;
  /** What `fetchMedia` needs to get the picture, where there is no URL of it. Another picture has another one. */
  readonly imgRef?: string;
}

export interface Connection {
  /** Leaves the network in an orderly way and frees everything. Must resolve within 5 s, also when the link is dead; must not throw. */
  close(): Promise<void>;
  /**
   * Hands one message to the network and resolves when the network is known to have it. Must not retry, split, change the order within a chat or
   * resolve early. An echo of the message must not be ingested as well, or must carry the same native ID or `transactionID`.
   * Throws {@link SendError}.
   */
  send(message: OutgoingMessage): Promise<Sent>;
  /**
   * The parts that one message must be sent as where the network limits its length or form, in order; one part when it fits. The server calls it
   * before the first `send`, stores the answer and sends each part by itself. Must not touch the network. Throws {@link SendError} when no
   * way of splitting could carry it.
   */
  split?(message: OutgoingMessage): Promise<readonly OutgoingPart[]>;
  /** Replaces the text of an own message. This and all below until `logout` throw {@link SendError}. */
  edit?(edit: MessageEdit): Promise<void>;
  /** Unsends an own message, or one that this account may moderate. */
  remove?(removal: MessageRemoval): Promise<void>;
  /** Adds the own reaction; one that is there already is not an error. */
  react?(reaction: OutgoingReaction): Promise<void>;
  /** Takes the own reaction back; one that is not there is not an error. */
  unreact?(reaction: OutgoingReaction): Promise<void>;
  /** Tells the network how far the person has read. */
  markRead?(mark: ReadMark): Promise<void>;
  typing?(notice: TypingNotice): Promise<void>;
  /** Finds or makes a chat. The same direct chat must come back under the same ID. */
  createChat?(request: ChatRequest): Promise<ChatSnapshot>;
  /** Changes what the network keeps of a chat. Is only asked for fields whose capability says so. */
  updateChat?(update: ChatUpdate): Promise<void>;
  /** Deletes the chat at the network, for this account or for everyone. The server forgets it when this resolves; it may be told of it as well. */
  deleteChat?(deletion: ChatDeletion): Promise<void>;
  /**
   * Fetches older messages of a chat and resolves when they were ingested, as `history`. The server calls it when a client has read as far as the
   * server's oldest message, once at a time for a chat. Must give up after 30 s; rejects when the network cannot be asked now.
   */
  fetchHistory?(request: HistoryRequest): Promise<History>;
  /** Fetches what an attachment or a picture refers to into the file that is named. */
  fetchMedia?(fetch: MediaFetch): Promise<void>;
  /** Makes the network answer; rejects when it does not. The server calls it every 30 s and treats 15 s of silence as a lost link. */
  probe?(): Promise<void>;
  /** Signs out at the network. Must not remove anything here: the server does that afterwards, whatever the outcome. */
  logout?(scope: LogoutScope): Promise<void>;
  /** Everyone the network's own address book holds. Must not include people only met in chats. */
  contacts?(): Promise<readonly Contact[]>;
  /** People who match what was typed: a name, a number, a handle. An unknown person is an empty list, not an error. */
  resolve?(query: string): Promise<readonly Contact[]>;
}

export interface Contact extends Profile {
  /** The network does not let this account write to them. */
  readonly cannotMessage?: boolean;
}

/** The server's side of a connection. */
export interface Host {
  /** Aborts when the connection must end: account disabled, login removed, server stopping, time-out. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly secrets: SecretStore;
  /**
   * Takes what the network delivered, in order, and resolves after the commit. A connector acknowledges upstream only then, and must not
   * call again for a later event before it has called for the earlier one. Rejects when the server cannot store: nothing was taken, so
   * the connector must not acknowledge.
   */
  ingest(events: readonly NetworkEvent[]): Promise<void>;
  /** The one way a status changes. Must be told the truth at once; texts are for the person and must hold no secret. */
  status(state: ConnectionState): void;
}

/** The sealed secrets of one login. A write is durable when the promise resolves. */
export interface SecretStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

/** Structured log of the server. Fields must hold no secret and no message text. */
export interface Log {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
  error(message: string, fields?: JsonObject): void;
}

/**
 * State of a connection. `text` says in one or two sentences what is wrong and what to do about it; with `lost` it must not say that
 * it is tried again, because the server adds that.
 *
 * | state | account status | what the server does |
 * |---|---|---|
 * | `connected` | `connected` | probes |
 * | `backfilling` | `backfilling` | probes; the connection is usable, history is being fetched |
 * | `lost` | `disconnected` | closes, tries again with back-off |
 * | `signed_out` | `reconnect_required` | closes, waits for a new login session |
 * | `blocked` | `attention_required` | closes, tries again after `retryAfterMs`, by default 15 min |
 * | `unconfigured` | `connection_required` | closes, waits |
 */
export type ConnectionState =
  | {
      readonly state: 'connected';
      readonly text?: string;
      /** What the network now says of the identity, by account `remoteID`, where it differs from the login's result. */
      readonly profiles?: Readonly<Record<string, Profile>>;
      /** Free-form, shown as `Account.capabilities`. */
      readonly capabilities?: JsonObject;
    }
  | { readonly state: 'backfilling'; readonly text: string }
  | EndState;

/** A state in which the connection is over. */
export type EndState =
  | { readonly state: 'lost'; readonly text: string }
  | { readonly state: 'signed_out'; readonly text: string }
  | { readonly state: 'blocked'; readonly text: string; readonly retryAfterMs?: number }
  | { readonly state: 'unconfigured'; readonly text: string };

export interface Sent {
  /** Native message ID; absent where the network gives none. */
  readonly id?: string;
  /** The network's own time if it told, milliseconds since the epoch. */
  readonly timestamp?: number;
}
