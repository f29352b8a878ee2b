import { ID } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Additive. */
export const cancelDelivery = operation({
  id: 'outbox.cancel',
  method: 'DELETE',
  path: '/v1/outbox/{pendingMessageID}',
  tag: 'Outbox',
  summary: 'Take a message back that was not sent',
  scope: 'write',
  params: Type.Object({ pendingMessageID: ID }),
  errors: ['CONFLICT'],
  async handle({ services, caller, params }) {
    await services.outbox.cancel(caller.owner, params.pendingMessageID);
    return undefined;
  },
});
