import { ChatListItem, ReadInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const markChatUnread = operation({
  id: 'chats.markUnread',
  method: 'POST',
  path: '/v1/chats/{chatID}/unread',
  tag: 'Chats',
  summary: 'Mark a chat as unread, from a message on',
  description: 'Without `messageID` the chat bears a mark only, and the count of unread messages stays.',
  scope: 'write',
  params: ChatPath,
  body: ReadInput,
  response: ChatListItem,
  async handle({ services, caller, params, body }) {
    await services.chatActions.markUnread(caller.owner, params.chatID, body.messageID);
    return services.chats.retrieve(caller.owner, params.chatID);
  },
});
