import type { Command } from 'commander';
import { completionScript, type Shell } from '../completion/scripts.ts';
import { placesOf } from '../completion/tree.ts';
import type { Result } from '../result.ts';

export async function printCompletion(shell: Shell, program: Command): Promise<Result> {
  const script = completionScript(shell, placesOf(program));
  return { document: { shell, script }, text: script.trimEnd() };
}
