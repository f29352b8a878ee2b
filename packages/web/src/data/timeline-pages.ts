/** The pages of a chat's messages: the newest ones or those around a place, and further in both directions. */

import type { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { isLocalPlace } from './local-message.ts';
import { isCalled, isShown, type TimelineItem, withMessages } from './message-order.ts';
import type { Replay } from './replay.ts';
import type { Store } from './store.ts';

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

export interface TimelinePages {
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
}

const pageSize = 50;
/** More than this is let go at the other end, and loaded again when somebody goes back there. */
const maxItems = 1_500;

/**
 * @param state what the pages go into
 * @param around what is asked of the server
 */
export function createTimelinePages(
  api: Partyline,
  chatID: string,
  state: Store<TimelineState>,
  around: Replay<unknown>['around'],
): TimelinePages & {
  /** Pages were asked for: from then on, events count. */
  isOpen(): boolean;
} {
  let isBegun = false;
  let round = 0;

  const load = async (
    loading: 'start' | 'older' | 'newer',
    work: () => Promise<(now: TimelineState) => Partial<TimelineState>>,
  ) => {
    const mine = ++round;
    state.update((now) => ({ ...now, loading, error: undefined }));
    try {
      await around(work, (change) => {
        if (mine === round) state.update((now) => ({ ...now, ...change(now), loading: undefined }));
      });
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
      isBegun = true;
      const asked = new Set(state.get().items.map(({ message }) => message));
      const { items, hasMore } = await page(undefined, 'before');
      return (now) => {
        const shown = items.filter(isShown);
        const oldest = items.map(({ sortKey }) => sortKey).toSorted()[0] ?? '~';
        // What was there as it is before the question, and is not in the answer, was deleted when nobody could tell.
        const isGone = (item: TimelineItem) =>
          isPlaced(item) &&
          asked.has(item.message) &&
          !shown.some(
            ({ id, pendingMessageID = id }) => isCalled(item.message, id) || isCalled(item.message, pendingMessageID),
          );
        const since = now.items.filter((item) => !isRemote(item) || (item.message.sortKey >= oldest && !isGone(item)));
        return { items: withMessages(since, shown), hasOlder: hasMore, hasNewer: false };
      };
    });

  return {
    isOpen: () => isBegun,
    async open() {
      const { hasNewer, error } = state.get();
      if (!isBegun || hasNewer || error !== undefined) await newest();
    },
    openAt: (messageID) =>
      load('start', async () => {
        isBegun = true;
        const found = await api.messages.retrieve(messageID, { chatID });
        const [before, after] = await Promise.all([page(found.sortKey, 'before'), page(found.sortKey, 'after')]);
        return surroundings(before, [found], after);
      }),
    openAfter: (sortKey) =>
      load('start', async () => {
        isBegun = true;
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
      if (!(hasOlder || anyway) || loading !== undefined || first === undefined || !isPlaced(first)) return;
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
      const last = items.findLast(isPlaced)?.message.sortKey;
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
      if (isBegun) await newest();
    },
  };
}

interface MessagesPage {
  readonly items: readonly Message[];
  readonly hasMore: boolean;
}

export const isRemote = ({ local }: TimelineItem): boolean => local === undefined;
/** The server has told its place. One that was only just accepted still stands where it was put here. */
const isPlaced = (item: TimelineItem): boolean => isRemote(item) && !isLocalPlace(item.message);
