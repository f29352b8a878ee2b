/** A server that is a process of its own, started by the command line, so that it can be killed. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Partyline } from '@partyline/client';
import { afterwards } from './afterwards.ts';
import { type Scope, type TestServer, token } from './server.ts';

const bin = fileURLToPath(new URL('../../../cli/bin/partyline.js', import.meta.url));
/** With many at work on one machine. */
const startMs = 90_000;

export interface SpawnedServer extends TestServer {
  /** As if the power went. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Again, on the same folder and port. */
  start(): Promise<void>;
}

/** What the sandbox had not handed over yet outlasts a kill. */
export async function spawnTestServer(scope: Scope): Promise<SpawnedServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partyline-web-'));
  afterwards(scope, () => rmSync(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let claimURL: string | undefined;
  const end = async (signal: NodeJS.Signals) => {
    const ended = child;
    child = undefined;
    if (ended === undefined || ended.exitCode !== null || ended.signalCode !== null) return;
    const gone = once(ended, 'exit');
    ended.kill(signal);
    await gone;
  };
  const start = async () => {
    const sandbox = { stepMs: 300, replyMs: 50, stateFile: join(dataDir, 'sandbox.jsonl') };
    const flags = [`--port=${port}`, `--data-dir=${dataDir}`, '--log-level=silent', '--retry-seconds=1', '--sandbox'];
    const started = spawn(process.execPath, [bin, 'serve', '--json', ...flags], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        PARTYLINE_ACCESS_TOKEN: token,
        PARTYLINE_SANDBOX_CONFIG: JSON.stringify(sandbox),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const said: string[] = [];
    for (const stream of [started.stdout, started.stderr])
      createInterface({ input: stream }).on('line', (line) => said.push(line));
    const listens = () => said.find((line) => line.includes('"Partyline listens"'));
    for (const until = Date.now() + startMs; listens() === undefined; ) {
      assert.ok(started.exitCode === null && Date.now() < until, `It did not start:\n${said.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const told: unknown = JSON.parse(listens() ?? '');
    const link: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'claimURL') : undefined;
    claimURL = typeof link === 'string' ? link : undefined;
  };
  afterwards(scope, () => end('SIGKILL'));
  await start();
  return {
    url,
    get claimURL() {
      return claimURL;
    },
    dataDir,
    client: new Partyline({ baseURL: url, accessToken: token }),
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart: () => assert.fail('kill it, and start it'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}
