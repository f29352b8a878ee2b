import { WebhookAttemptList } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

export const listWebhookDeliveries = operation({
  id: 'webhooks.deliveries.list',
  method: 'GET',
  path: '/v1/webhooks/{webhookID}/deliveries',
  tag: 'Webhooks',
  summary: 'List the last 100 tries, newest first',
  scope: 'read',
  params: WebhookPath,
  response: WebhookAttemptList,
  handle: async ({ services, caller, params }) => ({
    items: await services.webhooks.deliveries(caller.owner, params.webhookID),
  }),
});
