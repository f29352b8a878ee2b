import type { Command } from 'commander';
import { type DownloadOptions, downloadMedia } from '../commands/media.ts';
import { countOption } from './count.ts';
import { onMessage } from './messages.ts';
import type { Run } from './run.ts';

export function mediaCommands(program: Command, run: Run): void {
  const media = program.command('media').description('the files of messages');
  onMessage(media, 'download', 'save a file of a message')
    .option('--to <path>', 'a file or a folder, - for standard output; its own name and the current folder by default')
    .addOption(countOption('--file <n>', 'which one, where the message has several; the first by default'))
    .option('--force', 'in place of a file that is there')
    .action((chat: string, message: string, options: DownloadOptions, command: Command) =>
      run(command, (globals) => downloadMedia(chat, message, options, globals)),
    );
}
