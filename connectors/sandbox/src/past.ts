/** The older messages of a chat, which the network gives out when it is asked for them. Made up as they are read, so that they take no room. */

import type { History, HistoryRequest, Host, JsonObject } from '@partyline/connector';
import type { Account } from './account.ts';
import type { PastCommand } from './commands.ts';
import { parseTime } from './config.ts';
import { type MessageMaker, maker, OWN_EVERY } from './masses.ts';
import { refusedForNow } from './refusals.ts';

/** However many are asked for. */
const MOST_AT_ONCE = 500;

export interface Past {
  readonly count: number;
  readonly everyMs: number;
  /** Time of the oldest. */
  readonly from: number;
  readonly make: MessageMaker;
  /** How often the network still refuses to give anything out. */
  refusals: number;
}

/** Gives a chat a past of so many messages. Throws `SendError` for a chat that is not there. */
export function remember(account: Account, command: PastCommand): JsonObject {
  const { chat, count, everyMs = 1_000, from, refusals = 0 } = command;
  const start = from === undefined ? Math.max(0, account.now() - count * everyMs) : parseTime(from);
  const make = maker(account, chat, (index) => ({ history: true, timestamp: start + index * everyMs }));
  account.pasts.set(chat, { count, everyMs, from: start, make, refusals });
  return { count };
}

/** Resolves when what is older was stored, newest first as far as it goes. A chat nobody gave a past has none. */
export async function fetchHistory(account: Account, host: Host, request: HistoryRequest): Promise<History> {
  const { chatID, before, count } = request;
  account.historyAsked.set(chatID, (account.historyAsked.get(chatID) ?? 0) + 1);
  const past = account.pasts.get(chatID);
  if (past === undefined) return { hasMore: false };
  if (past.refusals > 0) {
    past.refusals -= 1;
    throw refusedForNow('busy', 'The sandbox was told to give out no older messages.');
  }
  const end = countBefore(past, before);
  const start = Math.max(0, end - Math.min(count, MOST_AT_ONCE));
  const messages = Array.from({ length: end - start }, (_, index) => past.make(start + index, OWN_EVERY));
  if (messages.length > 0) await host.ingest(messages);
  return { hasMore: start > 0 };
}

/** How many messages are older. One of the past itself is known by its ID, also where several have the same time. */
function countBefore({ count, everyMs, from, make }: Past, before: HistoryRequest['before']): number {
  if (before === undefined) return count;
  const steps = (before.timestamp - from) / Math.max(everyMs, 1);
  const byTime = Math.min(Math.max(Math.ceil(steps), 0), count);
  const index = Number(before.id.split('-').at(-1));
  const isOwn = Number.isSafeInteger(index) && index >= 0 && index < count && make(index).id === before.id;
  return isOwn ? index : byTime;
}
