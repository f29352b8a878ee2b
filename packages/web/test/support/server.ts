/** A real server with the sandbox and the built app, in the test's own process. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { readSettings, startServer } from '@partyline/server';
import { readyWebApp } from '@partyline/web';
import { afterwards } from './afterwards.ts';

/** Where cleaning up is announced: a test's context, or `{ after }` of `node:test` for a whole file. */
export interface Scope {
  after(work: () => unknown): void;
}

export interface TestServer {
  readonly url: string;
  /** Undefined once it is claimed. */
  readonly claimURL: string | undefined;
  readonly dataDir: string;
  /** With a token of its own, to arrange what the app is to show. */
  readonly client: Partyline;
  stop(): Promise<void>;
  /** Stops it and starts it again on the same folder and port. */
  restart(): Promise<TestServer>;
}

interface ServerOptions {
  readonly dataDir?: string;
  readonly port?: number;
  readonly flags?: readonly string[];
  /** Settings of the sandbox (connectors/sandbox/README.md); `false` = it is switched off. */
  readonly sandbox?: Readonly<Record<string, unknown>> | false;
}

export const token = 'token-of-the-web-tests';

export async function startTestServer(scope: Scope, options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? temporaryFolder(scope);
  const app = await readyWebApp();
  assert.ok('folder' in app, `The app could not be built: ${JSON.stringify(app)}`);
  const settings = readSettings({
    argv: [
      `--port=${options.port ?? 0}`,
      `--data-dir=${dataDir}`,
      '--log-level=silent',
      '--retry-seconds=1',
      ...(options.sandbox === false ? [] : ['--sandbox']),
      ...(options.flags ?? []),
    ],
    env: {
      PARTYLINE_ACCESS_TOKEN: token,
      PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ stepMs: 300, replyMs: 50, ...options.sandbox }),
    },
  });
  const running = await startServer(settings, () => undefined, app.folder);
  afterwards(scope, () => running.close());
  return {
    url: running.url,
    claimURL: running.claimURL,
    dataDir,
    client: new Partyline({ baseURL: running.url, accessToken: token }),
    stop: () => running.close(),
    async restart() {
      await running.close();
      return startTestServer(scope, { ...options, dataDir, port: Number(new URL(running.url).port) });
    },
  };
}

export function temporaryFolder(scope: Scope): string {
  const path = mkdtempSync(join(tmpdir(), 'partyline-web-'));
  afterwards(scope, () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Adds a sandbox account by its form, and waits until it is connected. */
export const addSandboxAccount = (server: TestServer, username: string): Promise<Account> =>
  addAccount(server, 'local-sandbox', 'form', { username, password: 'any', status: 'connected', fullName: username });

/** Adds an account by a form of one step, and waits until it is connected. */
export async function addAccount(
  { client }: TestServer,
  bridgeID: string,
  flowID: string,
  fields: Readonly<Record<string, string>>,
): Promise<Account> {
  const { loginSessionID, currentStep } = await client.bridges.loginSessions.create(bridgeID, { flowID });
  const about = { bridgeID, loginSessionID };
  await client.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', { ...about, type: 'user_input', fields });
  const done = await eventually(
    () => client.bridges.loginSessions.retrieve(loginSessionID, { bridgeID }),
    ({ status }) => status !== 'waiting_for_display',
  );
  const { account } = done;
  assert.ok(account, JSON.stringify(done));
  return eventually(
    () => client.accounts.retrieve(account.accountID),
    ({ status }) => status === 'connected',
  );
}

/** A command to the sandbox (connectors/sandbox/README.md). */
export async function command(
  { url }: TestServer,
  accountID: string,
  body: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const response = await fetch(new URL(`/v1/accounts/${accountID}/sandbox`, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${response.status} ${await response.clone().text()}`);
  return response.json();
}

/** Looks again until it fits, for at most 30 s: with many at work on one machine. */
export async function eventually<T>(look: () => Promise<T> | T, fits: (value: T) => boolean): Promise<T> {
  for (const until = Date.now() + 30_000; ; ) {
    const value = await look();
    if (fits(value)) return value;
    assert.ok(Date.now() < until, `It did not come to be: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
