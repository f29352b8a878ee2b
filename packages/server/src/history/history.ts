/**
 * Reading on past what is here: a page that comes to the oldest message of a chat has the network asked for older ones, and has what came
 * of that. Without an answer it has what there is.
 */

import type { MessagePage } from '@partyline/protocol';
import type { Messages } from '../inbox/messages/messages.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import { createPast, type PastOf, type PastParts } from './past.ts';

/** Shorter than an SDK waits for its answer. */
const usualPatienceMs = 25_000;
/** A network may have stretches in which nobody said anything; but SDKs end a walk at an empty page. */
const asksPerPage = 3;
/** What is asked for at least: who reads on, reads on further. */
const fewestMessages = 50;

export interface HistoryParts extends PastParts {
  /** How long one page waits for all of its asking; 25 s. */
  readonly patienceMs?: number;
}

/** Messages of all chats, or of those that somebody sees, with the past of these chats. `hasMore` says what can be had, here or at the network. */
export type WithHistory = (messages: Messages) => Messages;

/** Whoever reads the same chat waits for the same answer of its network. */
export function openHistory(parts: HistoryParts): WithHistory {
  const { patienceMs = usualPatienceMs } = parts;
  const pastOf = createPast(parts);
  return (messages) => ({
    ...messages,
    async page(owner, chatID, query) {
      // Of a chat that is not there for who asks, it throws, and no network hears of it.
      const page = await messages.page(owner, chatID, query);
      if (query.direction === 'after' || page.hasMore) return page;
      const place = { owner, chatID, limit: query.limit, deadline: performance.now() + patienceMs };
      return readOn(page, place, pastOf, () => messages.page(owner, chatID, query));
    },
  });
}

interface Place {
  readonly owner: string;
  readonly chatID: string;
  readonly limit: number;
  readonly deadline: number;
}

/** @param last the page with the oldest message that is here, or the one after it, which is empty */
async function readOn(
  last: MessagePage,
  { owner, chatID, limit, deadline }: Place,
  pastOf: PastOf,
  read: () => Promise<MessagePage>,
): Promise<MessagePage> {
  let page = last;
  for (let asked = 0; ; asked += 1) {
    const past = await pastOf(owner, chatID);
    if (past.state === 'over') return page;
    const isAnswer = asked > 0 && page.items.length > 0;
    if (isAnswer || page.items.length >= limit || asked === asksPerPage) return { ...page, hasMore: true };
    const count = Math.max(limit - page.items.length, fewestMessages);
    const left = deadline - performance.now();
    const came = past.state === 'open' && left > 0 && (await isDone(withTimeLimit(left, past.fetch(count))));
    // The walk ends at an empty page, or a program would ask for ever; it can be gone on with from the same cursor later.
    if (!came) return { ...page, hasMore: page.items.length > 0 };
    page = await read();
    if (page.hasMore) return page;
  }
}

/** A failure is logged where it happens. */
function isDone(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
