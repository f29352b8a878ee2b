/** The sandbox as the real server of the conformance suite: the same network, treated badly from the other side. */

import type { Connector, Login } from '@partyline/connector';
import type { RealServer, Subject } from '@partyline/connector/conformance';
import { type Account, refOf } from '../src/account.ts';
import { senderOf } from '../src/chats.ts';
import { parseConfig } from '../src/config.ts';
import { connectorTo } from '../src/connector.ts';
import { manifest } from '../src/manifest.ts';
import { pieces } from '../src/media.ts';
import { Network } from '../src/network.ts';
import { remember } from '../src/past.ts';
import type { Receipt } from '../src/receipts.ts';
import { sentence } from '../src/sentences.ts';

const USER = 'tester';

class InProcessServer implements RealServer {
  readonly network: Network;
  readonly correspondent = 'silent';
  readonly narrow = 'terse';
  readonly people = ['echo', 'silent'];

  readonly #connector: () => Connector | undefined;

  constructor(network: Network, connector: () => Connector | undefined) {
    this.network = network;
    this.#connector = connector;
  }

  answer(kind: 'right' | 'wrong', stepID: string): Readonly<Record<string, string>> {
    if (stepID === 'second-factor') return { code: '123456' };
    return { username: USER, password: kind === 'right' ? 'correct horse' : 'wrong', status: 'connected' };
  }

  async stop(): Promise<void> {
    this.network.stop();
  }

  async restart(): Promise<void> {
    this.network.start();
  }

  async goSilent(): Promise<void> {
    this.network.voice.shut();
  }

  async speakAgain(): Promise<void> {
    this.network.voice.open();
  }

  async writeTo({ remoteID }: Login, text: string): Promise<void> {
    const account = this.network.identity(remoteID).account(remoteID);
    const chat = refOf(account.chats.get(this.correspondent));
    account.post(account.message(chat, senderOf(this.correspondent), { text }));
  }

  async received(text: string): Promise<void> {
    await this.#until((receipts) => receipts.some((one) => one.text === text));
  }

  async timesReceived(text: string): Promise<number> {
    return this.#account.receipts.all().filter((one) => one.text === text).length;
  }

  /** The network asks by itself: it keeps a message until its ingest has resolved. */
  async acknowledged({ remoteID }: Login): Promise<boolean> {
    const identity = this.network.identity(remoteID);
    return identity
      .until(() => identity.mailbox.unacknowledged === 0, AbortSignal.timeout(2_000))
      .then(
        () => true,
        () => false,
      );
  }

  async connections({ remoteID }: Login): Promise<number> {
    return this.network.connections(remoteID);
  }

  async changed(messageID: string, text: string): Promise<void> {
    await this.#until((receipts) => receipts.some((one) => one.id === messageID && one.text === text));
  }

  async gone(messageID: string): Promise<void> {
    await this.#until((receipts) => receipts.some((one) => one.id === messageID && one.removed === 'for-everyone'));
  }

  async reactions(messageID: string): Promise<readonly string[]> {
    return [...(this.#account.reactions.get(messageID) ?? [])];
  }

  async readUpTo(): Promise<string | undefined> {
    return this.#account.readMarks.get(this.correspondent);
  }

  async isTyping(): Promise<boolean> {
    return this.#account.typing.get(this.correspondent)?.at(-1) === true;
  }

  async deleted(chatID: string): Promise<void> {
    await this.#until(() => this.#account.receipts.of(chatID).every(({ removed }) => removed !== undefined));
  }

  async writePast({ remoteID }: Login, count: number): Promise<readonly string[]> {
    const account = this.network.identity(remoteID).account(remoteID);
    remember(account, { chat: this.correspondent, count });
    return Array.from({ length: count }, (_, index) => sentence(index));
  }

  async writeMediaTo({ remoteID }: Login, text: string): Promise<Uint8Array> {
    const account = this.network.identity(remoteID).account(remoteID);
    const chat = refOf(account.chats.get(this.correspondent));
    const attachments = [pieces.picture.attachment];
    account.post(account.message(chat, senderOf(this.correspondent), { text, attachments }));
    return pieces.picture.bytes;
  }

  async type({ loginID }: Login, isTyping: boolean): Promise<void> {
    await this.#connector()?.control?.(loginID, { typing: { contact: this.correspondent, isTyping } });
  }

  async end(): Promise<void> {
    this.network.voice.open();
    this.network.stop();
  }

  get #account(): Account {
    return this.network.identity(USER).account(USER);
  }

  async #until(holds: (receipts: readonly Receipt[]) => boolean): Promise<void> {
    const { receipts } = this.#account;
    await this.network.identity(USER).until(() => holds(receipts.all()), AbortSignal.timeout(10_000));
  }
}

/** The suite makes the connector of a case after it started the server of that case, so the connector belongs to the newest network. */
export function subject(flowID: string): Subject {
  const config = parseConfig({ stepMs: 5, replyMs: 5 });
  let network = new Network(config);
  let connector: Connector | undefined;
  return {
    manifest,
    flowID,
    createConnector() {
      connector = connectorTo(network, config.stepMs);
      return connector;
    },
    start: async () => {
      network = new Network(config);
      return new InProcessServer(network, () => connector);
    },
  };
}
