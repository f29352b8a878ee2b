import type { Command } from 'commander';
import { type AddOptions, addAccount } from '../commands/accounts-add.ts';
import { listAccounts, showAccount } from '../commands/accounts-list.ts';
import { removeAccount } from '../commands/accounts-remove.ts';
import { reconnectAccount, switchAccount } from '../commands/accounts-switch.ts';
import { invocation } from '../hint.ts';
import { defaultList } from './default-list.ts';
import { type Run, repeatable } from './run.ts';

const selector =
  '\n<account> is an account ID, or a network, user ID, username, e-mail or name of one account.\nCase, spaces, dots, dashes and underscores make no difference.\n';

export function accountCommands(program: Command, run: Run): void {
  const accounts = program.command('accounts').description('list, add and change chat accounts');
  defaultList(accounts)
    .description('all accounts and how they are')
    .action((_options, command: Command) => run(command, listAccounts));
  accounts
    .command('show')
    .argument('<account>', 'which one')
    .description('everything about one account')
    .addHelpText('after', selector)
    .action((account: string, _options, command: Command) => run(command, (globals) => showAccount(account, globals)));
  addCommand(accounts, run);
  accounts
    .command('remove')
    .argument('<account>', 'which one')
    .option('-y, --yes', 'do not ask')
    .description('sign out and forget an account')
    .addHelpText('after', selector)
    .action((account: string, options: { yes?: boolean }, command: Command) =>
      run(command, (globals) => removeAccount(account, options, globals)),
    );
  accounts
    .command('reconnect')
    .argument('<account>', 'which one')
    .description('connect to the network anew, now')
    .addHelpText('after', selector)
    .action((account: string, _options, command: Command) =>
      run(command, (globals) => reconnectAccount(account, globals)),
    );
  for (const [name, isDisabled, description] of [
    ['enable', false, 'switch an account on again'],
    ['disable', true, 'switch an account off; its login stays'],
  ] as const) {
    accounts
      .command(name)
      .argument('<account>', 'which one')
      .description(description)
      .addHelpText('after', selector)
      .action((account: string, _options, command: Command) =>
        run(command, (globals) => switchAccount(account, isDisabled, globals)),
      );
  }
}

function addCommand(accounts: Command, run: Run): void {
  accounts
    .command('add')
    .argument('[bridge]', 'the network: irc')
    .option('--flow <id>', 'the way to sign in, where there are several')
    .option('--account <account>', 'sign in to this account again')
    .addOption(repeatable('--set <field=value>', 'answer to a field (repeatable; others can see flags)'))
    .addOption(repeatable('--set-file <field=path>', 'answer to a field, read from a file (repeatable)'))
    .option('--fields <path>', 'answers as one JSON object in a file; - is standard input')
    .description('add an account, step by step')
    .addHelpText(
      'after',
      `
Without a terminal every needed field must be given:
  $ ${invocation()} accounts add irc --set nick=ada --set-file password=secret.txt
  $ echo '{"nick": "ada"}' | ${invocation()} accounts add irc --fields -
Sign in again after the network refused:
  $ ${invocation()} accounts add --account ada
`,
    )
    .action((bridge: string | undefined, options: AddOptions, command: Command) =>
      run(command, (globals) => addAccount(bridge, options, globals)),
    );
}
