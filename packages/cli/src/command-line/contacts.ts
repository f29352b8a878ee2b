import type { Command } from 'commander';
import { type ContactOptions, listContacts, searchContacts } from '../commands/contacts.ts';
import { countOption } from './count.ts';
import { defaultList } from './default-list.ts';
import type { Run } from './run.ts';

export function contactCommands(program: Command, run: Run): void {
  const contacts = program.command('contacts').description('the people that accounts know');
  const options = (command: Command) =>
    command
      .option('--account <account>', 'only of this account')
      .addOption(countOption('--limit <count>', 'how many; 100 by default'));
  options(defaultList(contacts))
    .description('the contact lists of all accounts')
    .action((given: ContactOptions, command: Command) => run(command, (globals) => listContacts(given, globals)));
  options(
    contacts.command('search').argument('<words...>', 'a name, number, handle: what it fits depends on the network'),
  )
    .description('look people up, in the contact lists and on the networks')
    .action((words: string[], given: ContactOptions, command: Command) =>
      run(command, (globals) => searchContacts(words, given, globals)),
    );
}
