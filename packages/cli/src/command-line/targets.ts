import type { Command } from 'commander';
import { forgetServer, listServers, signOut, useServer } from '../commands/targets.ts';
import { defaultList } from './default-list.ts';
import type { Run } from './run.ts';

/** `targets` is what the official command line calls them. */
export function targetCommands(program: Command, run: Run): void {
  const servers = program
    .command('servers')
    .alias('targets')
    .description('the servers elsewhere that you signed in to with setup');
  defaultList(servers)
    .description('all of them; * marks the one that commands call when they name none')
    .action((_options, command: Command) => run(command, listServers));
  servers
    .command('use')
    .argument('<server>', 'its name or address')
    .description('call it when a command names none')
    .action((name: string, _options, command: Command) => run(command, (globals) => useServer(name, globals)));
  servers
    .command('remove')
    .argument('<server>', 'its name or address')
    .description('forget it here, without telling the server')
    .action((name: string, _options, command: Command) => run(command, (globals) => forgetServer(name, globals)));
  program
    .command('sign-out')
    .argument('[server]', 'its name or address; the usual one by default')
    .description('end the sign-in at a server, and forget it')
    .action((name: string | undefined, _options, command: Command) =>
      run(command, (globals) => signOut(name, globals)),
    );
}
