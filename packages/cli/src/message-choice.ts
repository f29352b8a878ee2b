/** Which message of a chat is meant. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Chat, Message } from '@partyline/protocol';
import { titleOf } from './chat-choice.ts';
import { CliError } from './exit.ts';
import { firstItems } from './first-items.ts';

/** Messages among which the last own one is looked for. */
const lookedThrough = 500;

/**
 * By its ID, in any of its forms, or `last`: the newest.
 *
 * @param isOwn whether `last` is the newest own one.
 * @throws CliError 5 when there is none
 */
export async function chooseMessage(client: Partyline, chat: Chat, words: string, isOwn = false): Promise<Message> {
  if (words.trim().toLowerCase() === 'last') {
    const newest = await firstItems(
      client.messages.list(chat.id, { limit: isOwn ? 100 : 20 }),
      isOwn ? lookedThrough : 20,
    );
    const found = newest.find((message) => isShown(message) && (!isOwn || message.isSender === true));
    if (found !== undefined) return found;
    throw none(`There is no message${isOwn ? ' of yours' : ''} in ${titleOf(chat)}.`);
  }
  try {
    return await client.messages.retrieve(words.trim(), { chatID: chat.id });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw none(`${titleOf(chat)} has no message "${words}". \`messages list\` shows the IDs.`);
  }
}

const isShown = ({ isDeleted, isHidden }: Message): boolean => isDeleted !== true && isHidden !== true;

const none = (message: string) => new CliError('nothingMatched', 'nothing_matched', message);
