/** What the app is built from, as one short text: when it is the same, so is the app. */

import { hash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Everything that ends up in the app, or decides how; the packages by their versions, which the lock file tells. */
const sources = [
  'index.html',
  'package.json',
  'vite.config.ts',
  'build/**/*.ts',
  'public/**/*',
  'src/**/*.{ts,tsx,css}',
  '../client/src/**/*.ts',
  '../../package-lock.json',
];

/** Some milliseconds. */
export function sourceState(): string {
  const files = globSync(sources, { cwd: packageFolder, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  const digests = paths.map((path) => `${path.slice(packageFolder.length)} ${hash('sha256', readFileSync(path))}`);
  return hash('sha256', digests.join('\n')).slice(0, 16);
}
