/** What there is to import: the chats of an export, one after the other. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../exit.ts';
import { readManifest, readRecord } from '../export/read-record.ts';
import type { ChatRecord } from '../export/records.ts';
import { ifMissing } from '../export/whole-files.ts';

export interface FoundChat {
  readonly folder: string;
  readonly record: ChatRecord;
}

/** Small beside the messages: their number, and where they are. */
export interface FoundExport {
  readonly folders: readonly string[];
  /** Of all chats. */
  readonly messages: number;
  /** Whether it was ended in the middle. */
  readonly isPartial: boolean;
}

/** @throws CliError 5 when there is none */
export async function findExport(path: string): Promise<FoundExport> {
  const manifest = await readManifest(path);
  if (manifest === undefined) {
    throw new CliError(
      'nothingMatched',
      'no_export',
      `${path} is not an export: it has no manifest.json. Name the folder that partyline export made.`,
    );
  }
  const folders: string[] = [];
  let messages = 0;
  for (const account of await subfolders(path))
    for (const folder of await subfolders(account)) {
      const record = await readRecord(folder);
      if (record === undefined) continue;
      folders.push(folder);
      messages += record.messages;
    }
  return { folders, messages, isPartial: !manifest.complete };
}

/** In the order of their names. */
async function subfolders(path: string): Promise<string[]> {
  const entries = (await readdir(path, { withFileTypes: true }).catch(ifMissing)) ?? [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.toSorted().map((name) => join(path, name));
}
