import type { Command } from 'commander';
import { cancelDelivery, confirmDelivery, listOutbox, retryDelivery, showDelivery } from '../commands/outbox.ts';
import { defaultList } from './default-list.ts';
import type { Run } from './run.ts';

export function outboxCommands(program: Command, run: Run): void {
  const outbox = program
    .command('outbox')
    .description('messages that were not sent yet: they wait, are for later, or did not get through');
  defaultList(outbox)
    .option('--chat <chat>', 'only those of this chat')
    .description('all of them, newest first')
    .action((options: { chat?: string }, command: Command) => run(command, (globals) => listOutbox(options, globals)));
  outbox
    .command('show')
    .argument('<message>', 'its ID, as list and send show it')
    .option('--chat <chat>', 'its chat: finds it also when it was sent meanwhile')
    .description('one of them, and what became of it')
    .action((id: string, options: { chat?: string }, command: Command) =>
      run(command, (globals) => showDelivery(id, options, globals)),
    );
  outbox
    .command('retry')
    .argument('<message>', 'its ID, as list shows it')
    .option('--yes', 'do not ask, even if it may then be there twice')
    .option('--no-wait', 'do not wait for the network')
    .description('send one again that did not get through')
    .action((id: string, options: { yes?: boolean; wait: boolean }, command: Command) =>
      run(command, (globals) => retryDelivery(id, options, globals)),
    );
  outbox
    .command('confirm')
    .argument('<message>', 'its ID, as list shows it')
    .description('say that one arrived of which nobody knew it')
    .action((id: string, _options, command: Command) => run(command, (globals) => confirmDelivery(id, globals)));
  outbox
    .command('cancel')
    .alias('discard')
    .argument('<message>', 'its ID, as list shows it')
    .description('take one back that waits, or give up one that did not get through')
    .action((id: string, _options, command: Command) => run(command, (globals) => cancelDelivery(id, globals)));
}
