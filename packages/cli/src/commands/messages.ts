/** Messages of one chat, to be read. */

import type { Partyline } from '@partyline/client';
import type { Chat, Message } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat, shortID } from '../chat-choice.ts';
import { chatName } from '../chat-text.ts';
import { conversation, messageDetails } from '../conversation-text.ts';
import { CliError } from '../exit.ts';
import { firstItems } from '../first-items.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import { chooseMessage } from '../message-choice.ts';
import { parsePast } from '../past.ts';
import type { Result } from '../result.ts';
import { paint } from '../text.ts';

export interface MessageListOptions {
  readonly account?: string;
  readonly limit?: number;
  /** A message or a time. */
  readonly before?: string;
  readonly after?: string;
}

const usualLimit = 20;
const perPage = 500;

/** For people the oldest first, as one reads; the document has them as the API does, newest first. */
export async function listMessages(words: string, options: MessageListOptions, globals: Globals): Promise<Result> {
  const { limit = usualLimit, before, after } = options;
  if (before !== undefined && after !== undefined)
    throw new CliError('usage', 'usage', 'Give --before or --after, not both.');
  return withClient(globals, async ({ client }) => {
    const chat = await chooseChat(client, words, { pick: globals.pick, account: options.account });
    const items =
      after !== undefined
        ? await messagesAfter(client, chat, after, limit)
        : await messagesBefore(client, chat, before, limit);
    const [oldest, newest] = [items.at(-1), items[0]];
    const onward =
      items.length < limit
        ? undefined
        : after === undefined
          ? `Earlier ones: ${hint(`messages list ${shortID(chat)} --before ${oldest?.id}`, globals)}`
          : `Later ones: ${hint(`messages list ${shortID(chat)} --after ${newest?.id}`, globals)}`;
    const text = [
      paint('bold', chatName(chat)),
      items.length === 0 ? 'No messages.' : conversation(items.toReversed()),
      ...(onward === undefined ? [] : [onward]),
    ].join('\n\n');
    return { document: { chatID: chat.id, items }, text };
  });
}

/** Newest first; without a place the newest of all. */
async function messagesBefore(
  client: Partyline,
  { id }: Chat,
  place: string | undefined,
  limit: number,
): Promise<Message[]> {
  const time = place === undefined ? undefined : parsePast(place, new Date());
  if (time === undefined)
    return firstItems(client.messages.list(id, { limit: Math.min(limit, perPage), cursor: place }), limit);
  const last = await lastBefore(client, id, time);
  if (last === undefined) return [];
  const earlier = client.messages.list(id, { limit: Math.min(limit, perPage), cursor: last.id });
  return [last, ...(await firstItems(earlier, limit - 1))];
}

/** Newest first, those next to the place. */
async function messagesAfter(client: Partyline, { id }: Chat, place: string, limit: number): Promise<Message[]> {
  const time = parsePast(place, new Date());
  const last = time === undefined ? undefined : await lastBefore(client, id, time);
  if (time !== undefined && last === undefined) return firstAfter(client, id, time, limit);
  const found: Message[] = [];
  let cursor: string | undefined = last?.id ?? place;
  while (cursor !== undefined && found.length < limit) {
    const size = Math.min(limit - found.length, perPage);
    const page = await client.messages.list(id, { cursor, direction: 'after', limit: size });
    const next = page.items.slice(-size);
    found.unshift(...next);
    cursor = page.hasMore ? next[0]?.id : undefined;
  }
  return found;
}

/** Where a time is older than all that is here, there is no place to begin at but the end. */
async function firstAfter(client: Partyline, chatID: string, time: Date, limit: number): Promise<Message[]> {
  let found: Message[] = [];
  for await (const message of client.messages.list(chatID, { limit: perPage })) {
    if (new Date(message.timestamp) < time) break;
    found.push(message);
    if (found.length > limit) found = found.slice(-limit);
  }
  return found;
}

async function lastBefore(client: Partyline, chatID: string, time: Date): Promise<Message | undefined> {
  const about = { chatIDs: [chatID], dateBefore: time.toISOString(), excludeLowPriority: false, limit: 1 };
  const [last] = await firstItems(client.messages.search(about), 1);
  return last;
}

export interface ContextOptions {
  readonly account?: string;
  readonly before?: number;
  readonly after?: number;
}

const usualContext = 5;

/** A message among those around it. */
export function showContext(
  words: string,
  messageWords: string,
  options: ContextOptions,
  globals: Globals,
): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const chat = await chooseChat(client, words, { pick: globals.pick, account: options.account });
    const message = await chooseMessage(client, chat, messageWords);
    const { before, after } = await around(client, message, options.before, options.after);
    const text = `${paint('bold', chatName(chat))}\n\n${conversation([...before, message, ...after], { marked: message.id })}`;
    return { document: { chatID: chat.id, before, message, after }, text };
  });
}

/** The neighbours of a message, oldest first. */
export async function around(
  client: Partyline,
  { id, chatID }: Message,
  before = usualContext,
  after = usualContext,
): Promise<{ before: Message[]; after: Message[] }> {
  const neighbours = async (count: number, direction: 'before' | 'after') => {
    if (count === 0) return [];
    const { items } = await client.messages.list(chatID, { cursor: id, direction, limit: count });
    // Some servers have their own number on a page.
    return (direction === 'after' ? items.slice(-count) : items.slice(0, count)).toReversed();
  };
  const [earlier, later] = await Promise.all([neighbours(before, 'before'), neighbours(after, 'after')]);
  return { before: earlier, after: later };
}

export function showMessage(
  words: string,
  messageWords: string,
  options: { readonly account?: string },
  globals: Globals,
): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const chat = await chooseChat(client, words, { pick: globals.pick, account: options.account });
    const message = await chooseMessage(client, chat, messageWords);
    const quoted =
      message.linkedMessageID === undefined
        ? undefined
        : await client.messages.retrieve(message.linkedMessageID, { chatID: chat.id }).catch(() => undefined);
    return { document: message, text: messageDetails(message, { chatTitle: chatName(chat), quoted }) };
  });
}
