import type { Command } from 'commander';
import { type WatchOptions, watch } from '../commands/watch.ts';
import { type Run, repeatable } from './run.ts';

export function watchCommand(program: Command, run: Run): void {
  program
    .command('watch')
    .description('what happens, as it happens: a line for each message, or with --json for each event')
    .addOption(repeatable('--chat <chat>', 'only of this chat; can be repeated'))
    .addOption(repeatable('--account <account>', 'only of this account; can be repeated'))
    .addOption(repeatable('--type <type>', 'only events of this type, such as message.upserted; can be repeated'))
    .option('--since <when>', 'begin in the past: a cursor, 2h, 7d, 2026-11-22, "2026-11-22 09:00"')
    .option('--cursor-file <file>', 'go on where the last run with this file ended; --since is for the first')
    .action((options: WatchOptions, command: Command) => run(command, (globals) => watch(options, globals)));
}
