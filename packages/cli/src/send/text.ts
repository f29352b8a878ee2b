/** The text of a message to send: from the command line, or from standard input. */

import { CliError } from '../exit.ts';

/** More than any server takes; a pipe that never ends must not fill the memory. */
const maxBytes = 4 * 1024 * 1024;

/**
 * @param words as given; `-` alone, or none where something is piped in, means standard input
 * @param isCaption it goes with a file, so that there need not be any
 * @returns Markdown; undefined when there is none, and need not be
 * @throws CliError 2 when there is nothing to send
 */
export async function readText(words: readonly string[], isCaption: boolean): Promise<string | undefined> {
  const isInput = words.length === 1 && words[0] === '-';
  if (words.length === 0 && isCaption) return undefined;
  if (words.length === 0 && process.stdin.isTTY) {
    throw new CliError('usage', 'empty_message', 'Say what to send: a text, `-` for standard input, or --file.');
  }
  // Of what is piped in, the line break at the end is the program's, not the message's.
  const text = isInput || words.length === 0 ? (await standardInput()).trimEnd() : words.join(' ');
  if (text.trim() !== '') return text;
  if (isCaption) return undefined;
  throw new CliError('usage', 'empty_message', 'The message is empty. Nothing was sent.');
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) {
      throw new CliError(
        'usage',
        'message_too_long',
        'The text is longer than 4 MB: send it with --file. Nothing was sent.',
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
