import { ChatListItem, ChatPatch } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const updateChat = operation({
  id: 'chats.update',
  method: 'PATCH',
  path: '/v1/chats/{chatID}',
  tag: 'Chats',
  summary: 'Change a chat',
  description:
    'Title, description, picture and expiry are changed on the network first, where the capabilities of the chat say that it can. The others are kept here ' +
    'for every network; one that keeps an archive of its own is told afterwards. A draft is taken only where there is none: `null` clears it.',
  scope: 'write',
  params: ChatPath,
  body: ChatPatch,
  // A draft is as long as a message may be, in any script.
  bodyLimit: 1_024 * 1_024,
  response: ChatListItem,
  errors: ['CONFLICT', 'UPSTREAM_ERROR'],
  async handle({ services, caller, params, body }) {
    await services.chatActions.update(caller.owner, params.chatID, body);
    return services.chats.retrieve(caller.owner, params.chatID);
  },
});
