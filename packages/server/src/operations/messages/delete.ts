import { nullable } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { MessagePath } from './paths.ts';

/** Contract 3.5. */
export const deleteMessage = operation({
  id: 'messages.delete',
  method: 'DELETE',
  path: '/v1/chats/{chatID}/messages/{messageID}',
  tag: 'Messages',
  summary: 'Delete a message',
  description:
    'At the network too. A message that is not sent yet is taken back with DELETE /v1/outbox/{pendingMessageID}.',
  scope: 'write',
  params: MessagePath,
  query: Type.Object({ forEveryone: Type.Optional(nullable(Type.Boolean())) }),
  errors: ['CONFLICT', 'NOT_SUPPORTED', 'UPSTREAM_ERROR'],
  async handle({ services, caller, params, query }) {
    await services.messageActions.remove({ owner: caller.owner, ...params }, query.forEveryone ?? true);
    return undefined;
  },
});
