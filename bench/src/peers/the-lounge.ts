/** The Lounge, installed from npm into a folder of the bench when it is first needed. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.peers/thelounge/', import.meta.url));

const manifest = {
  private: true,
  dependencies: { thelounge: '4.5.2' },
  // It names a Git address for this; the release on npm is the same library.
  overrides: { 'irc-framework': '4.14.0' },
};

/** It asks for news of itself at the start, and where it cannot reach them, the failure would end it. */
const offline = `data:text/javascript,process.on('uncaughtException',()=>{})`;

/** @returns how to start it in a home folder, or in words why it cannot be had */
export function theLounge():
  | { command(home: string, port: number): readonly [string, ...string[]] }
  | { missing: string } {
  const program = `${folder}node_modules/thelounge/index.js`;
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}package.json`, JSON.stringify(manifest));
    try {
      // Its optional message store is a native build; without it The Lounge is lighter, which is in its favour.
      execFileSync('npm', ['install', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: folder,
        stdio: 'pipe',
      });
    } catch (error) {
      return {
        missing: `The Lounge could not be installed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      };
    }
  }
  return {
    command(home, port) {
      mkdirSync(home, { recursive: true });
      const config = { public: true, host: '127.0.0.1', port, messageStorage: [] };
      // Whatever a folder above says of the files below it.
      writeFileSync(`${home}/package.json`, '{"type":"commonjs"}\n');
      writeFileSync(`${home}/config.js`, `module.exports = ${JSON.stringify(config)};\n`);
      return [process.execPath, '--import', offline, program, 'start'];
    },
  };
}
