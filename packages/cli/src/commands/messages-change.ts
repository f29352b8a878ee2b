/** What is changed about one message. */

import type { Partyline } from '@partyline/client';
import type { Chat, Message } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat } from '../chat-choice.ts';
import { chatName } from '../chat-text.ts';
import { confirmed } from '../confirmed.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { chooseMessage } from '../message-choice.ts';
import { messageLines, messageSummary, senderOf } from '../message-text.ts';
import type { Result } from '../result.ts';
import { printable } from '../text.ts';

export interface OfMessage {
  readonly chat: string;
  readonly message: string;
  readonly account?: string | undefined;
}

interface Found {
  readonly client: Partyline;
  readonly chat: Chat;
  readonly message: Message;
}

/** @param isOwn whether `last` is the newest own message. */
async function onMessage(
  { chat: words, message, account }: OfMessage,
  globals: Globals,
  isOwn: boolean,
  act: (found: Found) => Promise<Result>,
): Promise<Result> {
  refuseWhenReadOnly(globals, 'change a message');
  return withClient(globals, async ({ client }) => {
    const chat = await chooseChat(client, words, { pick: globals.pick, account });
    return act({ client, chat, message: await chooseMessage(client, chat, message, isOwn) });
  });
}

export const editMessage = (which: OfMessage, words: readonly string[], globals: Globals): Promise<Result> =>
  onMessage(which, globals, true, async ({ client, chat, message }) => {
    const edited = await client.messages.update(message.id, { chatID: chat.id, text: words.join(' ') });
    return { document: edited, text: messageLines(edited, { chatTitle: chatName(chat) }) };
  });

export const reactTo = (which: OfMessage, reactionKey: string, on: boolean, globals: Globals): Promise<Result> =>
  onMessage(which, globals, false, async ({ client, chat, message }) => {
    const { reactions } = client.chats.messages;
    const about = `${senderOf(message)}: ${messageSummary(message, 60)}`;
    if (!on) {
      const document = await reactions.delete(reactionKey, { chatID: chat.id, messageID: message.id });
      return { document, text: `Took ${printable(reactionKey)} back from "${about}".` };
    }
    const document = await reactions.add(message.id, { chatID: chat.id, reactionKey });
    return { document, text: `Reacted with ${printable(reactionKey)} to "${about}".` };
  });

export interface DeleteMessageOptions {
  readonly yes?: true;
  readonly forMe?: true;
}

/** @throws CliError 2 when it was not confirmed and nobody can be asked */
export const deleteMessage = (which: OfMessage, options: DeleteMessageOptions, globals: Globals): Promise<Result> =>
  interruptible((signal) =>
    onMessage(which, globals, true, async ({ client, chat, message }) => {
      const forEveryone = options.forMe !== true;
      const whose = forEveryone ? 'for everybody' : 'for you';
      const consequences = `In ${chatName(chat)} this message of ${senderOf(message) === 'You' ? 'yours' : senderOf(message)} is deleted ${whose}: ${messageSummary(message, 200)}`;
      const question = { action: 'delete this message', message: 'Delete it?', consequences };
      if (!options.yes) await confirmed(question, signal, globals);
      await client.messages.delete(message.id, { chatID: chat.id, forEveryone }, { signal });
      return { document: { deleted: message.id, chatID: chat.id }, text: 'Deleted.' };
    }),
  );
