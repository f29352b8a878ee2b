import { ID } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

export const discardDeadLetter = operation({
  id: 'webhooks.deadLetters.discard',
  method: 'DELETE',
  path: '/v1/webhooks/{webhookID}/dead-letters/{deadLetterID}',
  tag: 'Webhooks',
  summary: 'Throw away an event that was given up',
  scope: 'write',
  params: Type.Object({ webhookID: ID, deadLetterID: ID }),
  handle: async ({ services, caller, params }) => {
    await services.webhooks.deadLetters.discard(caller.owner, params.webhookID, params.deadLetterID);
    return undefined;
  },
});
