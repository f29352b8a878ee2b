import type { Command } from 'commander';
import { listBridges } from '../commands/bridges.ts';
import { addBridge } from '../commands/bridges-add.ts';
import { speakMcp } from '../commands/mcp.ts';
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
  program
    .command('mcp')
    .description('speak the Model Context Protocol over standard input and output, for AI clients')
    .option('--read-only', 'without the tools that write')
    .action((options: { readOnly?: boolean }, command: Command) =>
      run(command, (globals) => speakMcp(options, globals)),
    );
}
