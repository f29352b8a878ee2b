import { ChatListItem, ReadInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const markChatRead = operation({
  id: 'chats.markRead',
  method: 'POST',
  path: '/v1/chats/{chatID}/read',
  tag: 'Chats',
  summary: 'Mark a chat as read, up to a message',
  description: 'Without `messageID` up to the newest. Networks that show how far one has read are told.',
  scope: 'write',
  params: ChatPath,
  body: ReadInput,
  response: ChatListItem,
  async handle({ services, caller, params, body }) {
    await services.chatActions.markRead(caller.owner, params.chatID, body.messageID);
    return services.chats.retrieve(caller.owner, params.chatID);
  },
});
