import type { Command } from 'commander';
import { resetPassphrase } from '../commands/passphrase.ts';
import type { Run } from './run.ts';

export function passphraseCommands(program: Command, run: Run): void {
  program
    .command('passphrase')
    .description('the passphrase with which you let programs in')
    .command('reset')
    .description('forget it, to choose another with the link that the next start shows')
    .action((_options, command: Command) => run(command, resetPassphrase));
}
