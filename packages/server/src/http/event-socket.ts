/** `/v1/ws`: the handshake, behind the same gates as any other request (websocket.md, 1). */

import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, invalid, invalidValue } from '@partyline/protocol';
import type { FastifyInstance } from 'fastify';
import type { Tokens } from '../auth/tokens.ts';
import { eventSocket } from '../operations/events/socket.ts';
import { checkScope } from '../operations/invoke.ts';
import type { Services } from '../operations/operation.ts';
import { findCaller } from './bearer.ts';
import type { Monitor } from './monitor.ts';
import { takeOver } from './upgrades.ts';
import type { AppDoors } from './web-app/doors.ts';

export function mountEventSocket(
  app: FastifyInstance,
  services: Services,
  tokens: Tokens,
  doors: AppDoors,
  monitor: Monitor,
): void {
  const byToken = findCaller(tokens, doors.socket);
  const countAccepted = monitor.answers('GET', eventSocket.path, 101);
  app.route({
    method: 'GET',
    url: eventSocket.path,
    exposeHeadRoute: false,
    config: { scope: eventSocket.scope },
    onRequest(request, reply, done) {
      const ticket = word(request.query, 'ticket');
      if (ticket === undefined) return byToken.call(app, request, reply, done);
      request.caller = services.stream.tickets.redeem(ticket);
      if (request.caller === undefined) throw new ApiError('unauthorized', staleTicket);
      done();
    },
    async handler({ caller, query, raw }, reply) {
      checkScope(eventSocket, caller);
      const withTyping = yesOrNo(query, 'typing');
      checkHandshake(raw.headers);
      if (caller === undefined) throw new ApiError('unauthorized');
      const { stream } = services.seen.of(caller).services;
      const start = await stream.startOf(word(query, 'since'));
      const upgrade = takeOver(raw);
      if (upgrade === undefined) throw notWebSocket();
      reply.hijack();
      countAccepted();
      stream.accept(upgrade, caller, { start, withTyping });
    },
  });
}

const staleTicket =
  'This ticket is unknown, used or too old. Fetch a new one with POST /v1/ws/tickets and connect at once.';

/** RFC 6455, section 4.2.1. */
function checkHandshake(headers: IncomingHttpHeaders): void {
  const { 'sec-websocket-key': key = '', 'sec-websocket-version': version } = headers;
  if (headers.upgrade?.toLowerCase() !== 'websocket' || version !== '13' || !/^[+/0-9A-Za-z]{22}==$/.test(key))
    throw notWebSocket();
}

const notWebSocket = () => new ApiError('MALFORMED_REQUEST', 'Open this address as a WebSocket, version 13');

/** A query value; empty ones count as absent (contract 1.3). */
function word(query: unknown, name: string): string | undefined {
  const value: unknown = Reflect.get(Object(query), name);
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  const message = `${name} can be given once`;
  throw invalid([{ code: 'invalid_type', message, path: ['query', name] }], `Invalid request: ${message}`);
}

function yesOrNo(query: unknown, name: string): boolean {
  const value = word(query, name) ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalidValue(['query', name], `${name} is true or false`);
}
