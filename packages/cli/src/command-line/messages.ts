import type { Command } from 'commander';
import type { OfAccount } from '../commands/chats-change.ts';
import {
  type ContextOptions,
  listMessages,
  type MessageListOptions,
  showContext,
  showMessage,
} from '../commands/messages.ts';
import { type DeleteMessageOptions, deleteMessage, editMessage, reactTo } from '../commands/messages-change.ts';
import { invocation } from '../hint.ts';
import { chatSelector, onChat } from './chats.ts';
import { countOption } from './count.ts';
import type { Run } from './run.ts';

const messageSelector = '<message> is an ID, as the list shows it, or last.\n';

/** A command on one message. */
export const onMessage = (group: Command, name: string, description: string): Command =>
  onChat(group, name, description).argument('<message>', 'its ID, or last').addHelpText('after', messageSelector);

export function messageCommands(program: Command, run: Run): void {
  const messages = program.command('messages').description('read and change messages');
  messages
    .command('list', { isDefault: true })
    .argument('<chat>', 'which one')
    .option('--account <account>', 'a chat of this account')
    .addOption(countOption('--limit <count>', 'how many; 20 by default'))
    .option('--before <message or time>', 'those before this message, or this time: 2030-12-31, "2030-12-31 20:15", 3d')
    .option('--after <message or time>', 'those after it')
    .description('the newest messages of a chat')
    .addHelpText('after', chatSelector)
    .addHelpText(
      'after',
      `\nExamples:\n  $ ${invocation()} messages list ada --limit 50\n  $ ${invocation()} messages list ada --after 2d\n`,
    )
    .action((chat: string, options: MessageListOptions, command: Command) =>
      run(command, (globals) => listMessages(chat, options, globals)),
    );
  onMessage(messages, 'show', 'everything about one message').action(
    (chat: string, message: string, options: OfAccount, command: Command) =>
      run(command, (globals) => showMessage(chat, message, options, globals)),
  );
  onMessage(messages, 'context', 'a message among those around it')
    .addOption(countOption('--before <count>', 'how many before it; 5 by default', 0, 500))
    .addOption(countOption('--after <count>', 'how many after it; 5 by default', 0, 500))
    .action((chat: string, message: string, options: ContextOptions, command: Command) =>
      run(command, (globals) => showContext(chat, message, options, globals)),
    );
  changeCommands(messages, run);
}

function changeCommands(messages: Command, run: Run): void {
  onMessage(messages, 'edit', 'change a message of yours; last is your last one')
    .argument('<text...>', 'Markdown')
    .action((chat: string, message: string, text: string[], { account }: OfAccount, command: Command) =>
      run(command, (globals) => editMessage({ chat, message, account }, text, globals)),
    );
  onMessage(messages, 'delete', 'delete a message, where the network can; last is your last one')
    .option('-y, --yes', 'do not ask')
    .option('--for-me', 'for yourself only')
    .action((chat: string, message: string, options: OfAccount & DeleteMessageOptions, command: Command) =>
      run(command, (globals) => deleteMessage({ chat, message, account: options.account }, options, globals)),
    );
  for (const [name, on, description] of [
    ['react', true, 'react to a message'],
    ['unreact', false, 'take a reaction back'],
  ] as const)
    onMessage(messages, name, description)
      .argument('<reaction>', 'an emoji, or what else the network knows')
      .action((chat: string, message: string, reaction: string, { account }: OfAccount, command: Command) =>
        run(command, (globals) => reactTo({ chat, message, account }, reaction, on, globals)),
      );
}
