/** ngIRCd and InspIRCd as the conformance suite wants to handle them. The connector reaches them through a wire tap. */

import type { InputField, Login } from '@partyline/connector';
import type { RealServer, Subject } from '@partyline/connector/conformance';
import {
  type Ircd,
  joinAsPeer,
  type Peer,
  startInspircd,
  startNgircd,
  startTap,
  type Tap,
} from '../../../test/support/ircd.ts';
import createConnector from '../src/index.ts';
import { manifest } from '../src/manifest.ts';

const NICK = 'tester';
const PASSWORD = 'right-password';
const CORRESPONDENT = 'bob';

interface Kind {
  readonly auth: 'sasl' | 'server-password';
  /** What everybody else needs to get in. */
  readonly door?: string;
  start(): Promise<Ircd>;
}

/** The password of the server. */
export const ngircd: Kind = {
  auth: 'server-password',
  door: PASSWORD,
  start: () => startNgircd({ password: PASSWORD }),
};

/** An account, by SASL. */
export const inspircd: Kind = {
  auth: 'sasl',
  start: () => startInspircd({ accounts: { [NICK]: PASSWORD } }),
};

export function subject(kind: Kind): Subject {
  return { manifest, createConnector, flowID: 'server', start: () => RealIrcd.start(kind) };
}

class RealIrcd implements RealServer {
  readonly correspondent = CORRESPONDENT;
  readonly groupTitle = '#a-group';
  readonly plainNotes = ['channels'];
  readonly #kind: Kind;
  readonly #ircd: Ircd;
  readonly #tap: Tap;
  #bob: Peer;

  private constructor(kind: Kind, ircd: Ircd, tap: Tap, bob: Peer) {
    this.#kind = kind;
    this.#ircd = ircd;
    this.#tap = tap;
    this.#bob = bob;
  }

  static async start(kind: Kind): Promise<RealServer> {
    const ircd = await kind.start();
    try {
      return new RealIrcd(kind, ircd, await startTap(ircd), await correspondent(kind, ircd));
    } catch (error) {
      await ircd.end();
      throw error;
    }
  }

  answer(kind: 'right' | 'wrong', _stepID: string, fields: readonly InputField[]): Readonly<Record<string, string>> {
    const all: Readonly<Record<string, string>> = {
      server: this.#tap.host,
      port: String(this.#tap.port),
      tls: 'no',
      nick: NICK,
      auth: this.#kind.auth,
      password: kind === 'right' ? PASSWORD : 'wrong-password',
    };
    return Object.fromEntries(fields.flatMap(({ id }) => (all[id] === undefined ? [] : [[id, all[id]]])));
  }

  async stop(): Promise<void> {
    this.#bob.end();
    await this.#ircd.stop();
  }

  async restart(): Promise<void> {
    await this.#ircd.restart();
    this.#bob = await correspondent(this.#kind, this.#ircd);
  }

  async goSilent(): Promise<void> {
    this.#ircd.freeze();
  }

  async speakAgain(): Promise<void> {
    this.#ircd.thaw();
  }

  async writeTo(_login: Login, text: string): Promise<void> {
    this.#bob.say(NICK, text);
    await this.#bob.barrier();
  }

  async received(text: string): Promise<void> {
    await this.#bob.line((line) => line.endsWith(` PRIVMSG ${CORRESPONDENT} :${text}`));
  }

  async acknowledged(_login: Login): Promise<boolean> {
    return this.#tap.ping();
  }

  /** Counts by the user name, which stays the same when the nick was taken. */
  async connections(_login: Login): Promise<number> {
    const from = this.#bob.lines.length;
    this.#bob.send(`WHO ${NICK}*`);
    await this.#bob.barrier();
    return this.#bob.lines.slice(from).filter((line) => line.includes(' 352 ')).length;
  }

  async end(): Promise<void> {
    this.#bob.end();
    await this.#tap.end();
    await this.#ircd.end();
  }
}

/** An operator, because only those see who shares no channel with them. */
async function correspondent(kind: Kind, ircd: Ircd): Promise<Peer> {
  const password = kind.door === undefined ? {} : { password: kind.door };
  const bob = await joinAsPeer(ircd, { nick: CORRESPONDENT, ...password });
  await bob.oper();
  return bob;
}
