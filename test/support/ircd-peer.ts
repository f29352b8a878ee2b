/** Somebody else on an IRC network: a bare client for tests, written without Partyline's connector so that it can contradict it. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { OPERATOR } from './ircd-daemon.ts';

export interface Peer {
  readonly nick: string;
  /** Every line the server sent so far, without line ends. */
  readonly lines: readonly string[];
  /** Sends one line as it is. */
  send(line: string): void;
  say(target: string, text: string): void;
  join(channel: string): Promise<void>;
  /** Becomes an IRC operator. */
  oper(): Promise<void>;
  /** The first line, received already or within `limitMs` (10 s), that fits. */
  line(fits: RegExp | ((line: string) => boolean), limitMs?: number): Promise<string>;
  /** Resolves when the server has handled everything sent before. */
  barrier(): Promise<void>;
  end(): void;
}

export interface PeerOptions {
  readonly nick: string;
  readonly password?: string;
}

interface Waiter {
  readonly fits: (line: string) => boolean;
  readonly found: (line: string) => void;
}

/** Connects and registers. */
export async function joinAsPeer(server: { host: string; port: number }, options: PeerOptions): Promise<Peer> {
  const socket = connect(server.port, server.host);
  const lines: string[] = [];
  let waiters: readonly Waiter[] = [];
  let barriers = 0;
  const send = (line: string) => void socket.write(`${line}\r\n`);
  socket.on('error', () => {});
  createInterface({ input: socket }).on('line', (line) => {
    lines.push(line);
    const ping = /^(?::\S+ )?PING (.*)$/.exec(line);
    if (ping !== null) send(`PONG ${ping[1]}`);
    const satisfied = waiters.filter((waiter) => waiter.fits(line));
    waiters = waiters.filter((waiter) => !satisfied.includes(waiter));
    for (const waiter of satisfied) waiter.found(line);
  });
  const awaitLine = (fits: RegExp | ((line: string) => boolean), limitMs = 30_000) => {
    const test = typeof fits === 'function' ? fits : (line: string) => fits.test(line);
    const earlier = lines.find(test);
    if (earlier !== undefined) return Promise.resolve(earlier);
    return new Promise<string>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${options.nick} did not receive ${fits}`)), limitMs);
      const found = (line: string) => {
        clearTimeout(limit);
        resolve(line);
      };
      waiters = [...waiters, { fits: test, found }];
    });
  };
  await once(socket, 'connect');
  if (options.password !== undefined) send(`PASS ${options.password}`);
  send(`NICK ${options.nick}`);
  send(`USER ${options.nick} 0 * :${options.nick}`);
  await awaitLine(/^\S+ (376|422) /);
  const barrier = async () => {
    barriers += 1;
    send(`PING :barrier-${barriers}`);
    await awaitLine((line) => / PONG /.test(line) && line.endsWith(`barrier-${barriers}`));
  };
  return {
    nick: options.nick,
    lines,
    send,
    say: (target, text) => send(`PRIVMSG ${target} :${text}`),
    join: async (channel) => {
      send(`JOIN ${channel}`);
      await awaitLine((line) => line.includes(' 366 ') && line.toLowerCase().includes(` ${channel.toLowerCase()} `));
    },
    oper: async () => {
      send(`OPER ${OPERATOR.name} ${OPERATOR.password}`);
      await awaitLine(/^\S+ 381 /);
    },
    line: awaitLine,
    barrier,
    end: () => socket.destroy(),
  };
}
