/** Copies chats into a folder of files. */

import { resolve } from 'node:path';
import type { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { sizeText } from '@partyline/server/size-text';
import { withClient } from '../access.ts';
import { chooseChat } from '../chat-choice.ts';
import { CliError, exitCodes, interrupted } from '../exit.ts';
import { type ExportFolder, openFolder } from '../export/folder.ts';
import { type ListedChat, listChats, listed } from '../export/listed-chats.ts';
import { parseFormats, parseLimit } from '../export/options.ts';
import { openProgressLine } from '../export/progress-line.ts';
import { type Exported, runExport } from '../export/run-export.ts';
import type { Globals } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { pickAccount } from '../match.ts';
import type { Result } from '../result.ts';
import { cut, paint, printable } from '../text.ts';

export interface ExportOptions {
  readonly chat?: readonly string[];
  readonly account?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly format?: string;
  readonly media?: boolean;
  readonly fresh?: boolean;
}

/** A token that is made for the command, should it not come to revoking it. */
const tokenMinutes = 24 * 60;

/** @throws CliError 1 when the disk is full; whatever ends it, the same command goes on where it was */
export async function exportChats(target: string, options: ExportOptions, globals: Globals): Promise<Result> {
  const wanted = {
    formats: parseFormats(options.format),
    since: parseLimit(options.since, false),
    until: parseLimit(options.until, true),
    withMedia: options.media !== false,
    fresh: options.fresh === true,
  };
  const path = resolve(target);
  return interruptible((signal) =>
    withClient(
      { ...globals, readOnly: true },
      async ({ client }) => {
        const folder = await openFolder(path);
        const progress = openProgressLine(globals.json);
        try {
          const scope = scopeOf(folder, wanted);
          const { accounts, chats } = await chosen(client, options, globals, signal);
          const done = await runExport({ ...wanted, ...scope, client, folder, accounts, chats, signal, progress });
          return resultOf(path, done);
        } catch (error) {
          throw told(error, path, signal);
        } finally {
          progress.end();
          folder.unlock();
        }
      },
      { minutes: tokenMinutes },
    ),
  );
}

type Limits = Pick<Exported['manifest'], 'since' | 'until'>;

/** What an export is of never changes: nobody could tell later what is in it. @throws CliError 2 */
function scopeOf({ manifest, path }: ExportFolder, { since, until }: Limits): Limits {
  if (manifest === undefined) return { since, until };
  const differs = (since ?? manifest.since) !== manifest.since || (until ?? manifest.until) !== manifest.until;
  if (!differs) return { since: manifest.since, until: manifest.until };
  const before = [manifest.since && `since ${manifest.since}`, manifest.until && `until ${manifest.until}`];
  throw new CliError(
    'usage',
    'other_scope',
    `${path} holds an export of ${before.filter(Boolean).join(' ') || 'all times'}. Name another folder for another one. Nothing was changed.`,
  );
}

async function chosen(
  client: Partyline,
  { chat: words, account: names }: ExportOptions,
  { pick }: Globals,
  signal: AbortSignal,
): Promise<{ accounts: Account[]; chats: ListedChat[] }> {
  const all = await client.accounts.list({ signal });
  const wanted = names === undefined ? all : names.map((name) => pickAccount(name, all, pick));
  if (words === undefined) {
    const accountIDs = wanted.map(({ accountID }) => accountID);
    const chats = accountIDs.length === 0 ? [] : await listChats(client, accountIDs, signal);
    return { accounts: wanted, chats };
  }
  const [only, another] = names === undefined ? [] : wanted;
  const account = another === undefined ? only?.accountID : undefined;
  const chats = new Map<string, ListedChat>();
  for (const word of words) {
    const chat = await chooseChat(client, word, { pick, account });
    chats.set(chat.id, listed(chat));
  }
  const used = new Set([...chats.values()].map(({ accountID }) => accountID));
  return { accounts: all.filter(({ accountID }) => used.has(accountID)), chats: [...chats.values()] };
}

function told(error: unknown, path: string, signal: AbortSignal): unknown {
  if (signal.aborted) return interrupted(`Stopped. The same command goes on where it was, in ${path}.`);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new CliError(
    'failed',
    'disk_full',
    `The disk of ${path} is full. What is there is whole: make room, and the same command goes on where it was.`,
  );
}

const shownMissing = 20;

function resultOf(path: string, done: Exported): Result {
  const { manifest, changed, messages, bytes, gone, newlyMissing } = done;
  const total = manifest.chats.reduce((sum, chat) => sum + chat.messages, 0);
  const missing = manifest.chats.reduce((sum, chat) => sum + chat.missingMedia, 0);
  const document = {
    folder: path,
    chats: manifest.chats.length,
    messages: total,
    changedChats: changed,
    readMessages: messages,
    fetchedBytes: bytes,
    goneChats: gone,
    missingMedia: missing,
    newlyMissingMedia: newlyMissing,
  };
  const text = [
    `Exported ${counted(total, 'message')} of ${counted(manifest.chats.length, 'chat')} into\n\n  ${path}\n`,
    `This time: ${counted(changed, 'chat')} with something new or not read again yet, ${counted(messages, 'message')} read${bytes === 0 ? '' : `, ${sizeText(bytes)} of files`}.`,
    ...gone.map((title) => `Gone meanwhile: ${cut(printable(title), 60)}`),
    ...missingText(newlyMissing, missing),
  ].join('\n');
  return { document, text, exitCode: newlyMissing.length > 0 ? exitCodes.failed : exitCodes.done };
}

function missingText(newly: Exported['newlyMissing'], all: number): string[] {
  if (all === 0) return [];
  const lines = newly
    .slice(0, shownMissing)
    .map(({ chat, file, reason }) => `  ${cut(printable(chat), 40)}: ${printable(file)}: ${printable(reason)}`);
  const more = newly.length - lines.length;
  return [
    '',
    `${paint('yellow', 'Warning:')} ${counted(all, 'file')} could not be had${newly.length === 0 ? ', as before' : ':'}`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more; chat.json of each chat lists them.`] : []),
    'They are asked for again by the next export.',
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
