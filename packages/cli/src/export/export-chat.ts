/** One chat of an export: its messages, their files, and what is made of them for people. */

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError, type Partyline } from '@partyline/client';
import type { Account, Chat } from '@partyline/protocol';
import { type Brought, bring } from './bring.ts';
import { writeHTML } from './html/page.ts';
import type { ListedChat } from './listed-chats.ts';
import { writeMarkdown } from './markdown/page.ts';
import { fetchMedia } from './media.ts';
import { readRecord } from './read-record.ts';
import {
  type ChatRecord,
  chatFile,
  exportFormat,
  exportVersion,
  type Format,
  type Manifest,
  type MissingMedia,
} from './records.ts';
import { isBefore, type Plan, readWalk, walkFile } from './walk.ts';
import { writeJSON } from './whole-files.ts';

export interface ChatParts {
  readonly client: Partyline;
  readonly scope: Pick<Manifest, 'since' | 'until' | 'freshSince' | 'runSince'>;
  readonly formats: readonly Format[];
  readonly withMedia: boolean;
  readonly signal: AbortSignal;
  took(messages: number, bytes: number): void;
}

export interface ChatOutcome {
  readonly record: ChatRecord;
  readonly isNew: boolean;
  /** Files of which it was not told before that they cannot be had. */
  readonly newlyMissing: readonly MissingMedia[];
}

/** What was said in this time before the last export is read again: it may have been edited, deleted or reacted to. */
const readBackMs = 7 * 86_400_000;

/** @returns undefined for a chat of which nothing was ever had, because it went meanwhile */
export async function exportChat(
  parts: ChatParts,
  listed: ListedChat,
  account: Account,
  folder: string,
): Promise<ChatOutcome | undefined> {
  await mkdir(folder, { recursive: true });
  const before = await readRecord(folder);
  const begun = await readWalk(join(folder, walkFile));
  const resumed = begun !== undefined && !isStale(begun.plan.startedAt, parts);
  if (!resumed && before !== undefined && isUpToDate(before, listed, parts))
    return { record: before, isNew: false, newlyMissing: [] };
  const chat = await retrieved(parts, listed.id);
  const came = await broughtUpToDate(parts, listed.id, folder, before, resumed ? begun : undefined);
  const about = chat ?? before?.chat;
  if (about === undefined || (came === undefined && before === undefined)) {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
  const isGone = came?.isGone ?? true;
  const { signal, took } = parts;
  const missing = parts.withMedia
    ? await fetchMedia({ client: parts.client, folder, signal, took: (bytes) => took(0, bytes) })
    : (before?.missingMedia ?? null);
  const record: ChatRecord = {
    format: exportFormat,
    version: exportVersion,
    chat: about,
    messages: came?.messages ?? before?.messages ?? 0,
    newest: came?.newest ?? before?.newest ?? null,
    readAt: came?.readAt ?? before?.readAt ?? new Date().toISOString(),
    facts: listed.facts,
    formats: parts.formats,
    missingMedia: missing,
    isGone,
  };
  if (parts.formats.includes('markdown')) await writeMarkdown(folder, record, account);
  if (parts.formats.includes('html')) await writeHTML(folder, record, account);
  await writeJSON(join(folder, chatFile), record);
  await rm(join(folder, walkFile), { force: true });
  const told = new Set(before?.missingMedia?.map(({ file }) => file));
  return { record, isNew: true, newlyMissing: (missing ?? []).filter(({ file }) => !told.has(file)) };
}

/** @returns undefined when the chat is gone and there was nothing to read */
async function broughtUpToDate(
  parts: ChatParts,
  chatID: string,
  folder: string,
  before: ChatRecord | undefined,
  begun: Awaited<ReturnType<typeof readWalk>>,
): Promise<Brought | undefined> {
  const { client, signal, scope } = parts;
  const bringParts = { client, chatID, folder, signal, took: (messages: number) => parts.took(messages, 0) };
  const planFrom = (readAt: string | undefined): Plan => ({
    startedAt: new Date().toISOString(),
    fresh: readAt === undefined,
    readBackTo: readAt === undefined ? null : new Date(Date.parse(readAt) - readBackMs).toISOString(),
    since: scope.since,
    until: scope.until,
  });
  const hasOlder = before !== undefined;
  if (begun !== undefined) {
    const finished = await bring(bringParts, begun, begun.plan, hasOlder);
    if (finished === undefined || finished.isGone) return finished;
    // And what was said since it began.
    return (await bring(bringParts, undefined, planFrom(finished.readAt), true)) ?? finished;
  }
  const known = before === undefined || isStale(before.readAt, parts) ? undefined : before.readAt;
  return bring(bringParts, undefined, planFrom(known), hasOlder);
}

/** Read before everything was wanted anew. */
const isStale = (readAt: string, { scope }: ChatParts): boolean =>
  scope.freshSince !== null && isBefore(readAt, scope.freshSince);

function isUpToDate(before: ChatRecord, listed: ListedChat, parts: ChatParts): boolean {
  const { lastActivity, facts } = listed;
  // A run that was ended in the middle read it and asked for its files already.
  const isOfThisRun = !isBefore(before.readAt, parts.scope.runSince);
  const quiet = isOfThisRun ? before.readAt : new Date(Date.parse(before.readAt) - readBackMs).toISOString();
  return (
    before.facts === facts &&
    !before.isGone &&
    parts.formats.every((format) => before.formats.includes(format)) &&
    (!parts.withMedia || before.missingMedia?.length === 0 || (isOfThisRun && before.missingMedia !== null)) &&
    lastActivity !== undefined &&
    isBefore(lastActivity, quiet) &&
    !isStale(before.readAt, parts)
  );
}

/** With everybody who is in it, where the server tells. */
async function retrieved({ client, signal }: ChatParts, chatID: string): Promise<Chat | undefined> {
  try {
    const { preview, ...chat } = await client.chats.retrieve(chatID, { maxParticipantCount: -1 }, { signal });
    return chat;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
