/** NATS JetStream (Debian package `nats-server`): a file-backed stream, and a pull consumer that acknowledges what it took. */

import { execFileSync } from 'node:child_process';
import { AckPolicy, connect } from 'nats';
import { freePort } from '../../../test/support/free-ports.ts';
import { pinned, type Running, start } from '../measure/process.ts';

export const hasNats = (): boolean => {
  try {
    execFileSync('nats-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const pullAtMost = 1_000;
const ackEvery = 1_000;

/** @returns events a second of a consumer that missed these events */
export async function natsCatchUpRate(folder: string, events: readonly Uint8Array[]): Promise<number> {
  const port = await freePort();
  const running = start(pinned(0, ['nats-server', '-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder]));
  try {
    const connection = await untilConnected(running, port);
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: 'events', subjects: ['events'] });
    const stream = connection.jetstream();
    for (let index = 0; index < events.length; index += pullAtMost) {
      await Promise.all(events.slice(index, index + pullAtMost).map((event) => stream.publish('events', event)));
    }
    // Acknowledging one acknowledges all before it, as a cursor does.
    await manager.consumers.add('events', { durable_name: 'reader', ack_policy: AckPolicy.All, max_ack_pending: -1 });
    const consumer = await stream.consumers.get('events', 'reader');
    const started = performance.now();
    const messages = await consumer.consume({ max_messages: pullAtMost });
    let count = 0;
    for await (const message of messages) {
      count++;
      if (count % ackEvery === 0 || count === events.length) message.ack();
      if (count === events.length) break;
    }
    const rate = (count / (performance.now() - started)) * 1_000;
    await connection.close();
    return rate;
  } finally {
    await running.stop();
  }
}

async function untilConnected({ child }: Running, port: number) {
  for (;;) {
    try {
      return await connect({ servers: `127.0.0.1:${port}`, reconnect: false });
    } catch (error) {
      if (child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
