import { Argument, type Command } from 'commander';
import { printCompletion } from '../commands/completion.ts';
import { type Shell, shells } from '../completion/scripts.ts';
import type { Run } from './run.ts';

/** @param whole builds the program with what else is loaded only when it is needed: the flags of `serve` */
export function completionCommand(program: Command, run: Run, whole: () => Promise<Command>): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .description('print a script with which the shell completes commands and options')
    .addHelpText(
      'after',
      `
Once, and again after an update:
  $ partyline completion bash > ~/.local/share/bash-completion/completions/partyline
  $ partyline completion zsh > "\${fpath[1]}/_partyline"
  $ partyline completion fish > ~/.config/fish/completions/partyline.fish
`,
    )
    .action((shell: Shell, _options, command: Command) =>
      run(command, async () => printCompletion(shell, await whole())),
    );
}
