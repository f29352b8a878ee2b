/** A server in the test's own process, on a port and in a folder of its own. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Announce } from '../../src/auth/setup/code-sender.ts';
import { readSettings } from '../../src/config/settings.ts';
import { type RunningServer, startServer } from '../../src/main.ts';
import { type Api, apiOf } from './api.ts';

/** Where cleaning up is announced: a test's context, or `{ after }` of `node:test` for a whole file. */
export interface Scope {
  after(work: () => unknown): void;
}

export interface ServerOptions {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** On by default. */
  readonly sandbox?: boolean;
  /** Nothing is shown by default. */
  readonly announce?: Announce;
}

export interface TestServer {
  readonly running: RunningServer;
  readonly dataDir: string;
  readonly api: Api;
  /** Closes the server and starts another on the same folder. */
  restart(options?: ServerOptions): Promise<TestServer>;
}

export const testToken = 'token-of-the-server-tests';

/** A folder that is gone after the test. */
export function temporaryFolder(scope: Scope): string {
  const path = mkdtempSync(join(tmpdir(), 'partyline-test-'));
  scope.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A server with the sandbox, whose every pause is short. */
export async function startTestServer(scope: Scope, options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? temporaryFolder(scope);
  const running = await startServer(
    readSettings({
      argv: [
        '--port=0',
        `--data-dir=${dataDir}`,
        '--log-level=silent',
        '--retry-seconds=1',
        ...(options.sandbox === false ? [] : ['--sandbox']),
        ...(options.flags ?? []),
      ],
      env: {
        PARTYLINE_ACCESS_TOKEN: testToken,
        PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ stepMs: 100, replyMs: 10 }),
        ...options.env,
      },
    }),
    options.announce ?? (() => undefined),
  );
  scope.after(() => running.close());
  return {
    running,
    dataDir,
    api: apiOf(running.url, testToken),
    async restart(others = {}) {
      await running.close();
      return startTestServer(scope, { ...options, ...others, dataDir });
    },
  };
}
