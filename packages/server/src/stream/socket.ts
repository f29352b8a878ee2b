/** One WebSocket connection: its subscriptions, its numbering, and its reader (websocket.md, 2 to 4). */

import type { Duplex } from 'node:stream';
import { ApiError, type ServerFrame } from '@partyline/protocol';
import type { WebSocket } from 'ws';
import type { Feed, Filter } from './feed.ts';
import { fullChatIDs } from './full-chat-ids.ts';
import { type Reader, type Sink, startReader } from './reader.ts';
import { type Command, CommandRefusal, readCommand } from './subscription.ts';
import { followTyping, type TypingParts } from './typing.ts';

/** Where a connection begins: at whatever happens once something is subscribed, after a position, or nowhere because that is gone. */
export type Start = { readonly since: number | undefined } | { readonly gone: ApiError };

/** What somebody connects for. */
export interface Visit {
  readonly start: Start;
  /** Is told who is typing too, in the chats that are subscribed. */
  readonly withTyping: boolean;
}

export interface SocketParts extends Visit, TypingParts {
  readonly ws: WebSocket;
  /** What the WebSocket runs on. */
  readonly link: Duplex;
  readonly owner: string;
  readonly feed: Feed;
  /** A live reader that lets more than this pile up, and does not take it in time, is ended. */
  readonly bufferBytes: number;
  /** That time, in milliseconds. */
  readonly slowMs: number;
}

/** The log does not reach back to where the client wanted to go on: Gone, in the range of codes that are the application's own. */
const goneCode = 4410;
const tooSlowCode = 1013;
const failedCode = 1011;
/** Commands that may wait their turn before the client is not read any more. */
const maxWaiting = 16;
const asText = { binary: false };

const officialTypes: ReadonlySet<string> = new Set([
  'chat.upserted',
  'chat.deleted',
  'message.upserted',
  'message.deleted',
]);

export function serveSocket(parts: SocketParts): void {
  const { ws, link, owner, start, feed, resolveChatID, bufferBytes, slowMs } = parts;
  const since = 'since' in start ? start.since : undefined;
  let seq = 0;
  let reader: Reader | undefined;
  /** Where a reader with `since` goes on: it keeps its place while nothing is subscribed. */
  let place = since;
  let chats: 'all' | ReadonlySet<string> = new Set();
  let waiting = 0;
  let turns = Promise.resolve();

  const tell = (frame: ServerFrame) => {
    if (ws.readyState !== ws.OPEN) return;
    ws.send(JSON.stringify(frame));
    if (ws.bufferedAmount > bufferBytes) end(tooSlowCode, 'too many commands, and the answers are not read');
  };
  const isWanted = (chatID: string) => chats === 'all' || chats.has(chatID);
  const typing = parts.withTyping
    ? followTyping(parts, owner, {
        wanted: isWanted,
        tell(changed) {
          if (ws.bufferedAmount <= bufferBytes) tell(changed);
        },
      })
    : undefined;
  const end = (code: number, reason: string) => {
    reader?.stop();
    ws.close(code, reason);
  };

  const wanted: Filter = ({ type, chatID }) => {
    if (!officialTypes.has(type)) return since !== undefined && chats === 'all';
    return chatID !== undefined && isWanted(chatID);
  };
  const sink: Sink = {
    wanted,
    take(events) {
      if (ws.readyState !== ws.OPEN) return reader?.stop();
      // One write for all of them.
      link.cork();
      for (const event of events) ws.send(event.frame(++seq), asText);
      link.uncork();
    },
    room(live) {
      if (!live) return link.writableNeedDrain ? drained(link) : undefined;
      // What just happened is sent at once, up to a bound. One burst may pass it: too slow is who does not take it in time.
      if (ws.bufferedAmount <= bufferBytes) return undefined;
      const late = setTimeout(end, slowMs, tooSlowCode, 'too slow: connect again with since');
      return drained(link).finally(() => clearTimeout(late));
    },
    failed(error) {
      if (error instanceof ApiError && error.code === 'CURSOR_GONE') gone(error);
      else end(failedCode, 'the log could not be read: connect again with since');
    },
  };
  const gone = (error: ApiError) => {
    tell({ type: 'error', code: 'CURSOR_GONE', message: error.message, details: cursorsOf(error) });
    end(goneCode, 'the cursor is too old');
  };

  const run = async (text: string) => {
    let command: Command | undefined;
    try {
      command = readCommand(text);
      subscribe(await fullChatIDs(resolveChatID, owner, command.chatIDs), command);
    } catch (error) {
      if (error instanceof CommandRefusal)
        tell({ type: 'error', ...echo(error), code: error.code, message: error.message });
      else
        tell({
          type: 'error',
          ...echo(command),
          code: 'INTERNAL_ERROR',
          message: 'This failed in the server; try again',
        });
    }
  };
  const subscribe = (chatIDs: readonly string[], command: Command) => {
    if (ws.readyState !== ws.OPEN) return;
    chats = chatIDs.includes('*') ? 'all' : new Set(chatIDs);
    tell({
      type: 'subscriptions.updated',
      ...echo(command),
      chatIDs: [...chatIDs],
      app: { state: command.appState },
    });
    if (chatIDs.length === 0) {
      if (since !== undefined) place = reader?.position ?? place;
      reader?.stop();
      reader = undefined;
    } else reader ??= startReader(feed, owner, place ?? feed.head(), sink);
    typing?.look();
  };

  ws.on('message', (data, isBinary) => {
    if (++waiting === maxWaiting) ws.pause();
    const text = isBinary ? '' : data.toString();
    turns = turns.then(async () => {
      await run(text);
      if (waiting-- === maxWaiting) ws.resume();
    });
  });
  ws.on('close', () => {
    reader?.stop();
    typing?.stop();
  });
  // Of a broken frame or link: the close that follows is enough.
  ws.on('error', () => undefined);

  tell({
    type: 'ready',
    version: 1,
    chatIDs: [],
    app: { state: false },
    ...(since !== undefined && { cursor: feed.cursorOf(since) }),
  });
  if ('gone' in start) gone(start.gone);
}

function echo(command: { readonly requestID: string | undefined } | undefined) {
  return command?.requestID === undefined ? {} : { requestID: command.requestID };
}

function drained(link: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      link.off('drain', done);
      link.off('close', done);
      resolve();
    };
    link.on('drain', done);
    link.on('close', done);
  });
}

/** The details of a `CURSOR_GONE`, as the log gives them. */
function cursorsOf({ details }: ApiError) {
  const cursor = (name: string) => {
    const value: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { oldestCursor: cursor('oldestCursor'), newestCursor: cursor('newestCursor') };
}
