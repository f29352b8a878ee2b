import { ID, Message } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Additive. */
export const confirmDelivery = operation({
  id: 'outbox.confirm',
  method: 'POST',
  path: '/v1/outbox/{pendingMessageID}/confirm',
  tag: 'Outbox',
  summary: 'Say that an uncertain message arrived',
  description:
    'For a person who looked. It counts as sent from then on, with `sendStatus.reason` `confirmed_by_person`; of a long one that was sent in parts, the rest goes out now. Of a message that was sent it changes nothing; ' +
    'one that is not uncertain is refused with 409. To say that it did not arrive, send it again or take it back.',
  scope: 'write',
  params: Type.Object({ pendingMessageID: ID }),
  response: Message,
  errors: ['CONFLICT'],
  async handle({ services, caller: { owner }, params: { pendingMessageID } }) {
    const chatID = await services.outbox.confirm(owner, pendingMessageID);
    return services.messages.retrieve(owner, chatID, pendingMessageID);
  },
});
