/** Live events: one feed of the log, and three doors onto it. */

import type { Readable } from 'node:stream';
import { ApiError } from '@partyline/protocol';
import type { Logger } from 'pino';
import type { Caller, Tokens } from '../auth/tokens.ts';
import type { Entries } from '../inbox/entries.ts';
import type { Typing } from '../inbox/typing.ts';
import type { EventLog } from '../log/log-reader.ts';
import { eventPage, type PageRequest } from './event-page.ts';
import { type EventStream, type EventStreamRequest, eventStream } from './event-stream.ts';
import { createFeed, type Feed } from './feed.ts';
import type { ResolveChatID } from './full-chat-ids.ts';
import type { Start, Visit } from './socket.ts';
import { createSockets, type Upgrade } from './sockets.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { createVisitors } from './visitors.ts';

export interface Stream {
  readonly feed: Feed;
  readonly tickets: Tickets;
  readonly resolveChatID: ResolveChatID;
  /**
   * The position of a cursor; `now` is the newest one.
   * @throws ApiError `CURSOR_GONE`, or `VALIDATION_ERROR` for what is no cursor
   */
  positionOf(cursor: string): Promise<number>;
  /** Long poll. Ends early when the server stops. */
  page(request: Omit<PageRequest, 'signal'>): ReturnType<typeof eventPage>;
  /** Server-sent events, until either side ends it or the caller's token does. */
  events(caller: Caller, request: Omit<EventStreamRequest, 'owner'>): Readable;
  /** Where a WebSocket begins. @throws ApiError `VALIDATION_ERROR` for what is no cursor; one that is too old is told over the WebSocket */
  startOf(since: string | undefined): Promise<Start>;
  accept(upgrade: Upgrade, caller: Caller, visit: Visit): void;
  /** The same doors onto what somebody sees who sees a part. */
  seenBy(part: Pick<StreamParts, 'log' | 'entries' | 'resolveChatID'>): SeenStream;
  /** Ends every stream in an orderly way, within about a second. */
  close(): Promise<void>;
}

/** Closing it closes its feed alone. */
export interface SeenStream extends Stream {
  /** Whether somebody follows. */
  readonly isFollowed: boolean;
}

export interface StreamParts {
  readonly log: EventLog;
  readonly entries: Entries;
  readonly tokens: Pick<Tokens, 'good'>;
  readonly resolveChatID: ResolveChatID;
  readonly typing: Typing;
  readonly logger: Logger;
  /** What may pile up for a live WebSocket reader. */
  readonly bufferBytes: number;
  readonly pingMs?: number;
  readonly slowMs?: number;
}

export function createStream(parts: StreamParts): Stream {
  const { tokens, typing, logger, bufferBytes, pingMs = 30_000, slowMs = 10_000 } = parts;
  const visitors = createVisitors(tokens);
  const sockets = createSockets({ bufferBytes, slowMs, visitors, pingMs });
  const tickets = createTickets();
  const stopping = new AbortController();
  const open = new Set<EventStream>();
  const feeds = new Set<Feed>();

  const refuseWhenStopping = () => {
    if (stopping.signal.aborted) throw new ApiError('UNAVAILABLE', 'The server stops; connect again.');
  };

  let closing: Promise<void> | undefined;
  const end = async () => {
    stopping.abort();
    visitors.close();
    for (const feed of feeds) feed.close();
    for (const stream of open) stream.end();
    await sockets.close();
  };

  const doorsOf = (feed: Feed, resolveChatID: ResolveChatID) => {
    const positionOf = async (cursor: string) => (cursor === 'now' ? feed.head() : feed.positionOf(cursor));
    return {
      feed,
      tickets,
      resolveChatID,
      positionOf,
      page: (request: Omit<PageRequest, 'signal'>) => eventPage(feed, { ...request, signal: stopping.signal }),
      events({ owner, tokenID }: Caller, request: Omit<EventStreamRequest, 'owner'>) {
        refuseWhenStopping();
        const stream = eventStream(feed, { typing, resolveChatID }, { ...request, owner });
        const leave = visitors.add({ tokenID, expel: stream.end });
        open.add(stream);
        stream.body.once('close', () => {
          leave();
          open.delete(stream);
        });
        return stream.body;
      },
      async startOf(since: string | undefined) {
        refuseWhenStopping();
        try {
          return { since: since === undefined ? undefined : await positionOf(since) };
        } catch (error) {
          if (error instanceof ApiError && error.code === 'CURSOR_GONE') return { gone: error };
          throw error;
        }
      },
      accept: (upgrade: Upgrade, caller: Caller, visit: Visit) =>
        sockets.accept(upgrade, caller, visit, { feed, typing, resolveChatID }),
    };
  };
  const feedOf = ({ log, entries }: Pick<StreamParts, 'log' | 'entries'>): Feed => {
    const feed = createFeed(log, entries, logger);
    feeds.add(feed);
    return feed;
  };
  const seenBy: Stream['seenBy'] = (part) => {
    const feed = feedOf(part);
    return {
      ...doorsOf(feed, part.resolveChatID),
      seenBy,
      get isFollowed() {
        return feed.isFollowed();
      },
      async close() {
        feeds.delete(feed);
        feed.close();
      },
    };
  };

  return { ...doorsOf(feedOf(parts), parts.resolveChatID), seenBy, close: () => (closing ??= end()) };
}
