/** A server that offers the double, in the test's own process. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, apiOf } from '../../../packages/server/test/support/api.ts';
import { readSettings, startServer } from '@partyline/server';
import { installDouble } from './double-program.ts';
import { type Network, startNetwork } from './network.ts';
import type { Scope } from './scope.ts';

export interface Hosting {
  readonly api: Api;
  readonly network: Network;
  readonly dataDir: string;
  readonly restart: () => Promise<Hosting>;
}

const token = 'token-of-the-bridge-tests';

export interface HostingOptions {
  readonly dataDir?: string;
  readonly network?: Network;
  /** Laid over the double's own settings. */
  readonly settings?: object;
}

export async function startHosting(scope: Scope, options: HostingOptions = {}): Promise<Hosting> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'partyline-bridge-'));
  const network = options.network ?? (await startNetwork(scope));
  installDouble(join(dataDir, 'bridges'), network.url, options.settings);
  const level = process.env['TEST_LOG'] ?? 'silent';
  const argv = ['--port=0', `--data-dir=${dataDir}`, `--log-level=${level}`, '--retry-seconds=1'];
  const server = await startServer(readSettings({ argv, env: { PARTYLINE_ACCESS_TOKEN: token } }));
  scope.after(async () => {
    await server.close();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  return {
    api: apiOf(server.url, token),
    network,
    dataDir,
    async restart() {
      await server.close();
      return startHosting(scope, { ...options, dataDir, network });
    },
  };
}

/** Signs somebody in and waits until the account is connected. @returns the account's ID */
export async function signIn({ api }: Hosting, username: string): Promise<string> {
  const start = await api.post<{ loginSessionID: string; currentStep: { stepID: string } }>(
    '/v1/bridges/local-double/login-sessions',
    { flowID: 'password' },
  );
  const path = `/v1/bridges/local-double/login-sessions/${start.loginSessionID}/steps/${start.currentStep.stepID}`;
  const end = await api.post<{ status: string; accounts?: { accountID: string }[]; error?: object }>(path, {
    type: 'user_input',
    fields: { username, password: 'secret' },
  });
  throw new Error(JSON.stringify({ start, end }));
}
