/** One chat of an export into an archive, in batches; what is there already costs a question and no more. */

import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { APIError, type Partyline } from '@partyline/client';
import type { ImportAttachment, ImportChat, ImportMessage } from '@partyline/protocol';
import { type ExportedMessage, mediaFolder, messagesFile } from '../export/records.ts';
import { ifMissing, linesOf } from '../export/whole-files.ts';
import { importAttachment, importChat, importMessage, isSent } from './import-shapes.ts';
import type { FoundChat } from './read-export.ts';

export interface ImportParts {
  readonly client: Partyline;
  /** Undefined: there is no archive yet, and nothing is to be made. */
  readonly accountID: string | undefined;
  /** Nothing is changed, only counted. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  took(counts: Partial<ImportCounts>): void;
}

export interface ImportCounts {
  /** Looked at. */
  messages: number;
  /** Not in the archive before. */
  imported: number;
  /** Of those. */
  files: number;
  bytes: number;
  /** Files of those that are not in the export, or that the server did not take. */
  missingFiles: number;
  /** Messages that were never sent. */
  unsent: number;
}

const mostMessages = 250;
/** The server takes 4 MiB: a chat with everybody in it, or one very long message, must fit beside them. */
const mostBytes = 1_500_000;
/** Messages whose files are uploaded. */
const atOnce = 4;
const options = { timeout: 120_000, maxRetries: 5 } as const;

export async function importChatFolder(parts: ImportParts, { folder, record }: FoundChat): Promise<void> {
  const whole = importChat(record.chat);
  const { id, type, title } = whole;
  // What the chat is goes with the first batch; an empty chat is one too.
  let chat: ImportChat = whole;
  let batch: ExportedMessage[] = [];
  let bytes = 0;
  let sent = false;
  const send = async () => {
    if (batch.length === 0 && sent) return;
    await sendBatch(parts, folder, chat, batch);
    sent = true;
    chat = { id, type, title };
    batch = [];
    bytes = 0;
  };
  for await (const line of linesOf(join(folder, messagesFile))) {
    parts.signal.throwIfAborted();
    const message: ExportedMessage = JSON.parse(line);
    if (!isSent(message)) {
      parts.took({ messages: 1, unsent: 1 });
      continue;
    }
    const size = Buffer.byteLength(line);
    if (bytes + size > mostBytes && batch.length > 0) await send();
    batch.push(message);
    bytes += size;
    if (batch.length === mostMessages) await send();
  }
  await send();
}

async function sendBatch(
  parts: ImportParts,
  folder: string,
  chat: ImportChat,
  batch: readonly ExportedMessage[],
): Promise<void> {
  const { client, accountID, dryRun, signal, took } = parts;
  const ask = { ...options, signal };
  const hasFiles = batch.some(({ attachments }) => attachments?.some(({ file }) => file !== undefined));
  const everything = new Set(batch.map(({ id }) => id));
  const question = { chat, messages: batch.map(({ id, timestamp, senderID }) => ({ id, timestamp, senderID })) };
  let missing: ReadonlySet<string> = everything;
  if (accountID !== undefined && (dryRun || hasFiles))
    missing = new Set((await client.accounts.imports.create(accountID, { ...question, dryRun: true }, ask)).missing);
  const messages: ImportMessage[] = [];
  for (let first = 0; first < batch.length; first += atOnce) {
    const some = batch.slice(first, first + atOnce);
    const files = await Promise.all(
      some.map((message) => (missing.has(message.id) ? withUploads(parts, folder, message) : undefined)),
    );
    messages.push(...some.map((message, index) => importMessage(message, files[index])));
  }
  let imported = missing.size;
  if (!dryRun && accountID !== undefined)
    imported = (await client.accounts.imports.create(accountID, { chat, messages }, ask)).missing.length;
  took({ messages: batch.length, imported });
}

/** @returns undefined where a message has none */
async function withUploads(
  { client, dryRun, signal, took }: ImportParts,
  folder: string,
  { attachments, isDeleted }: ExportedMessage,
): Promise<ImportAttachment[] | undefined> {
  if (attachments === undefined || isDeleted === true) return undefined;
  const uploaded: ImportAttachment[] = [];
  for (const attachment of attachments) {
    const told = importAttachment(attachment);
    const found = await fileOf(folder, attachment.file);
    if (found === undefined) {
      if (attachment.file !== undefined) took({ missingFiles: 1 });
      uploaded.push(told);
      continue;
    }
    const uploadID = dryRun ? undefined : await upload(client, found.path, told, signal);
    if (uploadID === undefined && !dryRun) took({ missingFiles: 1 });
    else took({ files: 1, bytes: found.size });
    uploaded.push({ ...told, ...(uploadID !== undefined && { uploadID }) });
  }
  return uploaded;
}

/** Only from the chat's own folder: whoever made the export must not choose what of this machine is uploaded. */
async function fileOf(folder: string, file: string | undefined): Promise<{ path: string; size: number } | undefined> {
  if (file === undefined) return undefined;
  const path = join(folder, mediaFolder, basename(file));
  const stats = await lstat(path).catch(ifMissing);
  return stats?.isFile() ? { path, size: stats.size } : undefined;
}

/** @returns undefined when the server does not take this file */
async function upload(
  client: Partyline,
  path: string,
  { fileName, mimeType }: ImportAttachment,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const named = { fileName: fileName?.slice(0, 1_000), mimeType: isMimeType(mimeType) ? mimeType : undefined };
    return (await client.assets.upload({ file: path, ...named }, { signal })).uploadID;
  } catch (error) {
    if (error instanceof APIError && error.status === 413) return undefined;
    throw error;
  }
}

const isMimeType = (text: string | undefined): boolean =>
  text !== undefined && text.length < 255 && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(text);
