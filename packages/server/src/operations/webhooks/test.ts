import { WebhookAttempt } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

export const testWebhook = operation({
  id: 'webhooks.test',
  method: 'POST',
  path: '/v1/webhooks/{webhookID}/test',
  tag: 'Webhooks',
  summary: 'Post a test now and say what came of it',
  description:
    'Posts `{"type": "webhook.test", "ts": …}`, signed as events are, also to a webhook that is switched off. When it is taken, what waits for its next try is tried at once.',
  scope: 'write',
  params: WebhookPath,
  response: WebhookAttempt,
  handle: ({ services, caller, params }) => services.webhooks.test(caller.owner, params.webhookID),
});
