import { ID, OutboxPage } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Additive. */
export const listOutbox = operation({
  id: 'outbox.list',
  method: 'GET',
  path: '/v1/outbox',
  tag: 'Outbox',
  summary: 'List messages that were not sent yet',
  description:
    'Scheduled, waiting, on their way, failed, and those of which nobody knows whether they were sent. Newest first.',
  scope: 'read',
  query: Type.Object({
    chatID: Type.Optional(ID),
    cursor: Type.Optional(Type.String({ minLength: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  response: OutboxPage,
  handle: ({ services, caller, query }) => services.outbox.list(caller.owner, { ...query, limit: query.limit ?? 50 }),
});
