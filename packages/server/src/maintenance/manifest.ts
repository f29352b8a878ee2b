/** `backup.json`: what a backup holds. It is written last, so a folder without it is no backup. */

import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { databaseFile, holdsDatabase } from '../store/store.ts';
import { MaintenanceRefusal } from './refusal.ts';

export const manifestFile = 'backup.json';
export const configFile = 'config.json';

export const { version }: { version: string } = createRequire(import.meta.url)('../../package.json');

/** Paths are relative, with `/`, and lead nowhere but into the folder. */
const path = '^(partyline\\.db|master\\.key|config\\.json|media/[\\w-]{2}/[\\w-]{22})$';

const BackupFile = Type.Object({
  path: Type.String({ pattern: path }),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type BackupFile = Static<typeof BackupFile>;

const Manifest = Type.Object({
  /** Of this file: another number means another layout. */
  format: Type.Literal(1),
  /** Of the Partyline that made it. */
  version: Type.String(),
  /** The newest migration of the database. */
  schema: Type.String(),
  /** ISO 8601. Everything committed before it is in the backup. */
  createdAt: Type.String(),
  /** `none`: there was no key file, so the key is the setting `masterKey`. */
  key: Type.Union([Type.Literal('included'), Type.Literal('left_out'), Type.Literal('none')]),
  files: Type.Array(BackupFile),
});
export type Manifest = Static<typeof Manifest>;

/** Mode 0600, on the disk when this resolves. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = await open(join(folder, manifestFile), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws MaintenanceRefusal `not_a_backup`, `backup_damaged`, `newer_version` */
export function readManifest(folder: string): Manifest {
  const parsed = parse(folder);
  if (Value.Check(Manifest, parsed)) {
    if (!parsed.files.some((file) => file.path === databaseFile)) throw damaged(folder);
    return parsed;
  }
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'format' in parsed &&
    typeof parsed.format === 'number' &&
    parsed.format > 1
  )
    throw new MaintenanceRefusal(
      'newer_version',
      `The backup ${folder} was made by a newer Partyline. Restore it with that version.`,
    );
  throw damaged(folder);
}

function parse(folder: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(folder, manifestFile), 'utf8');
  } catch (error) {
    throw unreadable(folder, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(folder);
  }
}

function unreadable(folder: string, error: unknown): MaintenanceRefusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    const reason = error instanceof Error ? error.message : String(error);
    return new MaintenanceRefusal('not_a_backup', `The backup ${folder} cannot be read: ${reason}.`);
  }
  const what = holdsDatabase(folder)
    ? 'It has a database, so it may be a data folder, or a backup that was not finished.'
    : 'Name the folder that `partyline backup` made.';
  return new MaintenanceRefusal(
    'not_a_backup',
    `${folder} is not a whole backup: there is no ${manifestFile} in it. ${what}`,
  );
}

const damaged = (folder: string) =>
  new MaintenanceRefusal(
    'backup_damaged',
    `The backup ${folder} is damaged: its ${manifestFile} does not say what it must. Take another backup.`,
  );
