import { Webhook, WebhookChange } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { needRead, WebhookPath } from './paths.ts';

export const updateWebhook = operation({
  id: 'webhooks.update',
  method: 'PATCH',
  path: '/v1/webhooks/{webhookID}',
  tag: 'Webhooks',
  summary: 'Change a webhook, switch it off or on again',
  description:
    'Switched on again it goes on where it stood; with `since` `now` it leaves out what happened meanwhile. A new address, and switching on, begin the tries anew; from then on it ends with the token that does it. ' +
    'Needs `read` as well as `write`.',
  scope: 'write',
  params: WebhookPath,
  body: WebhookChange,
  response: Webhook,
  errors: ['CURSOR_GONE'],
  handle({ services, caller, params, body }) {
    needRead(caller);
    return services.webhooks.update(caller, params.webhookID, body);
  },
});
