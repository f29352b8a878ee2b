import { FocusInput, FocusResult } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Contract 3.7; scope as in auth.md, section 2. This server has no window to bring to the front, and says so. */
export const focus = operation({
  id: 'focus',
  method: 'POST',
  path: '/v1/focus',
  tag: 'Search',
  summary: 'Bring a chat to the front',
  description:
    'The server has no window of its own: `success` is false. A chat or message that is not there is an error.',
  scope: 'read',
  body: FocusInput,
  response: FocusResult,
  errors: ['NOT_FOUND'],
  async handle({ services, caller, body: { chatID, messageID } }) {
    if (chatID !== undefined) {
      if (messageID === undefined) await services.chats.retrieve(caller.owner, chatID, 0);
      else await services.messages.retrieve(caller.owner, chatID, messageID);
    }
    return { success: false };
  },
});
