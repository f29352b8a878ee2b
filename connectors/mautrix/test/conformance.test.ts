/** The suite that every connector must pass. The server of the network is here the bridge program itself: it is what crashes, hangs and comes back. */

import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InputField, JsonObject, Login } from '@partyline/connector';
import { conformance, type RealServer } from '@partyline/connector/conformance';
import { removeFolder, temporaryFolder } from '../../../test/support/server.ts';
import { discover } from '../src/discover.ts';
import createConnector from '../src/index.ts';
import { eventually } from './api.ts';
import { installDouble } from './double-program.ts';
import { type Network, startNetwork } from './network.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const settleMs = 10_000;

/** What the connector of the present case is to be made with. */
let config: JsonObject;

class HostedDouble implements RealServer {
  readonly correspondent = 'bob';
  readonly people = ['bob', 'carol'];
  readonly #folder: string;
  readonly #network: Network;
  readonly #works: (() => unknown)[];
  #said = 0;

  private constructor(folder: string, network: Network, works: (() => unknown)[]) {
    this.#folder = folder;
    this.#network = network;
    this.#works = works;
  }

  static async start(): Promise<HostedDouble> {
    const folder = await temporaryFolder();
    const works: (() => unknown)[] = [];
    const network = await startNetwork({ after: (work) => void works.push(work) });
    // The chat is there before anything is said in it.
    network.happen('ann', { kind: 'portal', chat: { id: 'bob' } });
    const program = installDouble(folder, network.url, { down: join(folder, 'down') });
    config = {
      type: 'double',
      displayName: 'Double',
      program,
      folder: join(folder, 'data'),
      overrides: { network: { url: network.url, down: join(folder, 'down') } },
      lingerMs: 0,
    };
    return new HostedDouble(folder, network, works);
  }

  /** What runs on this folder, the guard included. */
  #running(): string[] {
    const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line.includes(this.#folder));
  }

