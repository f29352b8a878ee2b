/**
 * Signal's bridge is linked with a library that no registry has (`libsignal_ffi.a`). In its place one is made here whose functions all do nothing: the
 * bridge then starts, shows its ways of signing in and looks for its network. Nobody could sign in with it.
 */

import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { go } from './go.ts';

const run = promisify(execFile);

/** Makes the library in a folder. @returns the settings with which it is found. @throws Error when the C compiler is missing */
export async function hollowLibsignal(module: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await go(['list', '-f', '{{.Dir}}', 'go.mau.fi/mautrix-signal/pkg/libsignalgo'], module);
  const source = stdout.trim();
  const called = readdirSync(source)
    .filter((name) => name.endsWith('.go'))
    .flatMap((name) => [...readFileSync(join(source, name), 'utf8').matchAll(/\bC\.(signal_\w+)\(/g)])
    .map(([, name]) => name);
  mkdirSync(folder, { recursive: true });
  const functions = [...new Set(called)].map((name) => `void *${name}(void) { return 0; }\n`);
  writeFileSync(join(folder, 'hollow.c'), functions.join(''));
  await run('gcc', ['-c', 'hollow.c', '-o', 'hollow.o'], { cwd: folder });
  await run('ar', ['rcs', 'libsignal_ffi.a', 'hollow.o'], { cwd: folder });
  // What is only pointed to, and never called, need not be there.
  return { CGO_LDFLAGS: `-O2 -g -L${folder} -Wl,--unresolved-symbols=ignore-all` };
}
