import type { Setting } from '@partyline/server';
import { type Command, Option } from 'commander';
import { dataDirFlag, serve, serverArguments } from '../commands/serve.ts';
import { readGlobals, refuseWhenReadOnly } from '../globals.ts';

/** The flags are those of the server's settings table. It is loaded only when they matter: other commands start faster without. */
export async function serveCommand(program: Command, args: readonly string[]): Promise<void> {
  const command = program.command('serve').description('run the server');
  if (!args.includes('serve')) return;
  const { readSettings, settingsTable } = await import('@partyline/server');
  for (const setting of settingsTable) addFlag(command, setting);
  command
    // The official command line gives this flag to every server it starts.
    .addOption(new Option('--server-env <name>').hideHelp())
    .option('--demo', 'a server to try things on: sandbox accounts in every status, all gone at the end')
    .addHelpText('after', variables(settingsTable))
    .action(async (given: Record<string, unknown>, self: Command) => {
      const globals = readGlobals(self.optsWithGlobals(), process.env);
      refuseWhenReadOnly(globals, 'run a server, which writes all the time');
      const argv = serverArguments(settingsTable, given, globals);
      if (given['demo'] !== true) return serve(readSettings({ argv, env: process.env }), globals);
      const { serveDemo } = await import('../commands/demo.ts');
      return serveDemo(argv, globals);
    });
}

function addFlag(command: Command, { flag, kind, description }: Setting): void {
  if (flag === undefined || flag === dataDirFlag) return;
  if (kind === 'boolean') {
    command.addOption(new Option(`--${flag}`, description)).addOption(new Option(`--no-${flag}`).hideHelp());
  } else {
    command.addOption(new Option(`--${flag} <${kind === 'string' ? 'value' : kind}>`, description));
  }
}

function variables(table: readonly Setting[]): string {
  const lines = table.map(
    ({ env, flag, description }) => `  ${env.padEnd(32)}${flag === undefined ? description : `as --${flag}`}`,
  );
  return `\nEnvironment variables, where a flag was not given:\n${lines.join('\n')}\n`;
}
