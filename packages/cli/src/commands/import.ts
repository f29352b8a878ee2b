/** Brings an export into a server, as an account that can be read and searched. */

import { basename, resolve } from 'node:path';
import type { Account } from '@partyline/protocol';
import { sizeText } from '@partyline/server/size-text';
import { withClient } from '../access.ts';
import { CliError, interrupted } from '../exit.ts';
import { openProgressLine } from '../export/progress-line.ts';
import { readRecord } from '../export/read-record.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { findArchive, makeArchive } from '../import/archive.ts';
import { type ImportCounts, type ImportParts, importChatFolder } from '../import/import-chat.ts';
import { type FoundExport, findExport } from '../import/read-export.ts';
import { interruptible } from '../interrupt.ts';
import type { Result } from '../result.ts';
import { paint, printable } from '../text.ts';

export interface ImportOptions {
  readonly name?: string;
  readonly dryRun?: boolean;
}

/** A token that is made for the command, should it not come to revoking it. */
const tokenMinutes = 24 * 60;

/** @throws CliError; whatever ends it, the same command goes on where it was */
export async function importExport(source: string, options: ImportOptions, globals: Globals): Promise<Result> {
  const dryRun = options.dryRun === true;
  if (!dryRun) refuseWhenReadOnly(globals, 'import messages');
  const path = resolve(source);
  const name = (options.name ?? basename(path)).trim();
  if (name === '') throw new CliError('usage', 'usage', 'Give the archive a name with --name.');
  const found = await findExport(path);
  return interruptible((signal) =>
    withClient(
      globals,
      async ({ client }) => {
        try {
          const there = await findArchive(client, name, signal);
          const account = there ?? (dryRun ? undefined : await makeArchive(client, name, signal));
          const counts = await run(found, { client, accountID: account?.accountID, dryRun, signal }, globals);
          return resultOf(path, name, found, account, counts, dryRun);
        } catch (error) {
          throw signal.aborted ? interrupted('Stopped. The same command goes on where it was.') : error;
        }
      },
      { minutes: tokenMinutes },
    ),
  );
}

async function run(
  { folders, messages: total }: FoundExport,
  parts: Omit<ImportParts, 'took'>,
  { json }: Globals,
): Promise<ImportCounts> {
  const counts: ImportCounts = { messages: 0, imported: 0, files: 0, bytes: 0, missingFiles: 0, unsent: 0 };
  const progress = openProgressLine(json, ({ messages }) => (total === 0 ? 1 : Math.min(1, messages / total)));
  let done = 0;
  let at = '';
  const show = () => progress.show({ done, total: folders.length, messages: counts.messages, bytes: counts.bytes, at });
  const took: ImportParts['took'] = (more) => {
    counts.messages += more.messages ?? 0;
    counts.imported += more.imported ?? 0;
    counts.files += more.files ?? 0;
    counts.bytes += more.bytes ?? 0;
    counts.missingFiles += more.missingFiles ?? 0;
    counts.unsent += more.unsent ?? 0;
    show();
  };
  try {
    for (const folder of folders) {
      const record = await readRecord(folder);
      if (record === undefined) continue;
      at = record.chat.title;
      show();
      await importChatFolder({ ...parts, took }, { folder, record });
      done += 1;
    }
  } finally {
    progress.end();
  }
  return counts;
}

function resultOf(
  path: string,
  name: string,
  { folders, isPartial }: FoundExport,
  account: Account | undefined,
  counts: ImportCounts,
  dryRun: boolean,
): Result {
  const document = {
    folder: path,
    archive: name,
    accountID: account?.accountID ?? null,
    dryRun,
    chats: folders.length,
    ...counts,
  };
  const archive = `the archive "${printable(name)}"${account === undefined ? ', which would be made' : ` (${account.accountID})`}`;
  const { messages, imported, files, bytes, missingFiles, unsent } = counts;
  const text = [
    `${dryRun ? 'Would import' : 'Imported'} ${imported} of ${messages} messages from ${folders.length} chats into ${archive}.`,
    ...(messages - unsent > imported ? [`The other ${messages - unsent - imported} were there already.`] : []),
    ...(files > 0 ? [`With them ${files} files, ${sizeText(bytes)}.`] : []),
    ...(unsent > 0 ? [`Left out, because they were never sent: ${unsent} messages.`] : []),
    ...(missingFiles > 0
      ? [
          `${paint('yellow', 'Warning:')} ${missingFiles} files are not in the export, or too large: only their names were imported.`,
        ]
      : []),
    ...(isPartial
      ? [`${paint('yellow', 'Warning:')} the export was ended in the middle; what of it is there was read.`]
      : []),
  ];
  return { document, text: text.join('\n') };
}