  #processes(): number[] {
    return this.#running()
      .filter((line) => line.includes('double/program.ts') && !line.includes('bridge-guard'))
      .map((line) => Number.parseInt(line, 10));
  }

  #signal(signal: NodeJS.Signals): void {
    for (const pid of this.#processes()) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // It has ended since it was looked for.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    }
  }

  answer(kind: 'right' | 'wrong', _stepID: string, fields: readonly InputField[]): Record<string, string> {
    const all: Record<string, string> = {
      username: 'ann',
      password: kind === 'right' ? 'a-right-one' : 'not-the-password',
    };
    return Object.fromEntries(fields.flatMap(({ id }) => (all[id] === undefined ? [] : [[id, all[id]]])));
  }

  async stop(): Promise<void> {
    writeFileSync(join(this.#folder, 'down'), '');
    this.#signal('SIGKILL');
  }

  async restart(): Promise<void> {
    await eventually(
      () => this.#running(),
      ({ length }) => length === 0,
    );
    rmSync(join(this.#folder, 'down'));
  }

  async goSilent(): Promise<void> {
    this.#network.silence();
    // A program that nobody needs any more, such as that of a login, is about to be ended, and must not be taken over connected as it is.
    this.#processes();
    await nextTurn();
    await nextTurn();
    this.#signal('SIGSTOP');
  }

  async speakAgain(): Promise<void> {
    this.#network.speak();
    this.#signal('SIGCONT');
  }

  async writeTo(login: Login, text: string): Promise<void> {
    const id = `said-${++this.#said}`;
    this.#network.happen(login.remoteID, { kind: 'message', id, sender: 'bob', text, chat: { id: 'bob' } });
  }

  async writePast(login: Login, count: number): Promise<readonly string[]> {
    const past = Array.from({ length: count }, (_, index) => `past-${index + 1}`);
    const start = Date.now() - 24 * 60 * 60 * 1_000;
    const messages = past.map((text, index) => ({ id: text, sender: 'bob', text, ts: start + index * 1_000 }));
    // The newest batch comes first.
    const half = Math.ceil(count / 2);
    this.#network.past(`${login.remoteID}/bob`, { batch: messages.slice(half) }, { batch: messages.slice(0, half) });
    return past;
  }

  async writeMediaTo(login: Login, text: string): Promise<Uint8Array> {
    const bytes = 'bytes of a picture';
    const file = { bytes, type: 'image/png', name: 'picture.png' };
    const chat = { id: 'bob' };
    this.#network.happen(login.remoteID, {
      kind: 'message',
      id: `said-${++this.#said}`,
      sender: 'bob',
      text,
      file,
      chat,
    });
    return new TextEncoder().encode(bytes);
  }

  #texts(): unknown[] {
    return this.#network.arrived.map(({ event }) => event.content['body']);
  }

  async received(text: string): Promise<void> {
    await eventually(
      () => this.#texts(),
      (all) => all.includes(text),
      settleMs,
    );
  }

  async timesReceived(text: string): Promise<number> {
    return this.#texts().filter((one) => one === text).length;
  }

  /** The connector acknowledges by forgetting what it has kept for the server. */
  async acknowledged(): Promise<boolean> {
    const db = new DatabaseSync(join(this.#folder, 'data', 'host.db'), { readOnly: true });
    const left = () => db.prepare('SELECT COUNT(*) AS count FROM untold').get()?.['count'] === 0;
    try {
      return await eventually(left, (isEmpty) => isEmpty, 2_000).catch(() => false);
    } finally {
      db.close();
    }
  }

  async connections(): Promise<number> {
    return this.#processes().length;
  }

  async changed(messageID: string, text: string): Promise<void> {
    await eventually(
      () => this.#network.arrived.map(({ event }) => event.content),
      (all) => all.some((content) => refersTo(content, messageID) && content['body'] === `* ${text}`),
      settleMs,
    );
  }

  async gone(messageID: string): Promise<void> {
    const redacted = () => this.#network.arrived.map(({ event }) => event.content['redacts']);
    await eventually(redacted, (all) => all.includes(messageID), settleMs);
  }

  async reactions(messageID: string): Promise<string[]> {
    const events = this.#network.arrived.map(({ event }) => event);
    const taken = new Set(events.map(({ content }) => content['redacts']));
    return events
      .filter(
        ({ type, content, event_id }) => type === 'm.reaction' && refersTo(content, messageID) && !taken.has(event_id),
      )
      .map(({ content }) => String(Object(content['m.relates_to']).key));
  }

  async readUpTo(): Promise<string | undefined> {
    const receipt = this.#network.ephemeral.findLast(({ type }) => type === 'm.receipt');
    return Object.keys(Object(receipt?.content))[0];
  }

  async type(login: Login, isTyping: boolean): Promise<void> {
    this.#network.happen(login.remoteID, { kind: 'typing', sender: 'bob', isTyping, chat: { id: 'bob' } });
  }

  async isTyping(): Promise<boolean> {
    const notice = this.#network.ephemeral.findLast(({ type }) => type === 'm.typing');
    return Object(notice?.content).user_ids?.length > 0;
  }

  async end(): Promise<void> {
    this.#signal('SIGKILL');
    for (const work of this.#works) await work();
    await removeFolder(this.#folder);
  }
}

const refersTo = (content: Record<string, unknown>, id: string) => Object(content['m.relates_to']).event_id === id;

const folder = await temporaryFolder();
after(() => removeFolder(folder));
installDouble(join(folder, 'bridges'), 'http://127.0.0.1:9');
const [found] = await discover({ dataDir: folder, named: [], taken: new Set(), dialInHost: '127.0.0.1', log: silent });
if (found === undefined) throw new Error('The double was not accepted');
config = found.config;

conformance('a hosted bridge', {
  manifest: found.manifest,
  createConnector: (options) => createConnector({ ...options, config }),
  flowID: 'password',
  start: () => HostedDouble.start(),
});
