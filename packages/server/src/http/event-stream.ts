/** Server-sent events as the other answer of an operation, for who accepts them (RFC 9110, section 12.5.1). */

import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/tokens.ts';
import { streamEvents } from '../operations/events/stream.ts';
import { type Invoke, invoker } from '../operations/invoke.ts';
import type { Services } from '../operations/operation.ts';

type Answer = (caller: Caller | undefined, request: FastifyRequest) => unknown;

/** @param plain the answer for everybody else */
export function orEventStream(plain: Invoke, services: Services): Answer {
  const streamed = invoker(streamEvents, services);
  return (caller, request) => {
    const { headers, query } = request;
    if (headers.accept?.includes('text/event-stream') !== true) return plain(caller, request);
    // A browser that comes back says with a header how far it was, whatever the address says.
    const since = headers['last-event-id'];
    const asked = typeof since === 'string' && since !== '' ? { ...Object(query), since } : query;
    return streamed(caller, { params: undefined, query: asked, body: undefined });
  };
}

/** @returns the reply, so that fastify waits for its end */
export function sendEventStream(reply: FastifyReply, events: Readable): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // It lasts as long as the connection: after it there is nothing to keep that for.
      connection: 'close',
      // Proxies of the nginx family hold answers back otherwise.
      'x-accel-buffering': 'no',
    })
    .send(events);
}
