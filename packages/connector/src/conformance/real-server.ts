/** What the conformance suite needs to know of a network: a real server of it, and hands to treat it badly. */

import type { ConnectorFactory, Login, Manifest } from '../contract.ts';
import type { InputField } from '../login-io.ts';

export interface Subject {
  readonly manifest: Manifest;
  readonly createConnector: ConnectorFactory;
  /** The login flow to walk: one that asks for typed values, and for nothing else. */
  readonly flowID: string;
  /** Starts a fresh server of the network, before the connector of that case is made. The suite ends it. */
  start(): Promise<RealServer>;
}

export interface RealServer {
  /** Fills in one step of the login. `right`: the login must succeed; `wrong`: everything right but the password. */
  answer(kind: 'right' | 'wrong', stepID: string, fields: readonly InputField[]): Readonly<Record<string, string>>;
  /** Ends the server as a crash would. */
  stop(): Promise<void>;
  /** Starts it again at the same address, with the same users. */
  restart(): Promise<void>;
  /** Keeps every connection open but says nothing more, as when a cable is pulled. */
  goSilent(): Promise<void>;
  /** Ends `goSilent`. */
  speakAgain(): Promise<void>;
  /** Somebody else on the network writes to this login; resolves when the network took it. */
  writeTo(login: Login, text: string): Promise<void>;
  /** The native chat ID under which this login can write to that somebody. */
  readonly correspondent: string;
  /** Resolves when that somebody received the text; rejects after 10 s. */
  received(text: string): Promise<void>;
  /** How often that somebody received exactly this text so far. Left out where the server cannot tell. */
  timesReceived?(text: string): Promise<number>;
  /**
   * Whether the connector has acknowledged everything the network sent so far, in the network's own way (answered a PING, sent an ack, moved a
   * read marker). Must provoke the question where the network does not ask by itself. `false` after 2 s without an acknowledgement.
   */
  acknowledged(login: Login): Promise<boolean>;
  /** How many connections of this login the server sees. */
  connections(login: Login): Promise<number>;
  /** A chat whose limit is so small that a text of some hundred characters must be split; left out: the correspondent's. */
  readonly narrow?: string;
  /** Native IDs of people to make chats with, the first of whom reads what is written to them; left out: the correspondent. */
  readonly people?: readonly string[];
  /** Names under which the connector keeps notes in the login's sealed store that everybody may know. */
  readonly plainNotes?: readonly string[];
  /** What a new group can be called; left out: `A group`. */
  readonly groupTitle?: string;
  // What the correspondent sees. Whatever is left out is not held against the connector.
  /** Resolves when an own message of the login has this text now; rejects after 10 s. */
  changed?(messageID: string, text: string): Promise<void>;
  /** Resolves when the message was taken back; rejects after 10 s. */
  gone?(messageID: string): Promise<void>;
  /** The keys of the login's reactions to a message. */
  reactions?(messageID: string): Promise<readonly string[]>;
  /** The last message of the correspondent that the login has marked as read. */
  readUpTo?(): Promise<string | undefined>;
  /** Whether the login is typing to the correspondent. */
  isTyping?(): Promise<boolean>;
  /** Resolves when the login no longer has the chat, or nothing of what was in it; rejects after 10 s. */
  deleted?(chatID: string): Promise<void>;
  /**
   * Lays so many messages into the chat with the correspondent, older than all others in it, which the login gets only when it asks for them.
   * @returns their texts, oldest first
   */
  writePast?(login: Login, count: number): Promise<readonly string[]>;
  /**
   * The correspondent writes a text with one file to this login. Must be there where the connection has `fetchMedia`.
   * @returns the bytes of the file
   */
  writeMediaTo?(login: Login, text: string): Promise<Uint8Array>;
  /** The correspondent begins to type to this login, or stops; resolves when the network took it. There is a chat with them already. */
  type?(login: Login, isTyping: boolean): Promise<void>;
  /** Ends the server for good and frees everything. */
  end(): Promise<void>;
}
