/** The owner's passphrase, forgotten straight in the data folder: whoever owns the folder needs none. */

import { resolveDataDir } from '../data-dir.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import type { Result } from '../result.ts';

export async function resetPassphrase(globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'forget the passphrase');
  const dataDir = await resolveDataDir(globals);
  const { openTokens } = await import('@partyline/server');
  const desk = await openTokens(dataDir);
  try {
    const reset = await desk.forgetPassphrase();
    const text = reset
      ? 'The passphrase is forgotten, and browsers are signed out. Programs that were let in stay so. The server shows a link to choose another at its next start.'
      : 'There is no passphrase. The server shows a link to choose one whenever it starts.';
    return { document: { reset }, text };
  } finally {
    await desk.close();
  }
}
