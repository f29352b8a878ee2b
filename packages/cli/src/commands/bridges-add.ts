import { resolve } from 'node:path';
import { resolveDataDir } from '../data-dir.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { startHint } from '../hint.ts';
import type { Result } from '../result.ts';
import { columns, printable, wrap } from '../text.ts';

/** Puts a bridge program where the server of this machine finds it. @throws CliError 1 when it is none; nothing is changed then */
export async function addBridge(path: string, globals: Globals): Promise<Result> {
  const dataDir = await resolveDataDir(globals);
  const { addBridgeProgram } = await import('@partyline/server');
  const document = await addBridgeProgram(dataDir, resolve(path)).catch((error: unknown) => {
    throw new CliError('failed', 'not_a_bridge', error instanceof Error ? error.message : String(error));
  });
  const text = `Added ${printable(document.name)} ${printable(document.version)} as ${document.program}. It is offered as local-${document.type} from the next start of the server on.`;
  return { document, text: `${wrap(text, columns())}\n\nStart it with:\n\n  ${startHint(globals)}` };
}
