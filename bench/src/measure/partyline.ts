/** A Partyline under measurement, and accounts on it through its own API. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Partyline } from '@partyline/client';
import { freePort } from '../../../test/support/free-ports.ts';
import { pinned, type Running, start, untilReady } from './process.ts';

const program = fileURLToPath(new URL('../../../packages/cli/bin/partyline.js', import.meta.url));
export const token = 'a-token-for-the-benchmarks';

export interface Measured {
  readonly running: Running;
  readonly url: string;
  readonly readyMs: number;
}

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'partyline-bench-'));

/** @param env settings, besides the token. @param hear what it tells the person who started it */
export async function startPartyline(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  hear?: (text: string) => void,
): Promise<Measured> {
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
    { PARTYLINE_ACCESS_TOKEN: token, ...env },
    hear,
  );
  const url = `http://127.0.0.1:${port}`;
  return { running, url, readyMs: await untilReady(running, `${url}/health/ready`) };
}

/** Adds accounts of the sandbox network and waits until all are connected. */
export function addSandboxAccounts(url: string, count: number): Promise<void> {
  return addAccounts(url, 'local-sandbox', count, (index) => ({
    username: `person${index}`,
    password: 'right',
    fullName: `Person ${index}`,
  }));
}

/** Adds accounts on an IRC server and waits until all are connected. */
export function addIrcAccounts(
  url: string,
  count: number,
  server: { host: string; port: number },
  channels: readonly string[] = [],
): Promise<void> {
  return addAccounts(url, 'local-irc', count, (index) => ({
    server: server.host,
    port: String(server.port),
    tls: 'no',
    nick: `person${index}`,
    auth: 'none',
    ...(channels.length > 0 && { channels: channels.join(', ') }),
  }));
}

async function addAccounts(
  url: string,
  bridgeID: string,
  count: number,
  fieldsOf: (index: number) => Record<string, string>,
): Promise<void> {
  const client = new Partyline({ accessToken: token, baseURL: url });
  const { steps } = client.bridges.loginSessions;
  for (let index = 0; index < count; index++) {
    let session = await client.bridges.loginSessions.create(bridgeID, {});
    const { loginSessionID } = session;
    while (session.currentStep !== undefined) {
      const { stepID = '', type } = session.currentStep;
      if (type === 'complete') break;
      const fields = type === 'user_input' ? { fields: fieldsOf(index) } : {};
      session = await steps.submit(stepID, { bridgeID, loginSessionID, type, ...fields });
    }
    if (session.status !== 'complete') throw new Error(session.error?.message ?? session.status);
  }
  while ((await client.accounts.list()).some((account) => account.status !== 'connected')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
