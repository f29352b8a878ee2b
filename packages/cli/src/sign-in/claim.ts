/** Making the server of this machine one's own: whoever owns the data folder may choose the passphrase with which programs are let in. */

import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { confirm, isCancel, password } from '@clack/prompts';
import { CliError, interrupted } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

export type Claim = 'claimed before' | 'claimed now' | 'not claimed';

/**
 * Asks at a terminal; elsewhere the passphrase is in a file, or nothing is claimed.
 *
 * @param file its first line; `-` is standard input
 * @throws CliError 1 when the folder cannot be used, 2 when the passphrase will not do
 */
export async function offerClaim(dataDir: string, file: string | undefined, terminal: Terminal): Promise<Claim> {
  const { openTokens } = await import('@partyline/server');
  const desk = await openTokens(dataDir).catch((error: unknown) => {
    throw new CliError('failed', 'data_folder', error instanceof Error ? error.message : String(error));
  });
  try {
    if (await desk.isClaimed()) {
      if (file !== undefined)
        throw new CliError(
          'usage',
          'claimed',
          'This server has a passphrase. Forget it first with `passphrase reset`.',
        );
      return 'claimed before';
    }
    if (file !== undefined) {
      const refusal = await desk.claim(await firstLine(file));
      if (refusal !== undefined) throw new CliError('usage', 'weak_passphrase', refusal);
      return 'claimed now';
    }
    return terminal.interactive ? await ask((passphrase) => desk.claim(passphrase), terminal) : 'not claimed';
  } finally {
    await desk.close();
  }
}

async function ask(
  claim: (passphrase: string) => Promise<string | undefined>,
  { output, signal, tell }: Terminal,
): Promise<Claim> {
  const wanted = await confirm({
    message: 'Choose the passphrase with which you let programs in now?',
    output,
    signal,
  });
  if (isCancel(wanted)) throw interrupted();
  if (!wanted) return 'not claimed';
  for (;;) {
    const first = await password({ message: 'Passphrase, of at least 12 characters', output, signal });
    if (isCancel(first)) throw interrupted();
    const again = await password({ message: 'The same again', output, signal });
    if (isCancel(again)) throw interrupted();
    const refusal = first === again ? await claim(first) : 'The two are not the same.';
    if (refusal === undefined) return 'claimed now';
    tell(refusal, true);
  }
}

async function firstLine(file: string): Promise<string> {
  const content = await (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError('usage', 'usage', `The passphrase cannot be read from ${file}: ${reason}`);
  });
  return content.split(/\r?\n/, 1)[0] ?? '';
}
