/** The bare server of queries (peers/bare-sql.ts) while a benchmark needs it. */

import { fileURLToPath } from 'node:url';
import { freePort } from '../../../test/support/free-ports.ts';
import { pinned, type Running, start, untilReady } from './process.ts';

export interface BareSql {
  readonly running: Running;
  /** Of a query. */
  address(name: string, parameters?: Readonly<Record<string, string>>): string;
  /** Milliseconds that the queries take alone. */
  alone(name: string, parameters: Readonly<Record<string, string>>, times: number): Promise<number>;
}

export async function startBareSql(database: string): Promise<BareSql> {
  const port = await freePort();
  const program = fileURLToPath(new URL('../peers/bare-sql.ts', import.meta.url));
  const running = start(pinned(0, [process.execPath, program, String(port), database]));
  const address: BareSql['address'] = (name, parameters = {}) =>
    `http://127.0.0.1:${port}/${name}?${new URLSearchParams(parameters)}`;
  await untilReady(running, address('nothing'));
  return {
    running,
    address,
    async alone(name, parameters, times) {
      const answer = await fetch(address(name, { ...parameters, times: String(times) }));
      return Number(await answer.text());
    },
  };
}
