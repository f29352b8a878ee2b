import { ID, WebhookReplay } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

export const replayDeadLetters = operation({
  id: 'webhooks.deadLetters.replay',
  method: 'POST',
  path: '/v1/webhooks/{webhookID}/dead-letters/replay',
  tag: 'Webhooks',
  summary: 'Post events again that were given up',
  description:
    'Oldest first, now, beside what else is delivered, each with the `webhook-id` it had. Ends at the first that is not taken (`failure`) or after 10 s; `remaining` says how ' +
    'many are left. Entries are as they are now.',
  scope: 'write',
  params: WebhookPath,
  body: Type.Object({
    deadLetterIDs: Type.Optional(Type.Array(ID, { minItems: 1, maxItems: 200, description: 'All when absent' })),
  }),
  response: WebhookReplay,
  errors: ['CONFLICT'],
  handle: ({ services, caller, params, body }) =>
    services.webhooks.deadLetters.replay(caller.owner, params.webhookID, body.deadLetterIDs),
});
