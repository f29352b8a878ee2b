/** A server on a folder, in the test's own process. */

import { rmSync } from 'node:fs';
import { type RunningServer, readSettings, startServer } from '@partyline/server';
import { type Api, apiOf } from './api.ts';
import type { Scope } from './scope.ts';

const token = 'token-of-the-bridge-tests';

/** `TEST_LOG=debug` shows what it says. The folder is gone after the test. */
export async function serve(
  scope: Scope,
  dataDir: string,
): Promise<{ readonly api: Api; readonly server: RunningServer }> {
  const level = process.env['TEST_LOG'] ?? 'silent';
  const argv = ['--port=0', `--data-dir=${dataDir}`, `--log-level=${level}`, '--retry-seconds=1'];
  const server = await startServer(readSettings({ argv, env: { PARTYLINE_ACCESS_TOKEN: token } }));
  scope.after(async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  return { api: apiOf(server.url, token), server };
}
