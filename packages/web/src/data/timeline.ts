/** The messages of one chat around some place: pages are loaded in both directions, what happens comes in live, and own messages stand there at once. */

import type { MessageSendParams, Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { isShown, type TimelineItem, withMessage, withMessages } from './message-order.ts';
import { createStore, type Readable } from './store.ts';

export interface TimelineState {
  /** Oldest first, without gaps. */
  readonly items: readonly TimelineItem[];
  readonly hasOlder: boolean;
  /** The newest messages are not among them: somebody jumped back in time. */
  readonly hasNewer: boolean;
  readonly loading: 'start' | 'older' | 'newer' | undefined;
  /** Why the last page did not come. */
  readonly error: unknown;
}

export type Outgoing = Pick<
  MessageSendParams,
  'text' | 'replyToMessageID' | 'attachment' | 'mentions' | 'disableLinkPreview' | 'sendAt'
>;

export interface Timeline {
  readonly state: Readable<TimelineState>;
  /** Loads the newest messages unless they are there. These loads never throw: what went wrong is in the state. */
  open(): Promise<void>;
  /** Loads the surroundings of a message. */
  openAt(messageID: string): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** What was missed cannot be told: loads the newest messages anew. Own ones that the server does not have stay. */
  reload(): Promise<void>;
  /** Shows it at once; resolves when the server has it or refused it, which the item then says. */
  send(outgoing: Outgoing): Promise<void>;
  /** Sends what was refused once more. */
  retry(key: string): Promise<void>;
  /** Takes away what was refused. @returns what it was */
  discard(key: string): Outgoing | undefined;
  /** What a call answered, before its event comes. */
  put(message: Message): void;
  take(event: LiveEvent): void;
}

const pageSize = 50;
const empty: TimelineState = { items: [], hasOlder: true, hasNewer: false, loading: undefined, error: undefined };

let locals = 0;

export function createTimeline(api: Partyline, chatID: string): Timeline {
  const state = createStore<TimelineState>(empty);
  /** What waits for the server's word, by the key of its item. */
  const outgoing = new Map<string, { readonly what: Outgoing; readonly idempotencyKey: string }>();
  /** Own messages that may be those on their way: their IDs are known when the answer is there. */
  let early: Message[] = [];
  let underWay = 0;
  let isOpen = false;
  let round = 0;

  const setItems = (change: (items: readonly TimelineItem[]) => readonly TimelineItem[]) =>
    state.update((now) => ({ ...now, items: change(now.items) }));

  const locally = (items: readonly TimelineItem[]) => items.filter(({ local }) => local !== undefined);

  const put = (message: Message) => {
    if (!isOpen) return;
    const { items, hasOlder, hasNewer } = state.get();
    const [first] = items;
    const last = items.findLast(({ local }) => local === undefined);
    const after = withMessage(items, message);
    if (!isShown(message)) return setItems(() => after.filter((item) => item.message !== message));
    if (after.length > items.length) {
      // It stands outside of what is loaded, and comes with its page.
      if (hasNewer && last !== undefined && message.sortKey > last.message.sortKey) return;
      if (hasOlder && first?.local === undefined && first !== undefined && message.sortKey < first.message.sortKey)
        return;
    }
    setItems(() => after);
  };

  const load = async (
    loading: 'start' | 'older' | 'newer',
    work: () => Promise<(now: TimelineState) => TimelineState>,
  ) => {
    const mine = ++round;
    state.update((now) => ({ ...now, loading, error: undefined }));
    try {
      const change = await work();
      if (mine === round) state.update((now) => ({ ...change(now), loading: undefined }));
    } catch (error) {
      if (mine === round) state.update((now) => ({ ...now, loading: undefined, error }));
    }
  };
  const page = (cursor: string | undefined, direction: 'before' | 'after') =>
    api.messages.list(chatID, { limit: pageSize, direction, ...(cursor !== undefined && { cursor }) });

  const newest = () =>
    load('start', async () => {
      // From now on, so that nothing falls between the page and the events.
      isOpen = true;
      const { items, hasMore } = await page(undefined, 'before');
      return (now) => {
        const oldest = items.map(({ sortKey }) => sortKey).toSorted()[0] ?? '~';
        const since = now.items.filter(({ local, message }) => local !== undefined || message.sortKey >= oldest);
        return { ...now, items: withMessages(since, items.filter(isShown)), hasOlder: hasMore, hasNewer: false };
      };
    });

  const post = async (key: string) => {
    const sending = outgoing.get(key);
    if (sending === undefined) return;
    underWay++;
    mark(key, { kind: 'sending' });
    try {
      const { what, idempotencyKey } = sending;
      const { pendingMessageID } = await api.messages.send(chatID, what, { idempotencyKey });
      outgoing.delete(key);
      setItems((items) =>
        items.map((item) =>
          item.key === key ? { key, message: { ...item.message, id: pendingMessageID, pendingMessageID } } : item,
        ),
      );
    } catch (error) {
      mark(key, { kind: 'refused', error });
    } finally {
      if (--underWay === 0) {
        const waiting = early;
        early = [];
        waiting.forEach(put);
      }
    }
  };
  const mark = (key: string, local: NonNullable<TimelineItem['local']>) =>
    setItems((items) => items.map((item) => (item.key === key ? { ...item, local } : item)));

  return {
    state,
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
        const messages = [...before.items, found, ...after.items].filter(isShown);
        return (now) => ({
          ...now,
          items: withMessages(locally(now.items), messages),
          hasOlder: before.hasMore,
          hasNewer: after.hasMore,
        });
      }),
    async loadOlder() {
      const { items, hasOlder, loading } = state.get();
      const first = items[0]?.message.sortKey;
      if (!hasOlder || loading !== undefined || first === undefined || items[0]?.local !== undefined) return;
      await load('older', async () => {
        const { items: older, hasMore } = await page(first, 'before');
        return (now) => ({ ...now, items: withMessages(now.items, older.filter(isShown)), hasOlder: hasMore });
      });
    },
    async loadNewer() {
      const { items, hasNewer, loading } = state.get();
      const last = items.findLast(({ local }) => local === undefined)?.message.sortKey;
      if (!hasNewer || loading !== undefined || last === undefined) return;
      await load('newer', async () => {
        const { items: newer, hasMore } = await page(last, 'after');
        return (now) => ({ ...now, items: withMessages(now.items, newer.filter(isShown)), hasNewer: hasMore });
      });
    },
    async reload() {
      if (isOpen) await newest();
    },
    async send(what) {
      const key = `local-${++locals}`;
      outgoing.set(key, { what, idempotencyKey: crypto.randomUUID() });
      const item: TimelineItem = { key, message: localMessage(chatID, key, what), local: { kind: 'sending' } };
      setItems((items) => [...items, item]);
      await post(key);
    },
    retry: post,
    discard(key) {
      const sending = outgoing.get(key);
      outgoing.delete(key);
      setItems((items) => items.filter((item) => item.key !== key));
      return sending?.what;
    },
    take(event) {
      if (!('chatID' in event) || event.chatID !== chatID) return;
      if (event.type === 'message.upserted')
        for (const message of event.entries ?? [])
          if (underWay > 0 && message.isSender === true) early.push(message);
          else put(message);
      if (event.type === 'message.deleted')
        setItems((items) => items.filter(({ message }) => !event.ids.includes(message.id)));
    },
  };
}

/** Until the server tells what became of it. */
function localMessage(chatID: string, key: string, { text = '', replyToMessageID }: Outgoing): Message {
  return {
    id: key,
    chatID,
    accountID: '',
    senderID: '',
    // Behind every number.
    sortKey: `~${String(locals).padStart(12, '0')}`,
    timestamp: new Date().toISOString(),
    type: 'TEXT',
    text: escapeHTML(text),
    isSender: true,
    ...(replyToMessageID !== undefined && { linkedMessageID: replyToMessageID }),
  };
}

const escapeHTML = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
