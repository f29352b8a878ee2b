import { type Command, Option } from 'commander';
import { type SendOptions, send } from '../commands/send.ts';
import { type Run, repeatable } from './run.ts';

const kinds = ['voice-note', 'sticker', 'gif', 'image', 'video', 'audio', 'file'];

export function sendCommand(program: Command, run: Run): void {
  program
    .command('send')
    .argument('<chat>', 'its ID or title, or the person in it')
    .argument('[text...]', 'Markdown; `-`, or none where something is piped in: from standard input')
    .description('send a message, and wait until the network has it')
    .addOption(repeatable('--file <path>', 'send a file, the text with the first of them; can be repeated'))
    .addOption(new Option('--as <kind>', 'what the files are sent as; by default what they are').choices(kinds))
    .option('--reply-to <message>', 'answer this message: its ID, or `last`')
    .option('--at <time>', 'send it later: 18:30, "tomorrow 9:00", +2h, "2030-12-24 18:00"')
    .option('--account <account>', 'of several chats of that name, the one of this account')
    .option('--idempotency-key <key>', 'the same key again is the same message')
    .option('--no-wait', 'do not wait for the network')
    .action((chat: string, words: string[], options: SendOptions, command: Command) =>
      run(command, (globals) => send(chat, words, options, globals)),
    );
}
