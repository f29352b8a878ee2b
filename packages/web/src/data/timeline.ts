/** The messages of one chat around some place: pages are loaded in both directions, what happens comes in live, and own messages stand there at once. */

import type { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import type { Kept } from './kept.ts';
import type { LiveEvent } from './live.ts';
import { localMessage } from './local-message.ts';
import { isCalled, isShown, type TimelineItem, withAccepted, withMessage } from './message-order.ts';
import { createOutgoing, isFresh, type Outgoing, type ShownFile, type Unsent } from './outgoing.ts';
import { createQuotes, type Quotes } from './quotes.ts';
import { createReplay } from './replay.ts';
import { createScheduled, type Scheduled } from './scheduled.ts';
import { createStore, type Readable } from './store.ts';
import { createTimelinePages, isRemote, type TimelinePages, type TimelineState } from './timeline-pages.ts';

export interface Timeline extends TimelinePages {
  readonly state: Readable<TimelineState>;
  readonly scheduled: Scheduled;
  readonly quotes: Pick<Quotes, 'at' | 'want'>;
  /** Shows it at once; resolves when the server has it or refused it, which the item then says. @param shown its file, until the server tells */
  send(outgoing: Outgoing, shown?: ShownFile): Promise<void>;
  /** Sends what was refused once more. */
  retry(key: string): Promise<void>;
  /** Sends what the server was not reached with; resolves when nothing is on its way any more. */
  resume(): Promise<void>;
  /** Takes away what was refused. @returns what it was */
  discard(key: string): Outgoing | undefined;
  /** What a call is expected to answer. */
  put(message: Message): void;
  /** Makes a call that changes one, and shows what it answers. */
  change(call: () => Promise<Message>): Promise<void>;
  take(event: LiveEvent): void;
}

const empty: TimelineState = { items: [], hasOlder: true, hasNewer: false, loading: undefined, error: undefined };

export function createTimeline(api: Partyline, chatID: string, kept: Kept<Unsent>): Timeline {
  const state = createStore<TimelineState>(empty);
  const scheduled = createScheduled(api, chatID);
  const quotes = createQuotes(api, chatID);
  /** Own messages that may be those on their way: their IDs are known when the answer is there. */
  let early: Message[] = [];
  let underWay = 0;

  const setItems = (change: (items: readonly TimelineItem[]) => readonly TimelineItem[]) =>
    state.update((now) => ({ ...now, items: change(now.items) }));
  const take = (key: string) => setItems((items) => items.filter((item) => item.key !== key));

  const outgoing = createOutgoing({
    api,
    kept,
    mark: (key, local) => setItems((items) => items.map((item) => (item.key === key ? { ...item, local } : item))),
    accepted(key, id, { sendAt }) {
      if (sendAt === undefined) return setItems((items) => withAccepted(items, key, id));
      take(key);
      void scheduled.load();
    },
  });
  const onItsWay = async (post: () => Promise<void>) => {
    underWay++;
    await post();
    if (--underWay > 0) return;
    const waiting = early;
    early = [];
    waiting.forEach(put);
  };

  const put = (message: Message) => {
    if (!isOpen()) return;
    const { items, hasOlder, hasNewer } = state.get();
    const [first] = items;
    const last = items.findLast(isRemote);
    const after = withMessage(items, message);
    if (!isShown(message)) return setItems(() => after.filter((item) => item.message !== message));
    if (after.length > items.length) {
      // It stands outside of what is loaded, and comes with its page.
      if (hasNewer && last !== undefined && message.sortKey > last.message.sortKey) return;
      if (hasOlder && first !== undefined && isRemote(first) && message.sortKey < first.message.sortKey) return;
    }
    setItems(() => after);
  };

  const replay = createReplay<LiveEvent>((event) => {
    if (event.type === 'message.upserted')
      for (const message of event.entries ?? [])
        if (underWay > 0 && message.isSender === true) early.push(message);
        else put(message);
    if (event.type === 'message.deleted') {
      early = early.filter((message) => !event.ids.some((id) => isCalled(message, id)));
      setItems((items) => items.filter(({ message }) => !event.ids.some((id) => isCalled(message, id))));
    }
  });
  const { isOpen, ...pages } = createTimelinePages(api, chatID, state, replay.around);

  const restore = () => {
    for (const key of kept.keys()) {
      const unsent = kept.get(key);
      if (unsent?.chatID !== chatID) continue;
      setItems((items) => [...items, itemOf(key, unsent)]);
      if (isFresh(unsent, Date.now())) void onItsWay(() => outgoing.retry(key));
    }
  };

  restore();
  return {
    state,
    scheduled,
    quotes,
    put,
    ...pages,
    async reload() {
      await pages.reload();
      void quotes.reload();
    },
    async send(what, shown) {
      const key = `local-${crypto.randomUUID()}`;
      const unsent = { chatID, what, shown, idempotencyKey: crypto.randomUUID(), at: Date.now() };
      setItems((items) => [...items, itemOf(key, unsent)]);
      await onItsWay(() => outgoing.send(key, unsent));
    },
    retry: (key) => onItsWay(() => outgoing.retry(key)),
    resume() {
      quotes.resume();
      return onItsWay(outgoing.resume);
    },
    async change(call) {
      await replay.around(call, put);
    },
    discard(key) {
      take(key);
      return outgoing.discard(key);
    },
    take(event) {
      if (!('chatID' in event) || event.chatID !== chatID) return;
      scheduled.take(event);
      quotes.take(event);
      replay.take(event);
    },
  };
}

const itemOf = (key: string, unsent: Unsent): TimelineItem => ({
  key,
  message: localMessage(key, unsent),
  local: isFresh(unsent, Date.now()) ? { kind: 'sending' } : { kind: 'refused', error: undefined },
});
