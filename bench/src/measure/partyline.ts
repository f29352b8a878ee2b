/** A Partyline under measurement, and accounts on it through its own API. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Partyline } from '@partyline/client';
import { freePort, pinned, type Running, start, untilReady } from './process.ts';

const program = fileURLToPath(new URL('../../../packages/cli/bin/partyline.js', import.meta.url));
export const token = 'a-token-for-the-benchmarks';

export interface Measured {
  readonly running: Running;
  readonly url: string;
  readonly readyMs: number;
}

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'partyline-bench-'));

export async function startPartyline(dataDir: string): Promise<Measured> {
  const port = await freePort();
  const running = start(
    pinned(0, [
      process.execPath,
      program,
      'serve',
      `--port=${port}`,
      `--data-dir=${dataDir}`,
      '--sandbox',
      '--log-level=error',
    ]),
    {
      PARTYLINE_ACCESS_TOKEN: token,
    },
  );
  const url = `http://127.0.0.1:${port}`;
  return { running, url, readyMs: await untilReady(running, `${url}/health/ready`) };
}

/** Adds accounts of the sandbox network and waits until all are connected. */
export async function addAccounts(url: string, count: number): Promise<void> {
  const client = new Partyline({ accessToken: token, baseURL: url });
  const bridgeID = 'local-sandbox';
  for (let index = 0; index < count; index++) {
    const { loginSessionID } = await client.bridges.loginSessions.create(bridgeID, {});
    const fields = { username: `person${index}`, password: 'right', fullName: `Person ${index}` };
    await client.bridges.loginSessions.steps.submit('credentials', {
      bridgeID,
      loginSessionID,
      type: 'user_input',
      fields,
    });
  }
  while ((await client.accounts.list()).some((account) => account.status !== 'connected')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
