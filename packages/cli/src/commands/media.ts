/** The files of messages. */

import { createWriteStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Partyline } from '@partyline/client';
import type { Attachment, Message } from '@partyline/protocol';
import { sizeText } from '@partyline/server/size-text';
import { withClient } from '../access.ts';
import { chooseChat } from '../chat-choice.ts';
import { CliError, interrupted } from '../exit.ts';
import { plainName } from '../export/file-names.ts';
import type { Globals } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { chooseMessage } from '../message-choice.ts';
import type { Result } from '../result.ts';
import { printable } from '../text.ts';

export interface DownloadOptions {
  readonly account?: string;
  /** A file or a folder; `-` is standard output. By default the file's own name, in the current folder. */
  readonly to?: string;
  /** Which file of the message, from 1 on. */
  readonly file?: number;
  /** In place of a file that is there. */
  readonly force?: true;
}

/** The server may have to fetch it from a network first. */
const firstByteMs = 330_000;

/** @throws CliError 5 when the message has no such file; 1 when there is a file of that name already. Half a file is never left. */
export function downloadMedia(
  chatWords: string,
  messageWords: string,
  options: DownloadOptions,
  globals: Globals,
): Promise<Result> {
  return interruptible((signal) =>
    withClient(globals, async ({ client }) => {
      const chat = await chooseChat(client, chatWords, { pick: globals.pick, account: options.account });
      const message = await chooseMessage(client, chat, messageWords);
      const { attachment, url } = attachmentOf(message, options.file);
      if (options.to === '-') {
        if (globals.json)
          throw new CliError('usage', 'usage', 'With --json name a file: standard output is the document’s.');
        await pipeline(await contentOf(client, url, signal), process.stdout, { end: false, signal });
        return { document: {}, text: '' };
      }
      const path = await pathFor(attachment, options);
      const bytes = await save(() => contentOf(client, url, signal), path, options.force === true, signal);
      const document = { path, bytes, mimeType: attachment.mimeType ?? null, fileName: attachment.fileName ?? null };
      return { document, text: `${printable(path)} (${sizeText(bytes)})` };
    }),
  );
}

function attachmentOf({ attachments = [] }: Message, number = 1): { attachment: Attachment; url: string } {
  const attachment = attachments[number - 1];
  if (attachment === undefined) {
    const has = attachments.length === 0 ? 'has no file' : `has ${attachments.length}, not ${number}`;
    throw new CliError('nothingMatched', 'nothing_matched', `The message ${has}.`);
  }
  const url = attachment.srcURL ?? attachment.id ?? '';
  if (/^(mxc|localmxc|file):/.test(url)) return { attachment, url };
  // Whoever sent it would learn the address of this machine.
  if (/^https?:/.test(url))
    throw new CliError('failed', 'elsewhere', `The server does not have this file; it is at ${printable(url)}`);
  throw new CliError('failed', 'no_file', 'The server does not say where this file is.');
}

async function contentOf(client: Partyline, url: string, signal: AbortSignal): Promise<Readable> {
  const { body } = await client.assets.serve({ url }, { signal, timeout: firstByteMs });
  return body === null ? Readable.from([]) : Readable.fromWeb(body);
}

async function pathFor(attachment: Attachment, { to = '.' }: DownloadOptions): Promise<string> {
  const isFolder = await stat(to).then(
    (found) => found.isDirectory(),
    () => /[\\/]$/.test(to),
  );
  return isFolder ? resolve(join(to, nameOfFile(attachment))) : resolve(to);
}

/** As it was called by whoever sent it, made harmless. */
function nameOfFile({ fileName = '', mimeType }: Attachment): string {
  const [, stem = fileName, extension = ''] = /^(.*)\.([A-Za-z0-9]{1,8})$/s.exec(fileName) ?? [];
  const given = extension || (/^[a-z]+\/([a-z0-9]{1,8})$/.exec(mimeType ?? '')?.[1] ?? '');
  return plainName(stem, 'file') + (given === '' ? '' : `.${given.toLowerCase()}`);
}

async function save(open: () => Promise<Readable>, path: string, force: boolean, signal: AbortSignal): Promise<number> {
  // An empty file keeps the name, so that nobody else's file is replaced at the end.
  if (!force) await writeFile(path, '', { flag: 'wx' }).catch((error: unknown) => asRefusal(error, path));
  const part = `${path}.${process.pid}.part`;
  try {
    const file = createWriteStream(part, { flags: 'wx' });
    await pipeline(await open(), file, { signal });
    await rename(part, path);
    return file.bytesWritten;
  } catch (error) {
    await rm(part, { force: true });
    if (!force) await rm(path, { force: true });
    if (signal.aborted) throw interrupted('Cancelled. Nothing was saved.');
    return asRefusal(error, path);
  }
}

function asRefusal(error: unknown, path: string): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') {
    const text = `${path} is there already: name another file with --to, or add --force.`;
    throw new CliError('failed', 'file_exists', text);
  }
  if (code === 'ENOENT') throw new CliError('failed', 'no_folder', `There is no folder for ${path}.`);
  throw error;
}
