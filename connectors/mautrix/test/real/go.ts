/** The Go compiler, told everything it needs: settings of whoever runs the tests change nothing but where modules come from and are kept. */

import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where modules come from and are kept, which compiler, and how the network is reached. */
const passed = [
  'PATH',
  'HOME',
  'TMPDIR',
  'CC',
  'LIBRARY_PATH',
  'GOPATH',
  'GOCACHE',
  'GOMODCACHE',
  'GOPROXY',
  'GOTOOLCHAIN',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
];

const environment = {
  ...Object.fromEntries(passed.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  // The SQLite driver of the bridges is written in C.
  CGO_ENABLED: '1',
  // Nothing but what go.mod and go.sum say; with every sum in go.sum, no database of sums is asked.
  GOFLAGS: '-mod=readonly',
  GOWORK: 'off',
};

/** What would have to be installed to build what is in a module's folder; undefined when all of it is there. */
export async function missingTools(folder: string): Promise<string | undefined> {
  try {
    // One that is too old, and may not fetch a newer one, cannot read the module.
    await go(['list', '-m'], folder);
    const { stdout } = await go(['env', 'CC'], folder);
    await run(stdout.trim(), ['--version']);
    return undefined;
  } catch {
    return 'needs Go 1.26 or newer (https://go.dev/dl) and a C compiler: apt-get install gcc libc6-dev';
  }
}

/** In the background: a build is minutes of work for every core. @throws Error with the compiler's last words */
export async function go(
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string }> {
  const running = run('go', args, { cwd, env: { ...environment, ...more }, maxBuffer: 64 * 1024 * 1024 });
  if (running.child.pid !== undefined) setPriority(running.child.pid, constants.priority.PRIORITY_LOW);
  try {
    return await running;
  } catch (error) {
    const printed = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`go ${args[0]}: ${printed.trim().split('\n').slice(-3).join(' ')}`);
  }
}
