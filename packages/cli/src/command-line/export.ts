import type { Command } from 'commander';
import { type ExportOptions, exportChats } from '../commands/export.ts';
import { invocation } from '../hint.ts';
import { type Run, repeatable } from './run.ts';

export function exportCommand(program: Command, run: Run): void {
  program
    .command('export')
    .argument('<folder>', 'a new one, or that of an earlier export, which is then brought up to date')
    .addOption(repeatable('--chat <chat>', 'only this chat: its title or ID (repeatable)'))
    .addOption(repeatable('--account <account>', 'only chats of this account (repeatable)'))
    .option('--since <day>', 'only messages from this day on: 2026-01-31')
    .option('--until <day>', 'only messages up to this day')
    .option('--format <list>', 'json, markdown, html; all by default, and json always')
    .option('--no-media', 'without pictures and other files')
    .option('--fresh', 'read everything again, what was exported before too')
    .description('copy chats into files that can be read without this program')
    .addHelpText(
      'after',
      `
Everything, and later what is new:
  $ ${invocation()} export ~/chats
One chat of one year:
  $ ${invocation()} export ~/family-2025 --chat Family --since 2025-01-01 --until 2025-12-31
Stopped in the middle, the same command goes on where it was.
`,
    )
    .action((folder: string, options: ExportOptions, command: Command) =>
      run(command, (globals) => exportChats(folder, options, globals)),
    );
}
