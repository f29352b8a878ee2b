/** Which chat is meant: by ID, by title, or by the person in it. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Chat } from '@partyline/protocol';
import { CliError } from './exit.ts';
import { firstItems } from './first-items.ts';
import { invocation } from './hint.ts';
import { localTime } from './local-time.ts';
import { matching, normalise, onlyOne, pickAccount } from './match.ts';
import { nameOf } from './names.ts';
import { alike } from './similarity.ts';
import { printable } from './text.ts';

export interface ChatWish {
  /** Which of several, from 1 on. */
  readonly pick?: number | undefined;
  /** Only chats of this account: as people call it. */
  readonly account?: string | undefined;
  /** Of several, those that cannot be written in do not count: an imported archive has the titles of the chats it was made from. */
  readonly toWrite?: boolean;
}

/** Candidates that are looked through. */
const mostHits = 1_000;
const perPage = 200;
/** Chats among which something alike is looked for. */
const newest = 100;

/**
 * `!…` and a number are IDs. Anything else is a title, or in a direct chat the name, username, number or address of the other person: what equals goes before
 * what contains. Several stand in the order in which they came here, so that a number for `--pick` holds from one command to the next.
 *
 * @throws CliError 5 with what may have been meant, 6 with the candidates
 */
export async function chooseChat(
  client: Partyline,
  words: string,
  { pick, account, toWrite = false }: ChatWish = {},
): Promise<Chat> {
  const accountID = account === undefined ? undefined : pickAccount(account, await client.accounts.list()).accountID;
  const fits = (chat: Chat) => accountID === undefined || chat.accountID === accountID;
  const named = words.trim();
  if (named.startsWith('!') || /^\d+$/.test(named)) {
    const chat = await client.chats.retrieve(named).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    if (chat !== undefined && fits(chat)) return chat;
    if (named.startsWith('!')) throw new CliError('nothingMatched', 'nothing_matched', `No chat has the ID ${named}.`);
  }
  const all = await search(client, named, accountID);
  const open = toWrite ? all.filter(({ isReadOnly }) => isReadOnly !== true) : all;
  const found = open.length > 0 ? open : all;
  if (found.length === 0) throw await notFound(client, named, accountID);
  return onlyOne({ kind: 'chat', query: words, pick }, found, found, chatLine, ({ id }) => id);
}

async function search(client: Partyline, words: string, accountID: string | undefined): Promise<Chat[]> {
  // The server wants every word, and knows nothing of what we let make no difference.
  const query = words.replace(/[\s._-]+/g, ' ').trim();
  if (query === '') return [];
  const about = { query, limit: perPage, ...(accountID !== undefined && { accountIDs: [accountID] }) };
  const [titled, withPerson] = await Promise.all([
    firstItems(client.chats.search({ ...about, scope: 'titles' }), mostHits),
    firstItems(client.chats.search({ ...about, scope: 'participants', type: 'single' }), mostHits),
  ]);
  const hits = [...new Map([...titled, ...withPerson].map((chat) => [chat.id, chat])).values()].sort(byArrival);
  const found = matching(words, hits, (chat) => [chat.title, ...namesOfPerson(chat)]);
  // `irc lobby`: a word of the network and one of the title. A network alone is no chat.
  return found.length > 0 ? found : hits.filter(({ title }) => query.split(' ').some((word) => has(title, word)));
}

const has = (title: string, word: string): boolean => normalise(title).includes(normalise(word));

function namesOfPerson({ type, participants }: Chat): (string | undefined)[] {
  if (type !== 'single') return [];
  return participants.items
    .filter(({ isSelf }) => isSelf !== true)
    .flatMap(({ fullName, username, phoneNumber, email, id }) => [fullName, username, phoneNumber, email, id]);
}

const byArrival = (one: Chat, other: Chat): number =>
  Number(one.localChatID ?? 0) - Number(other.localChatID ?? 0) || (one.id < other.id ? -1 : 1);

async function notFound(client: Partyline, words: string, accountID: string | undefined): Promise<CliError> {
  const accountIDs = accountID === undefined ? undefined : [accountID];
  const chats = await firstItems(client.chats.list({ limit: newest, accountIDs }), newest);
  const near = alike(words, chats, (chat) => [chat.title, ...namesOfPerson(chat)]);
  const rest =
    chats.length === 0
      ? 'There are no chats yet.'
      : near.length === 0
        ? `See them all with \`${invocation()} chats\`, or search them with \`${invocation()} chats search\`.`
        : `Did you mean:\n${near.map((chat) => `  ${printable(chatLine(chat))}`).join('\n')}`;
  const text = `No chat is called "${printable(words)}". ${rest}`;
  return new CliError('nothingMatched', 'nothing_matched', text, { candidates: near.map(({ id }) => id) });
}

/** What to call a chat. */
export const titleOf = (chat: Chat): string => {
  if (chat.title !== '') return chat.title;
  const others = chat.participants.items.filter(({ isSelf }) => isSelf !== true).map(nameOf);
  return others.length === 0 ? 'untitled' : others.join(', ');
};

/** What to type for a chat: its short ID, where the server has such. */
export const shortID = ({ id, localChatID }: Chat): string => localChatID || id;

/** On one line, with everything that tells it from another. */
const chatLine = (chat: Chat): string => {
  const activity = chat.lastActivity === undefined ? [] : [localTime(chat.lastActivity)];
  return `${titleOf(chat)}  (${[chat.network, chat.accountID, ...activity].join(', ')})  ID ${shortID(chat)}`;
};
