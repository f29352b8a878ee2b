/** The double as a program that can be put into a folder of bridges. */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What it runs. */
export const doubleScript = fileURLToPath(new URL('./double/program.ts', import.meta.url));

export interface DoubleNames {
  readonly name?: string;
  readonly version?: string;
}

/** @returns the path of the program, which speaks to the network at that address */
export function installDouble(
  folder: string,
  networkURL: string,
  settings: object = {},
  { name = 'mautrix-double', version = 'v0.1.0' }: DoubleNames = {},
): string {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, name);
  const variables = `DOUBLE_NAME='${name}' DOUBLE_VERSION='${version}'`;
  writeFileSync(program, `#!/bin/sh\n${variables} exec '${process.execPath}' '${doubleScript}' "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(`${program}.json`, JSON.stringify({ network: { url: networkURL, ...settings } }));
  return program;
}
