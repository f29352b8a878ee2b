/**
 * Who is typing where, for as long as the network says so: in memory alone, bounded, and over by itself. Whoever shows it is told at most twice a second of
 * a chat, and the newest state always.
 */

import type { NetworkEvent, TypingEvent } from '@partyline/connector';
import type { Store } from '../store/store.ts';
import type { AccountFacts, Accounts } from './account-facts.ts';
import { publicChatID } from './chat-ids.ts';

export interface TypingNow {
  /** Public ID. */
  readonly chatID: string;
  /** In the order in which they began; empty: nobody any more. */
  readonly users: readonly TypingUser[];
  /** Milliseconds from now, after which it is over without another word. */
  readonly expiresInMs: number;
}

export interface TypingUser {
  readonly id: string;
  readonly fullName?: string;
}

export interface Typing {
  /** Takes what a login's network told, after the rest of it was stored. Never throws, and waits for nothing but a look at the chat. */
  heard(owner: string, loginID: string, events: readonly NetworkEvent[]): Promise<void>;
  /** The account is no longer connected: nobody would say that they stopped. */
  forget(accountID: string): void;
  /** In all chats of an owner. */
  now(owner: string): TypingNow[];
  /** @returns how to stop it */
  follow(owner: string, listener: (chat: TypingNow) => void): () => void;
}

/** A word about typing holds for so long at most. */
const lastsMs = 30_000;
/** Of one chat it is told no more often. */
const paceMs = 500;
/** Who goes on typing is told again that often: the shortest time that networks name is 6 s, renewed every 3 s, and readers must not take it for over. */
const againMs = 2_500;
const chatsAtMost = 500;
const usersAtMost = 20;

interface Chat {
  readonly key: string;
  readonly owner: string;
  readonly accountID: string;
  readonly chatID: string;
  readonly users: Map<string, TypingUser & { readonly until: number }>;
  toldAt: number;
  /** The next look: somebody's time may be over, the pace lets it be told, or there is nothing to keep any more. */
  timer: NodeJS.Timeout | undefined;
  /** Something is to be told as soon as the pace lets it. */
  isHeld: boolean;
}

export function createTyping({ read }: Pick<Store, 'read'>, accounts: Accounts): Typing {
  /** By account and native ID. */
  const chats = new Map<string, Chat>();
  const listeners = new Map<string, Set<(chat: TypingNow) => void>>();

  const tell = (chat: Chat) => {
    const now = performance.now();
    const waitMs = chat.toldAt + paceMs - now;
    chat.isHeld = waitMs > 0;
    if (!chat.isHeld) {
      chat.toldAt = now;
      const view = viewOf(chat, now);
      for (const listener of listeners.get(chat.owner) ?? []) listener(view);
    }
    look(chat);
  };
  /** Sets the time of the next look. */
  const look = (chat: Chat) => {
    clearTimeout(chat.timer);
    const ends = [...chat.users.values()].map(({ until }) => until);
    const at = Math.min(...ends, ...(chat.isHeld || ends.length === 0 ? [chat.toldAt + paceMs] : []));
    chat.timer = setTimeout(
      () => {
        const isShorter = endTimes(chat);
        if (isShorter || chat.isHeld) tell(chat);
        else if (chat.users.size > 0) look(chat);
        else chats.delete(chat.key);
      },
      at - performance.now() + 1,
    ).unref();
  };

  const begin = ({ owner, accountID }: AccountFacts, { sender, chatID, timeoutMs = lastsMs }: TypingEvent) => {
    const key = keyOf(accountID, chatID);
    const known = chats.get(key);
    if (known === undefined && chats.size >= chatsAtMost) return;
    const chat = known ?? {
      key,
      owner,
      accountID,
      chatID: publicChatID(accountID, chatID),
      users: new Map(),
      toldAt: Number.NEGATIVE_INFINITY,
      timer: undefined,
      isHeld: false,
    };
    const before = chat.users.get(sender.id);
    if (before === undefined && chat.users.size >= usersAtMost) return;
    chats.set(key, chat);
    const until = performance.now() + (timeoutMs > 0 ? Math.min(timeoutMs, lastsMs) : lastsMs);
    chat.users.set(sender.id, { id: sender.id, ...(sender.name !== undefined && { fullName: sender.name }), until });
    if (before === undefined || performance.now() - chat.toldAt > againMs) tell(chat);
    else look(chat);
  };
  const end = (key: string, userID: string) => {
    const chat = chats.get(key);
    if (chat?.users.delete(userID) === true) tell(chat);
  };
  const isThere = async ({ accountID }: AccountFacts, remoteID: string) =>
    (await read
      .selectFrom('chats')
      .select('id')
      .where('account_id', '=', accountID)
      .where('remote_id', '=', remoteID)
      .executeTakeFirst()) !== undefined;

  const take = async (owner: string, loginID: string, events: readonly NetworkEvent[]) => {
    const known = accounts.ofLogin(owner, loginID);
    for (const event of events) {
      if (event.kind !== 'message' && event.kind !== 'typing') continue;
      const { account: remoteID, sender } = event;
      const account = remoteID === undefined ? known[0] : known.find((one) => one.remoteID === remoteID);
      if (account === undefined || sender.isSelf || sender.id === account.userID) continue;
      if (event.kind === 'message') {
        if (event.history !== true) end(keyOf(account.accountID, event.chat.id), sender.id);
      } else if (!event.isTyping) end(keyOf(account.accountID, event.chatID), sender.id);
      else if (await isThere(account, event.chatID).catch(() => false)) begin(account, event);
    }
  };
  /** Words that are being taken, one call after the other: a message must not end what begins only after it. */
  let turns = Promise.resolve();
  let underWay = 0;

  return {
    async heard(owner, loginID, events) {
      // Most messages come where nobody types.
      if (chats.size === 0 && underWay === 0 && !events.some(({ kind }) => kind === 'typing')) return;
      underWay++;
      turns = turns
        .then(() => take(owner, loginID, events))
        // A word that makes no sense is as if it had not been said.
        .catch(() => undefined)
        .finally(() => underWay--);
      await turns;
    },
    forget(accountID) {
      for (const chat of chats.values()) {
        if (chat.accountID !== accountID || chat.users.size === 0) continue;
        chat.users.clear();
        tell(chat);
      }
    },
    now(owner) {
      const now = performance.now();
      return [...chats.values()]
        .filter((chat) => chat.owner === owner && chat.users.size > 0)
        .map((chat) => viewOf(chat, now));
    },
    follow(owner, listener) {
      const all = listeners.get(owner) ?? new Set();
      listeners.set(owner, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0 && listeners.get(owner) === all) listeners.delete(owner);
      };
    },
  };
}

const keyOf = (accountID: string, remoteID: string) => `${accountID}\u0000${remoteID}`;

function viewOf({ chatID, users }: Chat, now: number): TypingNow {
  const all = [...users.values()];
  const expiresInMs = Math.max(0, ...all.map(({ until }) => until - now));
  return { chatID, users: all.map(({ until, ...user }) => user), expiresInMs };
}

/** @returns whether somebody's time was over */
function endTimes({ users }: Chat): boolean {
  const before = users.size;
  for (const [id, { until }] of users) if (until <= performance.now()) users.delete(id);
  return users.size < before;
}
