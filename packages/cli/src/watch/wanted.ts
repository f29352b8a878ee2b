/** Which events the person wants to see, beyond what the server sorts out. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Account, Chat, Event } from '@partyline/protocol';
import { chooseChat } from '../chat-choice.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { pickAccount } from '../match.ts';

/** An event of the log, or of the WebSocket of a server whose events have no cursor. */
export type WatchedEvent = Event extends infer One
  ? One extends Event
    ? Omit<One, 'cursor'> & { readonly cursor?: string }
    : never
  : never;

export interface Wish {
  readonly chat?: readonly string[];
  readonly account?: readonly string[];
  readonly type?: readonly string[];
}

export interface Wanted {
  /** Undefined: of all chats. */
  readonly chatIDs: readonly string[] | undefined;
  /** Undefined: of all types. */
  readonly types: readonly string[] | undefined;
  includes(event: WatchedEvent, client: Partyline): Promise<boolean>;
}

/** @param usualTypes where the person names none @throws CliError 5 or 6 for chats and accounts that are not clear */
export async function wantedEvents(
  client: Partyline,
  wish: Wish,
  usualTypes: readonly string[] | undefined,
  { pick }: Globals,
): Promise<Wanted> {
  const { chat = [], account = [] } = wish;
  const known = account.length === 0 ? [] : await client.accounts.list();
  const accounts = account.map((words) => pickAccount(words, known, pick));
  const [onlyAccount] = account.length === 1 ? account : [];
  const chats: Chat[] = [];
  for (const words of chat) chats.push(await chooseChat(client, words, { pick, account: onlyAccount }));
  const types = wish.type ?? usualTypes;
  const byType = new Set(types);
  const byChat = new Set(chats.map(({ id }) => id));
  const accountOf = accountFinder();
  return {
    chatIDs: chats.length === 0 ? undefined : [...byChat],
    types,
    async includes(event, caller) {
      if (types !== undefined && !byType.has(event.type)) return false;
      if (byChat.size > 0 && !('chatID' in event && byChat.has(event.chatID))) return false;
      return accounts.length === 0 || accountOf(event, accounts, caller);
    },
  };
}

/** Of events that do not say themselves of which account they are, the chat is looked up once. */
function accountFinder() {
  const accountOfChat = new Map<string, string | undefined>();
  return async (event: WatchedEvent, accounts: readonly Account[], client: Partyline): Promise<boolean> => {
    const isOne = (id: string | undefined) => accounts.some(({ accountID }) => accountID === id);
    if (!('chatID' in event)) return isOne(event.accountID);
    const { chatID } = event;
    const told = 'entries' in event ? event.entries?.[0]?.accountID : undefined;
    if (told !== undefined) accountOfChat.set(chatID, told);
    else if (!accountOfChat.has(chatID)) accountOfChat.set(chatID, await lookUp(client, chatID));
    const accountID = accountOfChat.get(chatID);
    if (accountID !== undefined) return isOne(accountID);
    // It is gone, and of it only the network is known: rather one too many than one too few.
    return accounts.some(({ bridge }) => chatID.endsWith(`:${bridge.id}`));
  };
}

async function lookUp(client: Partyline, chatID: string): Promise<string | undefined> {
  try {
    return (await client.chats.retrieve(chatID)).accountID;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** @throws CliError 2 */
export function checkTypes(given: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = given?.find((type) => !known.includes(type));
  if (unknown === undefined) return;
  throw new CliError('usage', 'usage', `There are no events of the type "${unknown}"; there are ${known.join(', ')}.`);
}
