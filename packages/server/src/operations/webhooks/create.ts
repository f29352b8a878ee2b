import { NewWebhook, WebhookInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { needRead } from './paths.ts';

export const createWebhook = operation({
  id: 'webhooks.create',
  method: 'POST',
  path: '/v1/webhooks',
  tag: 'Webhooks',
  summary: 'Have events posted to an address',
  description:
    'Each event is posted as the live stream shows it, signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`), in order, ' +
    'at least once: a repeat has the same `webhook-id`. Answer 2xx within 15 s; 410 disables the webhook; anything else is tried again for days. Filters that ' +
    'are given must all hold. Needs `read` as well as `write`. `https://` only, unless the owner allows private addresses. The secret is told this once. It ends with the token that makes it.',
  scope: 'write',
  body: WebhookInput,
  response: NewWebhook,
  errors: ['CONFLICT', 'CURSOR_GONE'],
  handle({ services, caller, body }) {
    needRead(caller);
    return services.webhooks.create(caller, body);
  },
});
