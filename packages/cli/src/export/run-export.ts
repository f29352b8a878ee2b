/** A whole export: the chats one after the other, each whole on the disk before the next begins. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { type ChatOutcome, type ChatParts, exportChat } from './export-chat.ts';
import { type ExportFolder, namesIn } from './folder.ts';
import { writeIndex } from './html/index-page.ts';
import type { ListedChat } from './listed-chats.ts';
import type { ProgressLine } from './progress-line.ts';
import {
  type ChatSummary,
  exportFormat,
  exportVersion,
  type Manifest,
  type MissingMedia,
  manifestFile,
} from './records.ts';
import { writeJSON } from './whole-files.ts';

export interface RunParts extends Omit<ChatParts, 'took' | 'scope'> {
  readonly client: Partyline;
  readonly folder: ExportFolder;
  readonly accounts: readonly Account[];
  readonly chats: readonly ListedChat[];
  readonly since: string | null;
  readonly until: string | null;
  readonly fresh: boolean;
  readonly progress: ProgressLine;
}

export interface Exported {
  readonly manifest: Manifest;
  /** Chats in which there was something to do. */
  readonly changed: number;
  /** Read in this run. */
  readonly messages: number;
  readonly bytes: number;
  /** Titles of chats that went before anything of them was had. */
  readonly gone: readonly string[];
  readonly newlyMissing: readonly (MissingMedia & { readonly chat: string })[];
}

/** @throws what ends it; the folder is then as good to go on from as after a kill */
export async function runExport(parts: RunParts): Promise<Exported> {
  const { folder, progress, accounts } = parts;
  let manifest = manifestAtStart(parts);
  const nameOfAccount = await namesIn(folder.path);
  const folders = new Map(
    accounts.map((account) => [account.accountID, nameOfAccount(accountTitle(account), account.accountID)]),
  );
  manifest = { ...manifest, accounts: mergedAccounts(manifest, accounts, folders) };
  await writeJSON(join(folder.path, manifestFile), manifest);
  const summaries = new Map(manifest.chats.map((chat) => [chat.chatID, chat]));
  const counts = { done: 0, total: parts.chats.length, messages: 0, bytes: 0, at: '' };
  const gone: string[] = [];
  const newlyMissing: (MissingMedia & { chat: string })[] = [];
  let changed = 0;
  const took = (messages: number, bytes: number) => {
    counts.messages += messages;
    counts.bytes += bytes;
    progress.show(counts);
  };
  for (const [accountID, ofAccount] of Map.groupBy(parts.chats, (chat) => chat.accountID)) {
    const account = accounts.find((one) => one.accountID === accountID);
    const accountFolder = folders.get(accountID);
    if (account === undefined || accountFolder === undefined) continue;
    const nameOfChat = await namesIn(join(folder.path, accountFolder));
    for (const listed of ofAccount) {
      parts.signal.throwIfAborted();
      counts.at = listed.title;
      progress.show(counts);
      const name = nameOfChat(listed.title, listed.id);
      const path = join(folder.path, accountFolder, name);
      const outcome = await exportChat({ ...parts, scope: manifest, took }, listed, account, path);
      counts.done += 1;
      if (outcome === undefined) {
        gone.push(listed.title);
        continue;
      }
      if (outcome.isNew) changed += 1;
      newlyMissing.push(...outcome.newlyMissing.map((file) => ({ ...file, chat: listed.title })));
      summaries.set(listed.id, summaryOf(outcome, listed, `${accountFolder}/${name}`));
    }
  }
  manifest = {
    ...manifest,
    updatedAt: new Date().toISOString(),
    complete: true,
    freshSince: null,
    chats: [...summaries.values()],
  };
  if (parts.formats.includes('html')) await writeIndex(folder.path, manifest);
  else await rm(join(folder.path, 'index.html'), { force: true });
  await writeJSON(join(folder.path, manifestFile), manifest);
  return { manifest, changed, messages: counts.messages, bytes: counts.bytes, gone, newlyMissing };
}

function manifestAtStart({ folder, since, until, fresh }: RunParts): Manifest {
  const now = new Date().toISOString();
  const before = folder.manifest;
  return {
    format: exportFormat,
    version: exportVersion,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    complete: false,
    since,
    until,
    // One that was cut off goes on where it was.
    freshSince: before?.freshSince ?? (fresh && before !== undefined ? now : null),
    runSince: before?.complete === false ? before.runSince : now,
    accounts: before?.accounts ?? [],
    chats: before?.chats ?? [],
  };
}

/** Those of earlier runs stay: their chats are still here. */
function mergedAccounts(
  { accounts }: Manifest,
  now: readonly Account[],
  folders: ReadonlyMap<string, string>,
): Manifest['accounts'] {
  const merged = new Map(accounts.map((account) => [account.accountID, account]));
  for (const account of now)
    merged.set(account.accountID, { ...account, folder: folders.get(account.accountID) ?? account.accountID });
  return [...merged.values()];
}

const accountTitle = ({ network, bridge, user }: Account): string =>
  [network ?? bridge.type, user.fullName ?? user.username ?? user.id].join(' ');

function summaryOf({ record }: ChatOutcome, { id, accountID }: ListedChat, folder: string): ChatSummary {
  const { title, type } = record.chat;
  const { messages, newest, missingMedia } = record;
  return { chatID: id, accountID, title, type, folder, messages, missingMedia: missingMedia?.length ?? 0, newest };
}
