import type { Command } from 'commander';
import { type ImportOptions, importExport } from '../commands/import.ts';
import { invocation } from '../hint.ts';
import type { Run } from './run.ts';

export function importCommand(program: Command, run: Run): void {
  program
    .command('import')
    .argument('<folder>', 'what export made, here or with another server')
    .option('--name <name>', 'of the account that is made for it; the name of the folder by default')
    .option('--dry-run', 'only tell what would be imported')
    .description('bring an export into this server, to be read and searched')
    .addHelpText(
      'after',
      `
  $ ${invocation()} import ~/chats --name "WhatsApp until 2026"
The same name again imports what is missing; so does the same command after it was stopped.
`,
    )
    .action((folder: string, options: ImportOptions, command: Command) =>
      run(command, (globals) => importExport(folder, options, globals)),
    );
}
