import { WebhookSecret } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { WebhookPath } from './paths.ts';

const hourMs = 3_600_000;
const defaultHours = 24;

export const rotateWebhookSecret = operation({
  id: 'webhooks.rotateSecret',
  method: 'POST',
  path: '/v1/webhooks/{webhookID}/rotate-secret',
  tag: 'Webhooks',
  summary: 'Replace the signing secret',
  description: 'For a while both secrets sign, so that receivers can be changed over. The secret is told this once.',
  scope: 'write',
  params: WebhookPath,
  body: Type.Object({
    overlapHours: Type.Optional(
      Type.Number({ minimum: 0, maximum: 720, default: defaultHours, description: 'How long the old one signs too' }),
    ),
  }),
  response: WebhookSecret,
  handle: ({ services, caller, params, body }) =>
    services.webhooks.rotateSecret(caller.owner, params.webhookID, (body.overlapHours ?? defaultHours) * hourMs),
});
