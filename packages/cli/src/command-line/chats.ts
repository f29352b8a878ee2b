import { type Command, Option } from 'commander';
import { type ChatListOptions, listChats, searchChats, showChat } from '../commands/chats.ts';
import {
  archiveChat,
  type DeleteChatOptions,
  type DraftOptions,
  deleteChat,
  draft,
  expireMessages,
  type LabelOptions,
  labelChat,
  markChat,
  type OfAccount,
  patchChat,
  type ReadOptions,
  type RemindOptions,
  remind,
} from '../commands/chats-change.ts';
import { type StartOptions, startChat } from '../commands/chats-start.ts';
import { invocation } from '../hint.ts';
import { countOption } from './count.ts';
import { defaultList } from './default-list.ts';
import type { Run } from './run.ts';

/** What commands on one chat say about its name. */
export const chatSelector =
  '\n<chat> is the number that the list shows, an ID, a title or a part of it, or in a direct chat the name, username,\nnumber or address of the person. --pick takes one of several.\n';

/** A command on one chat. */
export const onChat = (group: Command, name: string, description: string): Command =>
  group
    .command(name)
    .argument('<chat>', 'which one')
    .option('--account <account>', 'a chat of this account')
    .description(description)
    .addHelpText('after', chatSelector);

export function chatCommands(program: Command, run: Run): void {
  const chats = program.command('chats').description('list, search, begin and change chats');
  filters(defaultList(chats))
    .description('chats, those with the newest messages first')
    .action((options: ChatListOptions, command: Command) => run(command, (globals) => listChats(options, globals)));
  filters(chats.command('search').argument('<words...>', 'words of the title, or of what somebody in it is called'))
    .description('find chats, archived ones too')
    .action((words: string[], options: ChatListOptions, command: Command) =>
      run(command, (globals) => searchChats(words, options, globals)),
    );
  onChat(chats, 'show', 'everything about one chat').action((chat: string, options: OfAccount, command: Command) =>
    run(command, (globals) => showChat(chat, options, globals)),
  );
  startCommand(chats, run);
  markCommands(chats, run);
  switchCommands(chats, run);
  textCommands(chats, run);
  onChat(chats, 'delete', 'delete it with its messages, where the network can')
    .option('-y, --yes', 'do not ask')
    .option('--for-everyone', 'for all who are in it')
    .action((chat: string, options: DeleteChatOptions, command: Command) =>
      run(command, (globals) => deleteChat(chat, options, globals)),
    );
}

const filters = (command: Command): Command =>
  command
    .option('--account <account>', 'only of this account')
    .option('--unread', 'only with something unread')
    .option('--archived', 'only archived ones')
    .addOption(new Option('--inbox <inbox>', 'only there').choices(['primary', 'low-priority', 'archive', 'all']))
    .addOption(new Option('--type <type>', 'only such').choices(['single', 'group']))
    .option('--label <label>', 'only with this label')
    .addOption(countOption('--limit <count>', 'how many; 25 by default'));

function startCommand(chats: Command, run: Run): void {
  chats
    .command('start')
    .argument('<account>', 'with which account')
    .argument('<person...>', 'a name, username, number, address or ID; with several it is a group')
    .option('--title <title>', 'of the group')
    .option('--message <text>', 'the first message: Markdown')
    .description('begin a chat, or find the one that is there')
    .addHelpText(
      'after',
      `\nExamples:\n  $ ${invocation()} chats start irc ada --message "Hello"\n  $ ${invocation()} chats start whatsapp +12025550101 "Ada Lovelace" --title Trip\n`,
    )
    .action((account: string, people: string[], options: StartOptions, command: Command) =>
      run(command, (globals) => startChat(account, people, options, globals)),
    );
}

function markCommands(chats: Command, run: Run): void {
  for (const [mark, description, until] of [
    ['read', 'mark it as read', 'up to this message'],
    ['unread', 'mark it as unread', 'from this message on'],
  ] as const)
    onChat(chats, mark, description)
      .option('--message <id>', until)
      .action((chat: string, options: ReadOptions, command: Command) =>
        run(command, (globals) => markChat(chat, mark, options, globals)),
      );
  for (const [name, archived, description] of [
    ['archive', true, 'put it into the archive'],
    ['unarchive', false, 'take it out of the archive'],
  ] as const)
    onChat(chats, name, description).action((chat: string, options: OfAccount, command: Command) =>
      run(command, (globals) => archiveChat(chat, archived, options, globals)),
    );
}

function switchCommands(chats: Command, run: Run): void {
  for (const [name, patch, done, description] of [
    ['pin', { isPinned: true }, 'is pinned', 'keep it on top'],
    ['unpin', { isPinned: false }, 'is no longer pinned', 'keep it on top no longer'],
    ['mute', { isMuted: true }, 'is muted', 'no notifications'],
    ['unmute', { isMuted: false }, 'is no longer muted', 'notifications again'],
    ['low-priority', { isLowPriority: true }, 'has low priority', 'put it among those of low priority'],
    ['primary', { isLowPriority: false }, 'is among the primary ones', 'put it among the primary ones again'],
  ] as const)
    onChat(chats, name, description).action((chat: string, options: OfAccount, command: Command) =>
      run(command, (globals) => patchChat(chat, patch, done, options, globals)),
    );
}

function textCommands(chats: Command, run: Run): void {
  onChat(chats, 'rename', 'give it another title, where the network can')
    .argument('<title>')
    .action((chat: string, title: string, options: OfAccount, command: Command) =>
      run(command, (globals) => patchChat(chat, { title }, 'has a new title', options, globals)),
    );
  onChat(chats, 'describe', 'give it another description, where the network can')
    .argument('<text>')
    .action((chat: string, description: string, options: OfAccount, command: Command) =>
      run(command, (globals) => patchChat(chat, { description }, 'has a new description', options, globals)),
    );
  onChat(chats, 'expire', 'let new messages disappear, where the network can')
    .argument('<time>', 'after that long: 12h, 7d; off keeps them')
    .action((chat: string, time: string, options: OfAccount, command: Command) =>
      run(command, async (globals) => expireMessages(chat, time, options, globals)),
    );
  for (const [name, on, description] of [
    ['label', true, 'put a label on it'],
    ['unlabel', false, 'take a label off it'],
  ] as const) {
    const command = onChat(chats, name, description).argument('<label>', 'its name');
    if (on) command.option('--create', 'make the label if there is none of that name');
    command.action((chat: string, label: string, options: LabelOptions, self: Command) =>
      run(self, (globals) => labelChat(chat, label, on, options, globals)),
    );
  }
  onChat(chats, 'remind', 'have it come back at a time')
    .argument('[time]', 'in 90m, 12h, 3d, 2w, or a date and time')
    .option('--unless-answered', 'not if somebody writes before')
    .option('--off', 'no reminder any more')
    .action((chat: string, time: string | undefined, options: RemindOptions, command: Command) =>
      run(command, async (globals) => remind(chat, time, options, globals)),
    );
  onChat(chats, 'draft', 'keep an unsent text, or show the one that is kept')
    .argument('[text...]', 'Markdown')
    .option('--clear', 'throw it away')
    .option('--replace', 'in place of the one that is there')
    .action((chat: string, text: string[], options: DraftOptions, command: Command) =>
      run(command, async (globals) => draft(chat, text, options, globals)),
    );
}
