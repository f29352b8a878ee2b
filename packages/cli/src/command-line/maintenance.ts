import type { Command } from 'commander';
import { type BackupOptions, makeBackup } from '../commands/backup.ts';
import { examine } from '../commands/doctor.ts';
import { type RestoreOptions, restoreBackup } from '../commands/restore.ts';
import { invocation } from '../hint.ts';
import type { Run } from './run.ts';

/** What is done straight in the data folder of this machine. */
export function maintenanceCommands(program: Command, run: Run): void {
  program
    .command('doctor')
    .option('--quick', 'look a large database over only')
    .description('check everything and say what to do')
    .action((options: { quick?: boolean }, command: Command) => run(command, (globals) => examine(options, globals)));
  program
    .command('backup')
    .argument(
      '[target]',
      'new folder; in one that is there a folder is made, named by the time (default: beside the data folder)',
    )
    .option('--without-key', 'leave the key out; keep it elsewhere, nothing can sign in without it')
    .description('copy the data folder, while the server runs or not')
    .action((target: string | undefined, options: BackupOptions, command: Command) =>
      run(command, (globals) => makeBackup(target, options, globals)),
    );
  program
    .command('restore')
    .argument('<backup>', 'the folder that backup made')
    .option('--replace', 'move what the data folder holds aside first')
    .option('--check', 'only see whether the backup is whole')
    .description('put a backup back into the data folder, while no server runs on it')
    .addHelpText(
      'after',
      `\nInto another folder, beside the server that runs:\n  $ ${invocation()} restore /mnt/backups/partyline-2030-12-31T040000Z --data-dir ./restored\n`,
    )
    .action((backup: string, options: RestoreOptions, command: Command) =>
      run(command, (globals) => restoreBackup(backup, options, globals)),
    );
}
