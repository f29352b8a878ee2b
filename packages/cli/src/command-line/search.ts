import type { Command } from 'commander';
import { type SearchOptions, search } from '../commands/search.ts';
import { invocation } from '../hint.ts';
import { countOption } from './count.ts';
import type { Run } from './run.ts';

export function searchCommand(program: Command, run: Run): void {
  program
    .command('search')
    .argument('<query...>', 'words, and operators')
    .option('--chat <chat>', 'only messages of this chat')
    .option('--account <account>', 'only of this account')
    .addOption(countOption('--limit <count>', 'how many messages; 20 by default'))
    .addOption(countOption('--context <count>', 'so many messages before and after each; 1 by default', 0, 20))
    .description('find chats and messages everywhere')
    .addHelpText(
      'after',
      `
Operators, where the server is a Partyline: "exact words"  begin*  -without  from:me  from:ada  in:lobby  network:irc
has:image (video, audio, file, link, attachment)  before:2030-05  after:2030-05-17  -from:ada  -has:link
What begins with a dash stands after --, and quotes want quotes around them in a shell:
  $ ${invocation()} search holiday from:ada has:image
  $ ${invocation()} search -- '"see you" -tomorrow'
`,
    )
    .action((query: string[], options: SearchOptions, command: Command) =>
      run(command, (globals) => search(query, options, globals)),
    );
}
