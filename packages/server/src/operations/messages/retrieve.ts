import { Message } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { MessagePath } from './paths.ts';

/** Contract 3.5. */
export const retrieveMessage = operation({
  id: 'messages.retrieve',
  method: 'GET',
  path: '/v1/chats/{chatID}/messages/{messageID}',
  tag: 'Messages',
  summary: 'Get one message',
  description:
    "By its ID, the `pendingMessageID` it was sent under, or the network's own ID. While a message is being sent the answer waits up to 2 s for the outcome.",
  scope: 'read',
  params: MessagePath,
  response: Message,
  handle: ({ services, caller, params }) => services.messages.retrieve(caller.owner, params.chatID, params.messageID),
});
