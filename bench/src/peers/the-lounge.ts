/** The Lounge, installed from npm into a folder of the bench when it is first needed. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.peers/thelounge/', import.meta.url));
const version = '4.4.3';

/** @returns its program, or in words why it cannot be had */
export function theLounge(): { program: string } | { missing: string } {
  const program = `${folder}node_modules/thelounge/index.js`;
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}package.json`, '{ "private": true }\n');
    try {
      // Its optional message store is a native build; without it The Lounge is lighter, which is in its favour.
      execFileSync(
        'npm',
        ['install', `thelounge@${version}`, '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'],
        { cwd: folder, stdio: 'pipe' },
      );
    } catch (error) {
      return {
        missing: `The Lounge could not be installed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      };
    }
  }
  return { program };
}
