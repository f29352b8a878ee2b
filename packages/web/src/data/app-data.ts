/** Everything the app knows, put together: loaded once, then kept true by the live connection. */

import { APIError, type Partyline } from '@partyline/client';
import { type Accounts, createAccounts } from './accounts.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { wholeInbox } from './chat-filter.ts';
import { type Chats, createChats } from './chats.ts';
import { createDrafts, type Drafts, readDraft } from './drafts.ts';
import { createIntents, type Intents } from './intents.ts';
import { createKept, type Shelf } from './kept.ts';
import { createLabels, type Labels } from './labels.ts';
import { createLive, type Live, type LiveEvent, pauseOf, type Socket, type Verdict } from './live.ts';
import { readUnsent } from './outgoing.ts';
import { createStore, type Readable } from './store.ts';
import { createTimelines, type Timelines } from './timelines.ts';
import { createTyping, type Typing } from './typing.ts';

export interface AppData {
  readonly api: Partyline;
  readonly accounts: Accounts;
  readonly approvals: Approvals;
  readonly chats: Chats;
  readonly labels: Labels;
  readonly timelines: Timelines;
  readonly typing: Pick<Typing, 'at'>;
  readonly drafts: Drafts;
  readonly intents: Pick<Intents, 'at' | 'set'>;
  readonly live: Pick<Live, 'state' | 'retryAt' | 'wake'>;
  /** The first loads; an error stays until one succeeds. */
  readonly start: Readable<StartState>;
  /** Loads, then follows. To be called once when the owner is signed in. */
  open(): void;
  /** Ends everything and forgets it. */
  close(): void;
  /** Before signing out: stores and sends what is in this browser alone. Never throws, and does not wait for ever. @returns how much is left of it */
  settle(): Promise<Unsettled>;
  /** Takes what is {@link Unsettled}, and what was begun, out of this browser. */
  discard(): void;
  /** For what keeps state of its own: every event, after the rest took it. @returns how to end it */
  onEvent(listener: (event: LiveEvent) => void): () => void;
}

export type StartState = { readonly kind: 'loading' | 'ready' } | { readonly kind: 'failed'; readonly error: unknown };

/** What would be lost. */
export interface Unsettled {
  readonly drafts: number;
  readonly messages: number;
}

/** So long somebody who signs out waits for the server to take what it does not have. */
const settleMs = 5_000;

export interface AppDataParts {
  readonly api: Partyline;
  /** A WebSocket of the API that begins behind the cursor. */
  openSocket(cursor: string): Socket;
  onSignedOut(): void;
  /** Where it is kept what was typed and the server does not have yet. */
  readonly shelf?: Shelf | undefined;
}

export function createAppData({ api, openSocket, onSignedOut, shelf }: AppDataParts): AppData {
  const accounts = createAccounts(api);
  const approvals = createApprovals(api);
  const chats = createChats(api);
  const labels = createLabels(api);
  const unsent = createKept(shelf, 'unsent', readUnsent);
  const typed = createKept(shelf, 'draft', readDraft);
  const timelines = createTimelines(api, unsent);
  const drafts = createDrafts(api, typed);
  const intents = createIntents();
  const typing = createTyping();
  const start = createStore<StartState>({ kind: 'loading' });
  const listeners = new Set<(event: LiveEvent) => void>();
  let round = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  const live = createLive({
    openSocket,
    ask: (cursor) => ask(api, cursor),
    onEvent(event) {
      accounts.take(event);
      approvals.take(event);
      chats.take(event);
      labels.take(event);
      timelines.take(event);
      drafts.take(event);
      intents.take(event);
      for (const listener of listeners) listener(event);
    },
    onTyping: typing.take,
    onGone: () => load(0),
    onSignedOut,
    pause: pauseOf,
  });

  live.state.subscribe(() => {
    if (live.state.get() !== 'live') return typing.forget();
    void timelines.resume();
    void drafts.flush();
  });

  const load = async (tries: number) => {
    const mine = ++round;
    clearTimeout(again);
    again = undefined;
    try {
      // The place in the log first: whatever happens while the rest is loading comes again as an event.
      const { cursor } = await api.events.list();
      await Promise.all([accounts.load(), approvals.load(), loadChats(), timelines.reload()]);
      if (mine !== round) return;
      start.set({ kind: 'ready' });
      live.start(cursor);
    } catch (error) {
      if (mine !== round) return;
      if (start.get().kind !== 'ready') start.set({ kind: 'failed', error });
      again = setTimeout(load, pauseOf(tries), tries + 1);
    }
  };
  const loadChats = async () => {
    const inbox = chats.list(wholeInbox);
    await (inbox.isLoaded() ? chats.reload() : inbox.loadMore());
    const { error } = inbox.state.get();
    if (error !== undefined) throw error;
  };

  const wake = (suspect: boolean) => {
    // There is nothing to follow before it is loaded.
    if (again === undefined) live.wake(suspect);
    else void load(0);
  };

  return {
    api,
    accounts,
    approvals,
    chats,
    labels,
    timelines,
    typing,
    drafts,
    intents,
    live: { state: live.state, retryAt: live.retryAt, wake },
    start,
    open() {
      drafts.restore();
      void load(0);
    },
    close() {
      round++;
      clearTimeout(again);
      again = undefined;
      live.stop();
      start.set({ kind: 'loading' });
      for (const store of [accounts, approvals, chats, labels, timelines, drafts]) store.forget();
    },
    async settle() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const enough = new Promise((resolve) => {
        timer = setTimeout(resolve, settleMs);
      });
      await Promise.race([Promise.all([drafts.flush(), timelines.resume()]), enough]);
      clearTimeout(timer);
      return { drafts: drafts.unsaved(), messages: unsent.keys().length };
    },
    discard() {
      for (const kept of [typed, unsent]) kept.clear();
      intents.forget();
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function ask(api: Partyline, cursor: string): Promise<Verdict> {
  try {
    await api.events.list({ since: cursor, limit: 1 }, { maxRetries: 0 });
    return 'good';
  } catch (error) {
    if (!(error instanceof APIError) || error.status === undefined) return 'unreachable';
    if (error.status === 401) return 'signed-out';
    // Too old, or of another log: the server was restored from a backup.
    return error.status === 410 || error.status === 422 || error.status === 400 ? 'gone' : 'unreachable';
  }
}
