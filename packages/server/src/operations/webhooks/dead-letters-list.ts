import { DeadLetterPage } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

export const listDeadLetters = operation({
  id: 'webhooks.deadLetters.list',
  method: 'GET',
  path: '/v1/webhooks/{webhookID}/dead-letters',
  tag: 'Webhooks',
  summary: 'List events that were given up, newest first',
  scope: 'read',
  params: WebhookPath,
  query: Type.Object({
    cursor: Type.Optional(Type.String({ minLength: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  response: DeadLetterPage,
  handle: ({ services, caller, params, query }) =>
    services.webhooks.deadLetters.list(caller.owner, params.webhookID, { ...query, limit: query.limit ?? 50 }),
});
