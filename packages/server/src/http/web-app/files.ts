/** The built web app, read once at the start: what is served is what was built, and no path of a request ever reaches the disk. */

import { hash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export interface WebAppFile {
  readonly contentType: string;
  readonly etag: string;
  /** Its name changes with its content. */
  readonly isImmutable: boolean;
  readonly plain: Buffer;
  /** Compressed when it was built, where that is worth it. */
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

export interface WebAppFiles {
  /** The app itself, at each of its paths. */
  readonly page: WebAppFile;
  /** Paths that are views of the app, with `:name` for what may be anything. */
  readonly paths: readonly string[];
  /** Everything else by its path, `/` in front. */
  readonly files: ReadonlyMap<string, WebAppFile>;
}

const pageName = 'index.html';
const pathsName = 'paths.json';
const compressed = new Set(['.br', '.gz']);

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** @throws Error when it is not a built web app */
export function readWebApp(folder: string): WebAppFiles {
  const names = globSync('**', { cwd: folder })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => !compressed.has(extname(name)) && name !== pathsName && name !== pageName);
  return {
    page: readFile(folder, pageName),
    paths: JSON.parse(readFileSync(join(folder, pathsName), 'utf8')),
    files: new Map(names.map((name) => [`/${name.split(sep).join('/')}`, readFile(folder, name)])),
  };
}

function readFile(folder: string, name: string): WebAppFile {
  const path = join(folder, name);
  const plain = readFileSync(path);
  const variant = (extension: string) => (existsSync(path + extension) ? readFileSync(path + extension) : undefined);
  return {
    contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
    etag: `"${hash('sha256', plain, 'base64url').slice(0, 22)}"`,
    isImmutable: name.startsWith(`assets${sep}`),
    plain,
    br: variant('.br'),
    gzip: variant('.gz'),
  };
}
