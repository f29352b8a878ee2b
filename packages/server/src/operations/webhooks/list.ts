import { WebhookList } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Additive to the contract, as all of webhooks. */
export const listWebhooks = operation({
  id: 'webhooks.list',
  method: 'GET',
  path: '/v1/webhooks',
  tag: 'Webhooks',
  summary: 'List webhooks, oldest first',
  scope: 'read',
  response: WebhookList,
  handle: async ({ services, caller }) => ({ items: await services.webhooks.list(caller.owner) }),
});
