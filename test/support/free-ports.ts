/** Ports for programs that cannot be told to let the system pick one. */

import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that systems give to outgoing connections (on Linux 32768 and up): a port that is let go for a moment, as while a server is started
 * again, is not taken by a connection of another test.
 */
const lowest = 12_000;
const highest = 32_000;

/**
 * Between the look whether a port is free and the program that takes it there is a moment in which it must be nobody else's. So each process has a
 * stretch of its own, and goes round in it.
 */
const stretch = 100;
const from = lowest + (process.pid % ((highest - lowest) / stretch)) * stretch;
let given = 0;

/** @returns ports of loopback that nothing listened on a moment ago, all different */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let tries = 0; found.length < count; tries++) {
    if (tries === stretch) throw new Error(`All ports from ${from} to ${from + stretch - 1} are taken`);
    const port = from + (given++ % stretch);
    if (await isFree(port)) found.push(port);
  }
  return found;
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  if (!(await listens)) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}
