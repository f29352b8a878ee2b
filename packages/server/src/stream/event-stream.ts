/**
 * Server-sent events (HTML Living Standard, 9.2). It is pulled: a slow reader costs one stretch of events, not a growing buffer, and reads the
 * log at its own pace.
 */

import { Readable } from 'node:stream';
import type { Feed, Filter } from './feed.ts';
import { type Reader, startReader } from './reader.ts';
import { followTyping, type TypingParts, type TypingSubscription } from './typing.ts';

export interface EventStreamRequest {
  readonly owner: string;
  readonly after: number;
  readonly wanted: Filter;
  /** Of which chats it is told who is typing; absent: of none. */
  readonly typingIn?: ((chatID: string) => boolean) | undefined;
}

const heartbeatMs = 15_000;
/** How long a client waits before it connects again, in milliseconds. */
const retryMs = 1_000;
/** A reader that takes nothing for so long is gone, or might as well be. */
const stalledMs = 120_000;

export interface EventStream {
  readonly body: Readable;
  /** After what was told already. */
  end(): void;
}

/** Also ends when its body is destroyed; an error is told by the connection breaking off, so that the client comes again and gets a proper answer. */
export function eventStream(
  feed: Feed,
  typingParts: TypingParts,
  { owner, after, wanted, typingIn }: EventStreamRequest,
): EventStream {
  let reader: Reader | undefined;
  let typing: TypingSubscription | undefined;
  let hungry = Promise.withResolvers<void>();
  let isHungry = false;
  let fedAt = performance.now();
  let isEnded = false;

  const push = (chunk: Buffer | string) => {
    if (isEnded) return;
    fedAt = performance.now();
    if (stream.push(chunk) || !isHungry) return;
    isHungry = false;
    hungry = Promise.withResolvers();
  };
  /** Also sets the position when nothing was wanted for long: a block without data only sets the ID. */
  const mark = () => `id: ${feed.cursorOf(reader?.position ?? after)}\n\n`;
  const heartbeat = setInterval(() => {
    if (isHungry) push(`: still here\n${mark()}`);
    else if (performance.now() - fedAt > stalledMs) stream.destroy();
  }, heartbeatMs).unref();

  const stream = new Readable({
    highWaterMark: 64 * 1024,
    read() {
      if (isHungry) return;
      isHungry = true;
      hungry.resolve();
    },
    destroy(error, done) {
      clearInterval(heartbeat);
      reader?.stop();
      typing?.stop();
      hungry.resolve();
      done(error);
    },
  });
  stream.push(`retry: ${retryMs}\n${mark()}`);
  reader = startReader(feed, owner, after, {
    wanted,
    take: (events) => push(Buffer.concat(events.map(({ block }) => block))),
    room: () => (isHungry ? undefined : hungry.promise),
    failed: () => stream.destroy(),
  });
  typing =
    typingIn &&
    followTyping(typingParts, owner, {
      wanted: typingIn,
      // Without an ID: it is no place to go on from.
      tell(changed) {
        // Not when it is hungry alone: who types already is told before the first read.
        if (stream.readableLength < stream.readableHighWaterMark)
          push(`event: ${changed.type}\ndata: ${JSON.stringify(changed)}\n\n`);
      },
    });
  typing?.look();
  return {
    body: stream,
    end() {
      isEnded = true;
      reader?.stop();
      typing?.stop();
      stream.push(null);
    },
  };
}
