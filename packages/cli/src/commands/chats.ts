/** Chats: which there are. */

import type { Partyline } from '@partyline/client';
import type { Chat, ChatListItem } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat } from '../chat-choice.ts';
import { chatDetails, chatsTable } from '../chat-text.ts';
import { firstItems } from '../first-items.ts';
import type { Globals } from '../globals.ts';
import { normalise, pickAccount } from '../match.ts';
import type { Result } from '../result.ts';

export interface ChatListOptions {
  readonly account?: string;
  readonly unread?: true;
  readonly archived?: true;
  readonly inbox?: 'primary' | 'low-priority' | 'archive' | 'all';
  readonly type?: 'single' | 'group';
  readonly label?: string;
  readonly limit?: number;
}

const usualLimit = 25;
const perPage = 200;

/** Newest activity first, without the archived ones unless they are asked for. */
export async function listChats(options: ChatListOptions, globals: Globals): Promise<Result> {
  const { limit = usualLimit } = options;
  const found = await withClient(globals, async ({ client }) => {
    const accountIDs = await accountIDsOf(client, options, globals);
    const chats = client.chats.list({ limit: isPlain(options) ? Math.min(limit + 1, perPage) : perPage, accountIDs });
    // One more than is shown tells whether there are more.
    return firstItems(only(chats, options), limit + 1);
  });
  return listed(found, limit, isPlain(options) ? 'There are no chats yet.' : 'There is no such chat.');
}

/** Chats whose title has all the words, and those with somebody in them who is called so. */
export async function searchChats(
  words: readonly string[],
  options: ChatListOptions,
  globals: Globals,
): Promise<Result> {
  const { limit = usualLimit } = options;
  const query = words.join(' ');
  const found = await withClient(globals, async ({ client }) => {
    const accountIDs = await accountIDsOf(client, options, globals);
    const about = { query, limit: perPage, accountIDs };
    const [titled, withPerson] = await Promise.all(
      (['titles', 'participants'] as const).map((scope) =>
        firstItems(only(client.chats.search({ ...about, scope }), { inbox: 'all', ...options }), limit + 1),
      ),
    );
    const chats = new Map([...(titled ?? []), ...(withPerson ?? [])].map((chat) => [chat.id, chat]));
    return [...chats.values()].sort(byActivity);
  });
  return listed(found, limit, `No chat has "${query}" in its title or among its people.`);
}

export function showChat(words: string, options: { readonly account?: string }, globals: Globals): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const { id } = await chooseChat(client, words, { pick: globals.pick, account: options.account });
    const chat = await client.chats.retrieve(id);
    return { document: chat, text: chatDetails(chat, globals) };
  });
}

function listed(found: readonly ChatListItem[], limit: number, nothing: string): Result {
  const items = found.slice(0, limit);
  const more = found.length > limit ? `\n\nThere are more: --limit ${limit * 4} shows them.` : '';
  return { document: { items, hasMore: found.length > limit }, text: chatsTable(items, nothing) + more };
}

async function accountIDsOf(
  client: Partyline,
  { account }: ChatListOptions,
  { pick }: Globals,
): Promise<string[] | undefined> {
  if (account === undefined) return undefined;
  return [pickAccount(account, await client.accounts.list(), pick).accountID];
}

const isPlain = ({ unread, archived, inbox, type, label }: ChatListOptions): boolean =>
  [unread, archived, inbox, type, label].every((option) => option === undefined);

/** The list of the server has the last messages but hardly a filter; so the filters are here. */
async function* only<T extends Chat>(chats: AsyncIterable<T>, options: ChatListOptions): AsyncGenerator<T> {
  for await (const chat of chats) if (isAsked(chat, options)) yield chat;
}

function isAsked(chat: Chat, { unread, archived, inbox, type, label }: ChatListOptions): boolean {
  const place = chat.isArchived === true ? 'archive' : chat.isLowPriority === true ? 'low-priority' : 'primary';
  const asked = archived === true ? 'archive' : inbox;
  if (asked === undefined ? place === 'archive' : asked !== 'all' && asked !== place) return false;
  if (unread === true && chat.unreadCount === 0 && chat.isMarkedUnread !== true) return false;
  if (type !== undefined && chat.type !== type) return false;
  return (
    label === undefined ||
    (chat.labels ?? []).some(({ id, name }) => id === label || normalise(name) === normalise(label))
  );
}

const byActivity = (one: Chat, other: Chat): number =>
  (other.lastActivity ?? '').localeCompare(one.lastActivity ?? '') || one.id.localeCompare(other.id);
