import { type Command, InvalidArgumentError } from 'commander';
import { listBridges } from '../commands/bridges.ts';
import { type AddBridgeOptions, addBridge } from '../commands/bridges-add.ts';
import { removeHeldBridge, resetHeldBridge } from '../commands/bridges-forget.ts';
import { listHeldBridges } from '../commands/bridges-list.ts';
import { speakMcp } from '../commands/mcp.ts';
import { invocation } from '../hint.ts';
import type { Run } from './run.ts';

export function otherCommands(program: Command, run: Run): void {
  const bridges = program
    .command('bridges')
    .description('the networks of which accounts can be added')
    .action((_options, command: Command) => run(command, listBridges));
  bridges
    .command('list')
    .description('the bridges kept in the data folder of this machine: programs, and those that run elsewhere')
    .action((_options, command: Command) => run(command, listHeldBridges));
  bridges
    .command('add')
    .argument('[program]', 'a mautrix bridge program for this machine')
    .option('--remote <type>', 'instead, one that runs elsewhere and dials in: whatsapp')
    .option('--port <port>', 'with --remote: where this machine waits for it', portNumber)
    .option('--address <url>', 'with --remote: what it dials, where something stands in front of that port')
    .description('offer another network, from the next start of the server on')
    .addHelpText(
      'after',
      `
A program that this server starts by itself:
  $ ${invocation()} bridges add ~/Downloads/mautrix-whatsapp
A bridge in a container, or on another machine behind a proxy with TLS; prints what its config.yaml needs:
  $ ${invocation()} bridges add --remote whatsapp
  $ ${invocation()} bridges add --remote whatsapp --address https://chat.example.org/whatsapp
`,
    )
    .action((path: string | undefined, options: AddBridgeOptions, command: Command) =>
      run(command, (globals) => addBridge(path, options, globals)),
    );
  bridges
    .command('remove')
    .argument('<bridge>', 'its ID: local-whatsapp')
    .option('-y, --yes', 'do not ask')
    .description('forget a bridge without accounts, while the server is stopped')
    .action((bridge: string, options: { yes?: boolean }, command: Command) =>
      run(command, (globals) => removeHeldBridge(bridge, options, globals)),
    );
  bridges
    .command('reset')
    .argument('<bridge>', 'its ID: local-whatsapp')
    .option('-y, --yes', 'do not ask')
    .description('let a bridge begin anew, while the server is stopped; its accounts have to sign in again')
    .action((bridge: string, options: { yes?: boolean }, command: Command) =>
      run(command, (globals) => resetHeldBridge(bridge, options, globals)),
    );
  program
    .command('mcp')
    .description('speak the Model Context Protocol over standard input and output, for AI clients')
    .addHelpText('after', '\nWith --read-only it is without the tools that write.\n')
    .action((_options, command: Command) => run(command, speakMcp));
}

function portNumber(given: string): number {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('Give 1 to 65535.');
  return port;
}
