/** The messages of one chat around some place: pages are loaded in both directions, what happens comes in live, and own messages stand there at once. */

import type { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import type { Kept } from './kept.ts';
import type { LiveEvent } from './live.ts';
import { localMessage } from './local-message.ts';
import { isCalled, isShown, type TimelineItem, withAccepted, withMessage, withMessages } from './message-order.ts';
import { createOutgoing, isFresh, type Outgoing, type ShownFile, type Unsent } from './outgoing.ts';
import { createScheduled, type Scheduled } from './scheduled.ts';
import { createStore, type Readable } from './store.ts';

export interface TimelineState {
  /** Oldest first, without gaps. */
  readonly items: readonly TimelineItem[];
  readonly hasOlder: boolean;
  /** The newest messages are not among them: somebody is back in time. */
  readonly hasNewer: boolean;
  readonly loading: 'start' | 'older' | 'newer' | undefined;
  /** Why the last page did not come. */
  readonly error: unknown;
}

export interface Timeline {
  readonly state: Readable<TimelineState>;
  readonly scheduled: Scheduled;
  /** Loads the newest messages unless they are there. These loads never throw: what went wrong is in the state. */
  open(): Promise<void>;
  /** Loads the surroundings of a message. */
  openAt(messageID: string): Promise<void>;
  /** Loads the surroundings of the end of what was read. */
  openAfter(sortKey: string): Promise<void>;
  /** The first message since then, wherever it is. @throws APIError */
  firstSince(time: Date): Promise<string | undefined>;
  /** @param anyway also where there seemed to be none: the network may have some by now */
  loadOlder(anyway?: boolean): Promise<void>;
  loadNewer(): Promise<void>;
  /** What was missed cannot be told: loads the newest messages anew. Own ones that the server does not have stay. */
  reload(): Promise<void>;
  /** Shows it at once; resolves when the server has it or refused it, which the item then says. @param shown its file, until the server tells */
  send(outgoing: Outgoing, shown?: ShownFile): Promise<void>;
  /** Sends what was refused once more. */
  retry(key: string): Promise<void>;
  /** Sends what the server was not reached with. */
  resume(): void;
  /** Takes away what was refused. @returns what it was */
  discard(key: string): Outgoing | undefined;
  /** What a call answered, before its event comes. */
  put(message: Message): void;
  take(event: LiveEvent): void;
}

const pageSize = 50;
/** More than this is let go at the other end, and loaded again when somebody goes back there. */
const maxItems = 1_500;
const empty: TimelineState = { items: [], hasOlder: true, hasNewer: false, loading: undefined, error: undefined };

export function createTimeline(api: Partyline, chatID: string, kept: Kept<Unsent>): Timeline {
  const state = createStore<TimelineState>(empty);
  const scheduled = createScheduled(api, chatID);
  /** Own messages that may be those on their way: their IDs are known when the answer is there. */
  let early: Message[] = [];
  let underWay = 0;
  let isOpen = false;
  let round = 0;

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
    if (!isOpen) return;
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

  const load = async (
    loading: 'start' | 'older' | 'newer',
    work: () => Promise<(now: TimelineState) => Partial<TimelineState>>,
  ) => {
    const mine = ++round;
    state.update((now) => ({ ...now, loading, error: undefined }));
    try {
      const change = await work();
      if (mine === round) state.update((now) => ({ ...now, ...change(now), loading: undefined }));
    } catch (error) {
      if (mine === round) state.update((now) => ({ ...now, loading: undefined, error }));
    }
  };
  const page = (cursor: string | undefined, direction: 'before' | 'after', limit = pageSize) =>
    api.messages.list(chatID, { limit, direction, ...(cursor !== undefined && { cursor }) });
  /** Only what is around there, and what the server does not have. */
  const surroundings =
    (before: MessagesPage, found: readonly Message[], after: MessagesPage) => (now: TimelineState) => ({
      items: withMessages(
        now.items.filter((item) => !isRemote(item)),
        [...before.items, ...found, ...after.items].filter(isShown),
      ),
      hasOlder: before.hasMore,
      hasNewer: after.hasMore,
    });

  const newest = () =>
    load('start', async () => {
      // From now on, so that nothing falls between the page and the events.
      isOpen = true;
      const { items, hasMore } = await page(undefined, 'before');
      return (now) => {
        const oldest = items.map(({ sortKey }) => sortKey).toSorted()[0] ?? '~';
        const since = now.items.filter((item) => !isRemote(item) || item.message.sortKey >= oldest);
        return { items: withMessages(since, items.filter(isShown)), hasOlder: hasMore, hasNewer: false };
      };
    });

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
    put,
    async open() {
      const { hasNewer, error } = state.get();
      if (!isOpen || hasNewer || error !== undefined) await newest();
    },
    openAt: (messageID) =>
      load('start', async () => {
        isOpen = true;
        const found = await api.messages.retrieve(messageID, { chatID });
        const [before, after] = await Promise.all([page(found.sortKey, 'before'), page(found.sortKey, 'after')]);
        return surroundings(before, [found], after);
      }),
    openAfter: (sortKey) =>
      load('start', async () => {
        isOpen = true;
        const after = await page(sortKey, 'after');
        const first = after.items.map((message) => message.sortKey).toSorted()[0];
        return surroundings(await page(first, 'before'), [], after);
      }),
    async firstSince(time) {
      const filter = { chatIDs: [chatID], excludeLowPriority: false, limit: 1 };
      const [before] = (await api.messages.search({ ...filter, dateBefore: time.toISOString() })).items;
      const { items } = await page(before?.sortKey, 'after', 1);
      return (items[0] ?? before)?.id;
    },
    async loadOlder(anyway = false) {
      const { items, hasOlder, loading } = state.get();
      const [first] = items;
      if (!(hasOlder || anyway) || loading !== undefined || first === undefined || !isRemote(first)) return;
      await load('older', async () => {
        const older = await page(first.message.sortKey, 'before', 2 * pageSize);
        return (now) => {
          const all = withMessages(now.items, older.items.filter(isShown));
          const isTooMany = all.length > maxItems;
          const kept = isTooMany ? all.filter((item, index) => index < maxItems || !isRemote(item)) : all;
          return { items: kept, hasOlder: older.hasMore, hasNewer: now.hasNewer || kept.length < all.length };
        };
      });
    },
    async loadNewer() {
      const { items, hasNewer, loading } = state.get();
      const last = items.findLast(isRemote)?.message.sortKey;
      if (!hasNewer || loading !== undefined || last === undefined) return;
      await load('newer', async () => {
        const newer = await page(last, 'after', 2 * pageSize);
        return (now) => {
          const all = withMessages(now.items, newer.items.filter(isShown));
          const kept = all.slice(Math.max(0, all.length - maxItems));
          return { items: kept, hasNewer: newer.hasMore, hasOlder: now.hasOlder || kept.length < all.length };
        };
      });
    },
    async reload() {
      if (isOpen) await newest();
    },
    async send(what, shown) {
      const key = `local-${crypto.randomUUID()}`;
      const unsent = { chatID, what, shown, idempotencyKey: crypto.randomUUID(), at: Date.now() };
      setItems((items) => [...items, itemOf(key, unsent)]);
      await onItsWay(() => outgoing.send(key, unsent));
    },
    retry: (key) => onItsWay(() => outgoing.retry(key)),
    resume: () => void onItsWay(outgoing.resume),
    discard(key) {
      take(key);
      return outgoing.discard(key);
    },
    take(event) {
      if (!('chatID' in event) || event.chatID !== chatID) return;
      scheduled.take(event);
      if (event.type === 'message.upserted')
        for (const message of event.entries ?? [])
          if (underWay > 0 && message.isSender === true) early.push(message);
          else put(message);
      if (event.type === 'message.deleted')
        setItems((items) => items.filter(({ message }) => !event.ids.some((id) => isCalled(message, id))));
    },
  };
}

interface MessagesPage {
  readonly items: readonly Message[];
  readonly hasMore: boolean;
}

const isRemote = ({ local }: TimelineItem): boolean => local === undefined;

const itemOf = (key: string, unsent: Unsent): TimelineItem => ({
  key,
  message: localMessage(key, unsent),
  local: isFresh(unsent, Date.now()) ? { kind: 'sending' } : { kind: 'refused', error: undefined },
});
