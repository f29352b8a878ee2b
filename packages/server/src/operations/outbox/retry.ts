import { Delivery, ID } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Additive. */
export const retryDelivery = operation({
  id: 'outbox.retry',
  method: 'POST',
  path: '/v1/outbox/{pendingMessageID}/retry',
  tag: 'Outbox',
  summary: 'Send a failed or uncertain message again',
  description: 'Of an uncertain message this may make a second one at the network: a person should look first.',
  scope: 'write',
  params: Type.Object({ pendingMessageID: ID }),
  response: Delivery,
  errors: ['CONFLICT'],
  handle: ({ services, caller, params }) => services.outbox.retry(caller.owner, params.pendingMessageID),
});
