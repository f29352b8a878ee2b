import type { Command } from 'commander';
import { type CreateOptions, createToken, listTokens, revokeToken } from '../commands/token.ts';
import { invocation } from '../hint.ts';
import { defaultList } from './default-list.ts';
import { type Run, repeatable } from './run.ts';

export function tokenCommands(program: Command, run: Run): void {
  const tokens = program.command('token').description('access tokens of the server');
  tokens
    .command('create')
    .requiredOption('--name <name>', 'what it is for, so that you know it again')
    .addOption(repeatable('--scope <scope>', 'read or write (repeatable; both by default)'))
    .option('--expires <time>', 'how long it is valid: 12h, 30d, 4w, or a date; for ever by default')
    .addOption(repeatable('--account <account>', 'it sees only this account, by ID or network (repeatable)'))
    .addOption(repeatable('--chat <id>', 'it sees only this chat, or this one as well (repeatable)'))
    .addOption(repeatable('--write-chat <id>', 'it writes in this chat only (repeatable)'))
    .option('--sends-per-hour <count>', 'it sends no more messages than that')
    .option('--approve', 'what it sends waits until you approve it')
    .description('make a token and print it once')
    .addHelpText(
      'after',
      `\nExamples:\n  $ ${invocation()} token create --name my-app --scope read --expires 30d\n  $ ${invocation()} token create --name assistant --account irc --sends-per-hour 20 --approve\n`,
    )
    .action((options: CreateOptions, command: Command) => run(command, (globals) => createToken(options, globals)));
  defaultList(tokens)
    .description('all tokens, without the secrets')
    .action((_options, command: Command) => run(command, listTokens));
  tokens
    .command('revoke')
    .argument('<token>', 'ID or name')
    .option('--all', 'all tokens of that name')
    .description('make a token invalid; a running server follows within a second')
    .action((token: string, options: { all?: boolean }, command: Command) =>
      run(command, (globals) => revokeToken(token, options, globals)),
    );
}
