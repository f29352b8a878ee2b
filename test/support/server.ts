/** A Partyline server for one test: in this process, or as a program of its own where it has to be killed. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readSettings, startServer } from '@partyline/server';

/** What every server here is started with; it may do everything. */
export const TOKEN = 'a-token-for-tests-only';

export interface TestServer {
  readonly url: string;
  readonly dataDir: string;
  end(): Promise<void>;
}

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const program = join(repository, 'packages/cli/bin/partyline.js');

/** @param flags as of `partyline serve`; the port is picked by the system unless they say otherwise */
export async function startInProcess(...flags: readonly string[]): Promise<TestServer> {
  const dataDir = await temporaryFolder();
  const argv = ['--port=0', `--data-dir=${dataDir}`, '--log-level=silent', ...flags];
  const env = { PARTYLINE_ACCESS_TOKEN: TOKEN, PARTYLINE_SANDBOX_CONFIG: '{"stepMs": 300}' };
  const server = await startServer(readSettings({ argv, env }), () => undefined).catch(async (error: unknown) => {
    await removeFolder(dataDir);
    throw error;
  });
  return {
    url: server.url,
    dataDir,
    async end() {
      await server.close();
      await removeFolder(dataDir);
    },
  };
}

export interface ServerProgram {
  readonly url: string;
  /** As a power cut would end it. */
  kill(): Promise<void>;
}

/** Runs `partyline serve`, with its default settings unless flags say otherwise, and resolves when it listens. The folder stays when it ends. */
export async function startProgram(dataDir: string, ...flags: readonly string[]): Promise<ServerProgram> {
  const child = spawn(process.execPath, [program, 'serve', '--json', '--port=0', `--data-dir=${dataDir}`, ...flags], {
    env: environment({ PARTYLINE_ACCESS_TOKEN: TOKEN }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that is killed must not leave its server behind.
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.removeListener('exit', orphan));
  return {
    url: await address(child),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Reads the log, which goes on being read so that the program never waits for it. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        if (seen.push(line) > 100) seen.shift();
        const url = /"url":"([^"]+)"/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
    child.once('exit', () => reject(new Error(`The server ended:\n${seen.join('\n')}`)));
  });
}

/** Only what a program needs, so that the settings of whoever runs the tests change nothing. */
export const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  ...more,
});

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'partyline-test-'));
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });
