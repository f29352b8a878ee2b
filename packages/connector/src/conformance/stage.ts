/** What every case stands on: a fresh real server, a fresh connector, and a witness; all freed afterwards, whatever happened. */

import type { TestContext } from 'node:test';
import type { Connection, Connector, Login, LoginResult, Sent } from '../contract.ts';
import type { OutgoingMessage } from '../requests.ts';
import { deadline, eventually, within } from './deadlines.ts';
import type { RealServer, Subject } from './real-server.ts';
import { RecordingHost } from './recording-host.ts';
import { type OnAsk, ScriptedLogin } from './scripted-login.ts';
import { Witness } from './witness.ts';

export interface Live {
  readonly connection: Connection;
  readonly host: RecordingHost;
}

export class Stage {
  readonly subject: Subject;
  readonly server: RealServer;
  readonly connector: Connector;
  readonly witness: Witness;
  #account: string | undefined;
  #transactions = 0;
  readonly #logins: ScriptedLogin[] = [];
  readonly #hosts: RecordingHost[] = [];
  readonly #connections: Connection[] = [];

  constructor(subject: Subject, server: RealServer) {
    this.subject = subject;
    this.server = server;
    this.witness = new Witness();
    this.connector = subject.createConnector({ config: {}, log: this.witness.log });
  }

  person(kind: 'right' | 'wrong', onAsk?: OnAsk): ScriptedLogin {
    const person = new ScriptedLogin(this.server, this.witness, kind, onAsk);
    this.#logins.push(person);
    return person;
  }

  /** Runs the login flow; the result is noted as data that crossed, its secrets as secrets. */
  async signIn(person: ScriptedLogin, previous?: Login): Promise<LoginResult> {
    const attempt =
      previous === undefined
        ? this.connector.login(this.subject.flowID, person)
        : this.connector.login(this.subject.flowID, person, previous);
    const result = await within(deadline.login, 'login', this.#watched('login', attempt));
    this.#account = result.accounts[0].remoteID;
    for (const secret of Object.values(result.secrets)) this.witness.secret(secret);
    const { secrets, ...readable } = result;
    this.witness.crossed('login result', readable);
    structuredClone(secrets);
    return result;
  }

  /** A login with the right answers, as the server would keep it. */
  async login(): Promise<Login> {
    const { remoteID, settings, secrets } = await this.signIn(this.person('right'));
    return { loginID: 'conformance', remoteID, settings, secrets };
  }

  host(login: Login): RecordingHost {
    const host = new RecordingHost(this.witness, login.secrets, this.server.plainNotes);
    this.#hosts.push(host);
    return host;
  }

  /** Connects; waits for nothing but the method's own promise. */
  async connect(login: Login, host = this.host(login)): Promise<Live> {
    const attempt = this.connector.connect(structuredClone(login), host).then((connection) => {
      this.#connections.push(connection);
      return connection;
    });
    return { connection: await within(deadline.connect, 'connect', this.#watched('connect', attempt)), host };
  }

  /** Connects and waits until the network said that it is. */
  async connected(login: Login, host = this.host(login)): Promise<Live> {
    const live = await this.connect(login, host);
    await eventually(deadline.settle, 'connected is told', () => host.states.some((s) => s.state === 'connected'));
    return live;
  }

  /** What every request says of the chat with the correspondent: the account that signed in last, and the chat. */
  get place(): { readonly account: string; readonly chatID: string } {
    if (this.#account === undefined) throw new Error('nobody has signed in yet');
    return { account: this.#account, chatID: this.server.correspondent };
  }

  /** A message to the correspondent, with a transaction ID of its own. */
  message(text: string, chatID = this.server.correspondent): OutgoingMessage {
    return { ...this.place, transactionID: this.transactionID(), chatID, text };
  }

  transactionID(): string {
    return `conformance-${++this.#transactions}`;
  }

  /** Sends, and notes what came back. */
  async send(live: Live, message: OutgoingMessage): Promise<Sent> {
    const sent = await within(deadline.settle, 'send', this.#watched('send', live.connection.send(message)));
    this.witness.crossed('sent', sent);
    if (sent.id === '') this.witness.problem('sent: the ID is empty');
    if (sent.timestamp !== undefined && !Number.isSafeInteger(sent.timestamp))
      this.witness.problem('sent: the timestamp is not whole milliseconds');
    return sent;
  }

  async close(live: Live): Promise<void> {
    await within(deadline.close, 'close', live.connection.close());
  }

  /** Waits until the server sees exactly this many connections of the login. */
  async sees(login: Login, count: number): Promise<void> {
    let seen = Number.NaN;
    await eventually(deadline.settle, `the server sees ${count} connections`, async () => {
      seen = await this.server.connections(login);
      return seen === count;
    }).catch((error: unknown) => {
      throw new Error(`the server sees ${seen} connections of the login, not ${count}`, { cause: error });
    });
  }

  /**
   * Proves that nothing of an ended attempt is left. A connection half-way through its handshake is invisible at first, so a new one is
   * made, which takes the server past it, and must then be alone.
   */
  async nothingIsLeft(login: Login): Promise<void> {
    await this.sees(login, 0);
    const live = await this.connected(login);
    await this.sees(login, 1);
    await this.close(live);
    await this.sees(login, 0);
  }

  async end(): Promise<void> {
    for (const person of this.#logins) person.cancel();
    for (const host of this.#hosts) {
      host.release();
      host.abort();
    }
    // A connector that cannot close has failed its case already, or fails "close": here only the freeing matters.
    await Promise.allSettled(this.#connections.map((one) => within(deadline.close, 'close', one.close())));
    await this.server.end();
  }

  async #watched<T>(what: string, attempt: Promise<T>): Promise<T> {
    try {
      return await attempt;
    } catch (error) {
      this.witness.refused(what, error);
      throw error;
    }
  }
}

/** Turns a case into the body of a test. */
export function staged(subject: Subject, play: (stage: Stage) => Promise<void>): (t: TestContext) => Promise<void> {
  return async (t) => {
    const stage = new Stage(subject, await subject.start());
    t.after(() => stage.end());
    await play(stage);
    stage.witness.verify();
  };
}
