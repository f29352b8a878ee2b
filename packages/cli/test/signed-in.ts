/** A person with a home of their own, who signs in to servers elsewhere. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { passphrase } from '../../../test/support/sign-in.ts';
import { bin, cleanEnv, run, temporaryFolder } from './run.ts';
import { type Served, serve } from './served.ts';

interface Home {
  readonly env: Readonly<Record<string, string>>;
  /** With `--json`, in this home. */
  json(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<Printed>;
  /** What is in the file. */
  servers(): Promise<ReturnType<typeof JSON.parse>>;
  mode(): Promise<string>;
  readonly file: string;
}

interface Printed {
  readonly code: number | null;
  readonly document: ReturnType<typeof JSON.parse>;
}

/** Without a display; `BROWSER` is the owner's hand. */
export async function home(t: TestContext): Promise<Home> {
  const folder = await temporaryFolder(t);
  const browser = join(folder, 'browser');
  const script = fileURLToPath(new URL('owner-browser.ts', import.meta.url));
  await writeFile(browser, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  await chmod(browser, 0o700);
  const env = { XDG_DATA_HOME: join(folder, 'data'), XDG_CONFIG_HOME: join(folder, 'config'), BROWSER: browser };
  const file = join(folder, 'config', 'partyline', 'servers.json');
  return {
    env,
    file,
    async json(args, more = {}) {
      const { code, stdout, stderr } = await run([...args, '--json'], { env: { ...env, ...more } });
      try {
        return { code, document: JSON.parse(stdout) };
      } catch {
        throw new Error(`${args.join(' ')} printed no JSON:\n${stdout}\n${stderr}`);
      }
    },
    servers: async () => JSON.parse(await readFile(file, 'utf8')),
    mode: async () => ((await stat(file)).mode & 0o777).toString(8),
  };
}

/** A server whose owner chose the passphrase with `setup`. */
export async function claimedServer(
  scope: { after(work: () => unknown): void },
  ...flags: readonly string[]
): Promise<Served & { dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  const server = await serve(['--port=0', '--sandbox', '--log-level=silent', `--data-dir=${dataDir}`, ...flags]);
  scope.after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  });
  const { code, stderr } = await run(['setup', '--passphrase-file', '-', '--data-dir', dataDir], { input: passphrase });
  if (code !== 0) throw new Error(`setup ended with ${code}: ${stderr}`);
  return { ...server, dataDir };
}

/** A command that goes on while the test does something else. */
export function begin(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [bin, ...args], { env: cleanEnv(env) });
  const exit = once(child, 'close');
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    child.emit('printed');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    child.emit('printed');
  });
  return {
    async prints(pattern: RegExp): Promise<string> {
      const signal = AbortSignal.timeout(20_000);
      for (;;) {
        const found = pattern.exec(output + errors);
        if (found) return found[1] ?? found[0];
        if (child.exitCode !== null) throw new Error(`Ended without ${pattern}:\n${output}\n${errors}`);
        await Promise.race([once(child, 'printed', { signal }), exit]);
      }
    },
    type: (line: string) => void child.stdin.end(`${line}\n`),
    async ended(): Promise<{ code: number | null; output: string; errors: string }> {
      await exit;
      return { code: child.exitCode, output, errors };
    },
  };
}
