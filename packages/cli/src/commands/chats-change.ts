/** What is changed about one chat. */

import type { Partyline } from '@partyline/client';
import type { Chat, ChatPatch, Label } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat } from '../chat-choice.ts';
import { chatName } from '../chat-text.ts';
import { confirmed } from '../confirmed.ts';
import { CliError } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { parseExpiry } from '../lifetime.ts';
import { localTime } from '../local-time.ts';
import { matching, onlyOne } from '../match.ts';
import { plainText } from '../message-text.ts';
import { offered } from '../not-offered.ts';
import type { Result } from '../result.ts';
import { printable } from '../text.ts';

export interface OfAccount {
  readonly account?: string;
}

/** Does something with the chat and says so; the document is the chat as it is then. @param act returns what it did: `is archived` */
async function changeChat(
  words: string,
  { account }: OfAccount,
  globals: Globals,
  act: (client: Partyline, chat: Chat) => Promise<string>,
): Promise<Result> {
  refuseWhenReadOnly(globals, 'change a chat');
  return withClient(globals, async ({ client }) => {
    const chat = await chooseChat(client, words, { pick: globals.pick, account });
    const done = await act(client, chat);
    return { document: await client.chats.retrieve(chat.id), text: `${chatName(chat)} ${done}.` };
  });
}

/** @param done what is said of it: `is pinned` */
export const patchChat = (words: string, patch: ChatPatch, done: string, options: OfAccount, globals: Globals) =>
  changeChat(words, options, globals, async (client, { id }) => {
    await client.chats.update(id, patch);
    return done;
  });

export const archiveChat = (words: string, archived: boolean, options: OfAccount, globals: Globals) =>
  changeChat(words, options, globals, async (client, { id }) => {
    await client.chats.archive(id, { archived });
    return archived ? 'is archived' : 'is no longer archived';
  });

export interface ReadOptions extends OfAccount {
  readonly message?: string;
}

export const markChat = (words: string, mark: 'read' | 'unread', options: ReadOptions, globals: Globals) =>
  changeChat(words, options, globals, async (client, { id }) => {
    const from = options.message === undefined ? {} : { messageID: options.message };
    await (mark === 'read' ? client.chats.markRead(id, from) : client.chats.markUnread(id, from));
    return options.message === undefined
      ? `is ${mark}`
      : `is ${mark} ${mark === 'read' ? 'up to' : 'from'} that message`;
  });

export const expireMessages = (words: string, time: string, options: OfAccount, globals: Globals) => {
  const now = new Date();
  const seconds = time === 'off' ? null : Math.round((parseExpiry(time, now).getTime() - now.getTime()) / 1_000);
  const done = seconds === null ? 'keeps its messages' : `lets new messages disappear after ${time}`;
  return patchChat(words, { messageExpirySeconds: seconds }, done, options, globals);
};

export interface RemindOptions extends OfAccount {
  readonly unlessAnswered?: true;
  readonly off?: true;
}

export const remind = (words: string, time: string | undefined, options: RemindOptions, globals: Globals) => {
  if (options.off === true && time === undefined)
    return changeChat(words, options, globals, async (client, { id }) => {
      await client.chats.reminders.delete(id);
      return 'has no reminder any more';
    });
  if (time === undefined || options.off === true)
    throw new CliError('usage', 'usage', 'Say when, like 2h, 3d or 2030-12-31T09:00, or --off.');
  const remindAt = parseExpiry(time, new Date()).toISOString();
  return changeChat(words, options, globals, async (client, { id }) => {
    const dismissOnIncomingMessage = options.unlessAnswered === true;
    await client.chats.reminders.create(id, { reminder: { remindAt, dismissOnIncomingMessage } });
    return `comes back on ${localTime(remindAt)}${dismissOnIncomingMessage ? ', unless somebody writes before' : ''}`;
  });
};

export interface DraftOptions extends OfAccount {
  readonly clear?: true;
  readonly replace?: true;
}

/** Shows the draft without a text. The server takes one only where there is none, so that nothing is lost by mistake. */
export const draft = (words: string, given: readonly string[], options: DraftOptions, globals: Globals) => {
  const text = given.join(' ');
  if (options.clear === true) return patchChat(words, { draft: null }, 'has no draft any more', options, globals);
  if (text === '')
    return withClient(globals, async ({ client }) => {
      const chat = await chooseChat(client, words, { pick: globals.pick, account: options.account });
      const found = chat.draft ?? null;
      return {
        document: { draft: found },
        text: found === null ? `${chatName(chat)} has no draft.` : plainText(found),
      };
    });
  return changeChat(words, options, globals, async (client, chat) => {
    if (options.replace === true) await client.chats.update(chat.id, { draft: null });
    else if (chat.draft)
      throw new CliError('failed', 'draft_exists', `${chatName(chat)} has a draft already; --replace takes its place.`);
    await client.chats.update(chat.id, { draft: { text } });
    return 'has the draft';
  });
};

export interface LabelOptions extends OfAccount {
  readonly create?: true;
}

export const labelChat = (words: string, name: string, on: boolean, options: LabelOptions, globals: Globals) =>
  changeChat(words, options, globals, async (client, chat) => {
    const labels = await client.labels.list();
    const isNew = options.create === true && matching(name, labels, keysOfLabel).length === 0;
    const label = isNew
      ? await offered('makes labels', client.labels.create({ name }))
      : chooseLabel(name, labels, globals);
    if (on) await offered('labels chats', client.chats.labels.attach(label.id, { chatID: chat.id }));
    else await offered('labels chats', client.chats.labels.detach(label.id, { chatID: chat.id }));
    return on ? `has the label ${printable(label.name)}` : `has the label ${printable(label.name)} no longer`;
  });

const keysOfLabel = ({ id, name }: Label) => [id, name];

/** @throws CliError 5 or 6 */
export const chooseLabel = (words: string, labels: readonly Label[], { pick }: Globals): Label =>
  labels.find(({ id }) => id === words) ??
  onlyOne(
    { kind: 'label', query: words, pick },
    matching(words, labels, keysOfLabel),
    labels,
    ({ id, name }) => `${name}  (${id})`,
    ({ id }) => id,
  );

export interface DeleteChatOptions extends OfAccount {
  readonly yes?: true;
  readonly forEveryone?: true;
}

/** @throws CliError 2 when it was not confirmed and nobody can be asked */
export async function deleteChat(words: string, options: DeleteChatOptions, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'delete a chat');
  return interruptible((signal) =>
    withClient(globals, async ({ client }) => {
      const chat = await chooseChat(client, words, { pick: globals.pick, account: options.account });
      const whose = options.forEveryone === true ? 'for all who are in it' : 'for you';
      const consequences = `${chatName(chat)} is deleted ${whose}, at its network and here, with all its messages. This cannot be undone.`;
      const question = { action: `delete ${chatName(chat)}`, message: 'Delete it?', consequences };
      if (!options.yes) await confirmed(question, signal, globals);
      const forEveryone = options.forEveryone === true;
      await offered('deletes chats', client.chats.delete(chat.id, { forEveryone }, { signal }));
      return { document: { deleted: chat.id }, text: `Deleted ${chatName(chat)}.` };
    }),
  );
}
