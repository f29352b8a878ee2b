import { Webhook } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

export const retrieveWebhook = operation({
  id: 'webhooks.retrieve',
  method: 'GET',
  path: '/v1/webhooks/{webhookID}',
  tag: 'Webhooks',
  summary: 'See how a webhook does',
  scope: 'read',
  params: WebhookPath,
  response: Webhook,
  handle: ({ services, caller, params }) => services.webhooks.retrieve(caller.owner, params.webhookID),
});
