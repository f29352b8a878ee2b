import type { Event, EventPage, EventType } from '@partyline/protocol';
import { APIError, APIUserAbortError } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { type CursorFound, findCursor } from './event-cursor.ts';

export interface EventFilter {
  /** Only events of these chats, by full or local ID. */
  chatIDs?: readonly string[] | undefined;
  types?: readonly EventType[] | undefined;
}

export interface EventListParams extends EventFilter {
  /** The cursor to go on from; absent: no items, and the newest cursor. */
  since?: string | undefined;
  /** 1 to 1,000; 100 by default. */
  limit?: number | undefined;
  /** Seconds to wait while there is nothing: 0, the default, to 25. */
  wait?: number | undefined;
}

export interface EventStreamParams extends EventFilter {
  /** The cursor to go on from, that of an event or of a page; absent: from now on. */
  since?: string | undefined;
}

/** Seconds of one long poll: below the client's usual time-out. */
const pollSeconds = 25;

/** What happens, from any cursor on. Not in the official API. */
export class Events {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** One page, oldest first. @throws APIError with status 410 and code `CURSOR_GONE` when the server's log no longer reaches back to `since` */
  list(query: EventListParams = {}, options?: RequestOptions): Promise<EventPage> {
    return this.#transport.send({ method: 'GET', path: '/v1/events', query: { ...query } }, options);
  }

  /**
   * The cursor after which come the events of that moment and all later ones, found in some twenty calls.
   *
   * @throws PartylineError when the server's cursors are of another make
   */
  cursorAt(time: Date, options?: RequestOptions): Promise<CursorFound> {
    return findCursor((query) => this.list(query, options), time);
  }

  /**
   * Every event, each once and in order, for as long as it is iterated. After an interruption it goes on where it was; keep the `cursor` of the last
   * event to go on from there in another run. End it by leaving the loop, or by the signal.
   *
   * @example
   * for await (const event of client.events.stream({ since: lastCursor })) { ... }
   * @throws APIError for what a repetition cannot cure: 401, 403, 410 `CURSOR_GONE`, 422; APIUserAbortError
   */
  async *stream(
    { since, ...filter }: EventStreamParams = {},
    options: RequestOptions = {},
  ): AsyncGenerator<Event, never> {
    let cursor = since;
    for (let failures = 0; ; ) {
      try {
        const page = await this.list(
          { ...filter, since: cursor, wait: cursor === undefined ? undefined : pollSeconds, limit: 1_000 },
          { ...options, maxRetries: 0 },
        );
        failures = 0;
        cursor = page.cursor;
        yield* page.items;
      } catch (error) {
        if (error instanceof APIUserAbortError || !isPassing(error)) throw error;
        await this.#transport.pause(failures++, error.headers, options.signal);
      }
    }
  }
}

/** The server is not there, or cannot answer right now. */
function isPassing(error: unknown): error is APIError {
  if (!(error instanceof APIError)) return false;
  return error.status === undefined || error.status === 408 || error.status === 429 || error.status >= 500;
}
