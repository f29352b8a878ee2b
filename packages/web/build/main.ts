/** Builds the app into `dist/<state of the sources>`; does nothing when it is there already. */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { paths } from '../src/routing/paths.ts';
import { compressFiles } from './compress.ts';
import { builtFolder } from './ready.ts';
import { packageFolder, sourceState } from './source-state.ts';

const keptMs = 24 * 60 * 60 * 1_000;

const state = sourceState();
const folder = builtFolder(state);
if (!existsSync(folder)) {
  // Several may build at once; whoever is done first is taken.
  const draft = `${folder}.${process.pid}`;
  // Whatever the server is run with: React's own tools are not for people.
  process.env['NODE_ENV'] = 'production';
  mkdirSync(draft, { recursive: true });
  try {
    await build({ root: packageFolder, logLevel: 'warn', build: { outDir: draft, emptyOutDir: true } });
    writeFileSync(join(draft, 'paths.json'), JSON.stringify(paths));
    await compressFiles(draft);
    takeInto(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
forgetOlder();

function takeInto(draft: string, place: string): void {
  try {
    renameSync(draft, place);
    utimesSync(place, new Date(), new Date());
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

/** Not at once: whoever built a moment ago is about to read. */
function forgetOlder(): void {
  const all = join(packageFolder, 'dist');
  for (const name of readdirSync(all)) {
    const path = join(all, name);
    // A draft of somebody else may be gone by now.
    const { mtimeMs = Number.POSITIVE_INFINITY } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (path === folder || mtimeMs > Date.now() - keptMs) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
