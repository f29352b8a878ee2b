/** The double as a program that can be put into a folder of bridges. */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./double/program.ts', import.meta.url));

/** @returns the path of the program, which speaks to the network at that address */
export function installDouble(folder: string, networkURL: string, settings: object = {}): string {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'mautrix-double');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(`${program}.json`, JSON.stringify({ network: { url: networkURL, ...settings } }));
  return program;
}
