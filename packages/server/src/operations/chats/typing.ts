import { TypingInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const sendTyping = operation({
  id: 'chats.typing',
  method: 'POST',
  path: '/v1/chats/{chatID}/typing',
  tag: 'Chats',
  summary: 'Tell the others that one is typing, or no longer',
  scope: 'write',
  params: ChatPath,
  body: TypingInput,
  errors: ['CONFLICT', 'UPSTREAM_ERROR'],
  handle: async ({ services, caller, params, body }) => {
    await services.chatActions.typing(caller.owner, params.chatID, body.state === 'typing');
    return undefined;
  },
});
