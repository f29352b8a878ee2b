/** Finds chats and messages everywhere at once. */

import type { Partyline } from '@partyline/client';
import type { Chat, Message } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat, shortID } from '../chat-choice.ts';
import { chatName } from '../chat-text.ts';
import { conversation } from '../conversation-text.ts';
import { CliError } from '../exit.ts';
import { firstItems } from '../first-items.ts';
import type { Globals } from '../globals.ts';
import { pickAccount } from '../match.ts';
import type { Result } from '../result.ts';
import { paint } from '../text.ts';
import { around } from './messages.ts';

export interface SearchOptions {
  readonly chat?: string;
  readonly account?: string;
  readonly limit?: number;
  /** Messages told before and after each that was found. */
  readonly context?: number;
}

const usualLimit = 20;
const usualContext = 1;
/** What servers of the official API give out at once. */
const perPage = 20;
const mostChats = 10;

/** Messages stand by chats, those with the newest find first; within a chat the oldest first, as one reads. */
export async function search(words: readonly string[], options: SearchOptions, globals: Globals): Promise<Result> {
  const query = words.join(' ').trim();
  if (query === '') throw new CliError('usage', 'usage', 'Say what to search for.');
  const { limit = usualLimit, context = usualContext } = options;
  return withClient(globals, async ({ client }) => {
    const where = await placeOf(client, options, globals);
    const [found, chats] = await Promise.all([
      firstItems(
        client.messages.search({ query, ...where, excludeLowPriority: false, limit: Math.min(limit + 1, perPage) }),
        limit + 1,
      ),
      where.chatIDs === undefined ? namedChats(client, query, where.accountIDs) : [],
    ]);
    const messages = found.slice(0, limit);
    const groups = await Promise.all(
      [...Map.groupBy(messages, ({ chatID }) => chatID)].map(async ([chatID, hits]) => ({
        chat: await client.chats.retrieve(chatID),
        passages: globals.json ? [] : await passagesOf(client, hits.toReversed(), context),
      })),
    );
    const titles = Object.fromEntries(groups.map(({ chat }) => [chat.id, chat]));
    const more = found.length > limit ? [`There are more: --limit ${limit * 4} shows them.`] : [];
    const text = [
      ...(chats.length === 0 ? [] : [[paint('bold', 'Chats'), ...chats.map(chatLine)].join('\n')]),
      ...groups.map(groupText),
      ...more,
    ].join('\n\n');
    return {
      document: { chats, messages: { items: messages, hasMore: found.length > limit, chats: titles } },
      text: text === '' ? `Nothing was found for "${query}".` : text,
    };
  });
}

async function placeOf(client: Partyline, { chat, account }: SearchOptions, { pick }: Globals) {
  if (chat !== undefined) return { chatIDs: [(await chooseChat(client, chat, { pick, account })).id] };
  if (account === undefined) return {};
  return { accountIDs: [pickAccount(account, await client.accounts.list(), pick).accountID] };
}

/** By title, and by the people in it. */
async function namedChats(client: Partyline, query: string, accountIDs: string[] | undefined): Promise<Chat[]> {
  const about = { query, accountIDs, limit: mostChats };
  const found = await Promise.all(
    (['titles', 'participants'] as const).map((scope) =>
      firstItems(client.chats.search({ ...about, scope }), mostChats),
    ),
  );
  return [...new Map(found.flat().map((chat) => [chat.id, chat])).values()].slice(0, mostChats);
}

interface Passage {
  readonly messages: readonly Message[];
  readonly hits: ReadonlySet<string>;
}

/** What stands together; finds that are neighbours share what is around them. @param hits oldest first */
async function passagesOf(client: Partyline, hits: readonly Message[], context: number): Promise<Passage[]> {
  const passages: { messages: Message[]; hits: Set<string> }[] = [];
  for (const hit of hits) {
    const { before, after } = await around(client, hit, context, context);
    const messages = [...before, hit, ...after];
    const last = passages.at(-1);
    const known = new Set(last?.messages.map(({ id }) => id));
    if (last === undefined || !messages.some(({ id }) => known.has(id))) {
      passages.push({ messages, hits: new Set([hit.id]) });
      continue;
    }
    last.messages.push(...messages.filter(({ id }) => !known.has(id)));
    last.hits.add(hit.id);
  }
  return passages;
}

const chatLine = (chat: Chat): string => `    ${chatName(chat)}  ${paint('gray', `chat ${shortID(chat)}`)}`;

const groupText = ({ chat, passages }: { chat: Chat; passages: readonly Passage[] }): string =>
  [
    `${paint('bold', chatName(chat))}  ${paint('gray', `chat ${shortID(chat)}`)}`,
    ...passages.map(({ messages, hits }) => conversation(messages, { brief: ({ id }) => !hits.has(id) })),
  ].join('\n\n');
