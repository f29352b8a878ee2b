/** The sandbox as the real server of the conformance suite: the same network, treated badly from the other side. */

import type { Login } from '@partyline/connector';
import type { RealServer, Subject } from '@partyline/connector/conformance';
import { parseConfig } from '../src/config.ts';
import { connectorTo } from '../src/connector.ts';
import { characterOf } from '../src/contacts.ts';
import { manifest } from '../src/manifest.ts';
import { Network } from '../src/network.ts';

const USER = 'tester';

class InProcessServer implements RealServer {
  readonly network: Network;
  readonly correspondent = 'silent';

  constructor(network: Network) {
    this.network = network;
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
    const character = characterOf(this.correspondent);
    if (character === undefined) throw new Error('the correspondent is a contact');
    this.network.identity(remoteID).receive(character, text);
  }

  async received(text: string): Promise<void> {
    const identity = this.network.identity(USER);
    await identity.until(() => identity.sent.some((one) => one.text === text), AbortSignal.timeout(10_000));
  }

  async timesReceived(text: string): Promise<number> {
    return this.network.identity(USER).sent.filter((one) => one.text === text).length;
  }

  /** The network asks by itself: it keeps a message until its ingest has resolved. */
  async acknowledged({ remoteID }: Login): Promise<boolean> {
    const identity = this.network.identity(remoteID);
    return identity
      .until(() => identity.unacknowledged === 0, AbortSignal.timeout(2_000))
      .then(
        () => true,
        () => false,
      );
  }

  async connections({ remoteID }: Login): Promise<number> {
    return this.network.connections(remoteID);
  }

  async end(): Promise<void> {
    this.network.voice.open();
    this.network.stop();
  }
}

/** The suite makes the connector of a case after it started the server of that case, so the connector belongs to the newest network. */
export function subject(flowID: string): Subject {
  const config = parseConfig({ stepMs: 5, replyMs: 5 });
  let network = new Network(config);
  return {
    manifest,
    flowID,
    createConnector: () => connectorTo(network, config.stepMs),
    start: async () => {
      network = new Network(config);
      return new InProcessServer(network);
    },
  };
}
