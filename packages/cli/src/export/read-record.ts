import { join } from 'node:path';
import { CliError } from '../exit.ts';
import { type ChatRecord, chatFile, exportFormat, exportVersion, type Manifest, manifestFile } from './records.ts';
import { readJSON } from './whole-files.ts';

/** @returns undefined where there is none, or none that can be used: it is then made anew @throws CliError 1 for one of a later release */
export const readRecord = async (folder: string): Promise<ChatRecord | undefined> =>
  known<ChatRecord>(await readJSON(join(folder, chatFile)).catch(ifBroken), folder);

/** As {@link readRecord}, for the export as a whole. */
export const readManifest = async (folder: string): Promise<Manifest | undefined> =>
  known<Manifest>(await readJSON(join(folder, manifestFile)).catch(ifBroken), folder);

/** What this program wrote is trusted to be as it wrote it. */
function known<T>(value: unknown, folder: string): T | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Reflect.get(value, 'format') !== exportFormat) return undefined;
  const version: unknown = Reflect.get(value, 'version');
  if (typeof version !== 'number' || version > exportVersion) {
    throw new CliError(
      'failed',
      'newer_export',
      `${folder} was written by a later release of partyline. Use that release. Nothing was changed.`,
    );
  }
  return value as T;
}

function ifBroken(error: unknown): undefined {
  if (error instanceof SyntaxError) return undefined;
  throw error;
}
