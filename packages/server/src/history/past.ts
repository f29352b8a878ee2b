/** What of a chat is not here, and how it is had from its network. */

import type { Connection } from '@partyline/connector';
import type { Logger } from 'pino';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { type ChatRow, needChat } from '../inbox/chat-rows.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Store } from '../store/store.ts';
import { isWhole, markWhole, oldestAtNetwork } from './extent.ts';

export interface PastParts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly log: Logger;
  connectionOf(account: AccountFacts): Connection | undefined;
  /** How long a network may take; 30 s. */
  readonly fetchLimitMs?: number;
}

export type Past =
  /** There is nothing older, or the network gives nothing out. */
  | { readonly state: 'over' }
  /** There may be, and the network cannot be asked now. */
  | { readonly state: 'unreachable' }
  | {
      readonly state: 'open';
      /** Resolves when what came is stored. Rejects with an Error in words when nothing could be had. */
      fetch(count: number): Promise<void>;
    };

/** The contract's limit for a connector. */
const usualLimitMs = 30_000;

/** @throws ApiError `NOT_FOUND` */
export type PastOf = (owner: string, chatID: string) => Promise<Past>;

export function createPast(parts: PastParts): PastOf {
  const { store, accounts, log, connectionOf, fetchLimitMs = usualLimitMs } = parts;
  /** By `chats.id`: a network is asked for one stretch of a chat at a time, and everybody who waits gets it. */
  const running = new Map<number, Promise<void>>();

  const fetchOlder = async (chat: ChatRow, account: AccountFacts, history: FetchHistory, count: number) => {
    const before = await oldestAtNetwork(store.read, chat.id);
    const place = { account: account.remoteID, chatID: chat.remote_id, ...(before !== undefined && { before }) };
    const { hasMore } = await withTimeLimit(fetchLimitMs, history({ ...place, count }));
    if (!hasMore) await store.write((tx) => markWhole(tx, chat.id));
  };

  const fetchOnce = (chat: ChatRow, account: AccountFacts, history: FetchHistory, count: number): Promise<void> => {
    const known = running.get(chat.id);
    if (known !== undefined) return known;
    const fetched = fetchOlder(chat, account, history, count)
      .catch((error: unknown) => {
        log.warn({ accountID: account.accountID, err: error }, 'older messages of a chat could not be fetched');
        throw error;
      })
      .finally(() => running.delete(chat.id));
    // Whoever waits may have gone.
    fetched.catch(() => undefined);
    running.set(chat.id, fetched);
    return fetched;
  };

  return async (owner, chatID) => {
    const chat = await needChat(store.read, owner, chatID);
    if (await isWhole(store.read, chat)) return { state: 'over' };
    const account = accounts.find(owner, chat.account_id);
    const connection = account === undefined || account.isDisabled ? undefined : connectionOf(account);
    if (account === undefined || connection === undefined) return { state: 'unreachable' };
    const history = connection.fetchHistory?.bind(connection);
    if (history === undefined) return { state: 'over' };
    return { state: 'open', fetch: (count) => fetchOnce(chat, account, history, count) };
  };
}

type FetchHistory = NonNullable<Connection['fetchHistory']>;
