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
/** Of one bridge, in a data folder and in a backup. */
export const bridgeDataPath = (bridgeID: string): string => `bridge-data/${bridgeID.replace(/^local-/, '')}`;

export const { version }: { version: string } = createRequire(import.meta.url)('../../package.json');

/** Paths are relative, with `/`, and lead nowhere but into the folder. */
const bridgeFile = 'bridge-data/[a-z][a-z0-9-]*/(bridge\\.db|host\\.db|learnt\\.json|remote\\.json|media/[\\w-]+)';
const path = `^(partyline\\.db|master\\.key|config\\.json|media/[\\w-]{2}/[\\w-]{22}|${bridgeFile})$`;

const BackupFile = Type.Object({
  path: Type.String({ pattern: path }),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type BackupFile = Static<typeof BackupFile>;

/** What a bridge needs beside its files in here. */
const BackupBridge = Type.Object({
  /** `local-whatsapp`, `sh-whatsapp` */
  bridgeID: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  /** `elsewhere`: whoever owns it has to keep a copy. */
  database: Type.Union([Type.Literal('included'), Type.Literal('elsewhere'), Type.Literal('none')]),
  /** Path on the machine of the backup; the file itself is not in it. Absent for a bridge that runs elsewhere. */
  program: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  /** The same for the file beside it. */
  settings: Type.Optional(Type.String()),
});
export type BackupBridge = Static<typeof BackupBridge>;

const Manifest = Type.Object({
  /** Of this file: another number means another layout. 2 has bridges, and is only used where there are any. */
  format: Type.Union([Type.Literal(1), Type.Literal(2)]),
  /** Of the Partyline that made it. */
  version: Type.String(),
  /** The newest migration of the database. */
  schema: Type.String(),
  /** ISO 8601. Everything committed before it is in the backup. */
  createdAt: Type.String(),
  /** `none`: there was no key file, so the key is the setting `masterKey`. */
  key: Type.Union([Type.Literal('included'), Type.Literal('left_out'), Type.Literal('none')]),
  files: Type.Array(BackupFile),
  bridges: Type.Optional(Type.Array(BackupBridge)),
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
    if (parsed.bridges?.some((bridge) => lacksDatabase(bridge, parsed.files))) throw damaged(folder);
    return parsed;
  }
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'format' in parsed &&
    typeof parsed.format === 'number' &&
    parsed.format > 2
  )
    throw new MaintenanceRefusal(
      'newer_version',
      `The backup ${folder} was made by a newer Partyline. Restore it with that version.`,
    );
  throw damaged(folder);
}

/** One of the two alone would be worse than none. */
function lacksDatabase({ bridgeID, database }: BackupBridge, files: readonly BackupFile[]): boolean {
  const has = (name: string) => files.some(({ path }) => path === `${bridgeDataPath(bridgeID)}/${name}`);
  return database === 'included' && !(has('bridge.db') && has('host.db'));
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
