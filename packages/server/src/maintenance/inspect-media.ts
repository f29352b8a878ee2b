/** Whether the database and the media files agree. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Finding } from './finding.ts';
import { listMedia, mediaFolder, mediaPath, namedMedia } from './media-files.ts';
import { sizeText } from './size-text.ts';

/** A file gets its place before its row, and the server removes what has none from time to time: only what stays is told. */
const youngMs = 24 * 3_600_000;

/** @returns nothing to tell for a database that cannot be read */
export function inspectMedia(dataDir: string, database: string): Finding[] {
  const check = 'media';
  const files = listMedia(dataDir);
  const named = names(database);
  if (named === undefined) return [];
  const there = new Set(files.map(({ id }) => id));
  // What came after the files were listed is looked for once more.
  const missing = [...named].filter((id) => !there.has(id) && !existsSync(join(dataDir, mediaPath(id))));
  const strays = files.filter(({ id, changedAt }) => !named.has(id) && changedAt < Date.now() - youngMs);
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const message = `${missing.length} ${missing.length === 1 ? 'file that the database names is' : 'files that the database names are'} missing (${some(missing)}). Put the folder ${join(dataDir, mediaFolder)} of a backup back; what networks still have can be loaded again.`;
    findings.push({ check, level: 'warn', message });
  }
  if (strays.length > 0) {
    const bytes = strays.reduce((sum, file) => sum + file.bytes, 0);
    const message = `nothing names ${strays.length} ${strays.length === 1 ? 'file' : 'files'} (${sizeText(bytes)}) in ${dataDir}: ${some(strays.map(({ path }) => path))}. The server removes them by itself while it runs; they can be deleted.`;
    findings.push({ check, level: 'warn', message });
  }
  if (findings.length > 0) return findings;
  return [{ check, level: 'ok', message: named.size === 0 ? 'none' : `${named.size} files, all there` }];
}

function names(path: string): Set<string> | undefined {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      return namedMedia(database);
    } finally {
      database.close();
    }
  } catch {
    // Told as a finding about the database.
    return undefined;
  }
}

const some = (words: readonly string[]): string =>
  words.slice(0, 3).join(', ') + (words.length > 3 ? `, and ${words.length - 3} more` : '');
