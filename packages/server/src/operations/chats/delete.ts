import { nullable } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Additive; the capabilities it needs are those of contract 2.8. */
export const deleteChat = operation({
  id: 'chats.delete',
  method: 'DELETE',
  path: '/v1/chats/{chatID}',
  tag: 'Chats',
  summary: 'Delete a chat',
  description:
    'At the network first, and then here, with all its messages and with what was to be sent in it. For the own account alone, where the capability `deleteChat` says that the network ' +
    'can; with `forEveryone` for all who are in it, where `deleteChatForEveryone` does. A chat in which something is said again comes back, with that.',
  scope: 'write',
  params: ChatPath,
  query: Type.Object({ forEveryone: Type.Optional(nullable(Type.Boolean({ default: false }))) }),
  errors: ['CONFLICT', 'NOT_SUPPORTED', 'UPSTREAM_ERROR'],
  async handle({ services, caller, params, query }) {
    await services.chatActions.remove(caller.owner, params.chatID, query.forEveryone ?? false);
    return undefined;
  },
});
