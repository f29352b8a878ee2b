import type { Command } from 'commander';
import { listBridges } from '../commands/bridges.ts';
import type { Run } from './run.ts';

export function otherCommands(program: Command, run: Run): void {
  program
    .command('bridges')
    .description('the networks of which accounts can be added')
    .action((_options, command: Command) => run(command, listBridges));
}
