import { EventTicket } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Additive: browsers cannot set a header on a WebSocket (auth.md, section 1). */
export const createEventTicket = operation({
  id: 'events.tickets.create',
  method: 'POST',
  path: '/v1/ws/tickets',
  tag: 'Events',
  summary: 'Get a ticket for one WebSocket connection',
  description:
    'For browsers, which cannot send a token with a WebSocket: open `/v1/ws?ticket=` within 30 s. A ticket is good once, and the connection has the ' +
    'rights of the token that asked for it.',
  scope: 'read',
  response: EventTicket,
  handle({ services, caller }) {
    const { ticket, expiresAt } = services.stream.tickets.issue(caller);
    return { ticket, expiresAt: expiresAt.toISOString() };
  },
});
