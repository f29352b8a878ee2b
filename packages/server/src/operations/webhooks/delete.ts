import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

export const deleteWebhook = operation({
  id: 'webhooks.delete',
  method: 'DELETE',
  path: '/v1/webhooks/{webhookID}',
  tag: 'Webhooks',
  summary: 'Delete a webhook with its dead letters',
  scope: 'write',
  params: WebhookPath,
  handle: async ({ services, caller, params }) => {
    await services.webhooks.remove(caller.owner, params.webhookID);
    return undefined;
  },
});
