import type { Command } from 'commander';
import { listBridges } from '../commands/bridges.ts';
import { addBridge } from '../commands/bridges-add.ts';
import type { Run } from './run.ts';

export function otherCommands(program: Command, run: Run): void {
  const bridges = program
    .command('bridges')
    .description('the networks of which accounts can be added')
    .action((_options, command: Command) => run(command, listBridges));
  bridges
    .command('add')
    .argument('<program>', 'a mautrix bridge program for this machine')
    .description('offer another network, from the next start of the server on')
    .action((path: string, _options, command: Command) => run(command, (globals) => addBridge(path, globals)));
}
