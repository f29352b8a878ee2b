import { ChatCreated, ChatStart } from '@partyline/protocol';
import { networkLimits } from '../network-limits.ts';
import { operation } from '../operation.ts';
import { createdView, firstMessage, retryHeaders } from './begun.ts';

/** Contract 3.4. */
export const startChat = operation({
  id: 'chats.start',
  method: 'POST',
  path: '/v1/chats/start',
  tag: 'Chats',
  summary: 'Begin a direct chat with somebody',
  description:
    'The person is looked up by `id`, `phoneNumber`, `email` and `username`, in that order, and must bear exactly what was given. A direct chat that is here ' +
    'already is used again, also while the account is not connected.',
  scope: 'write',
  limits: networkLimits,
  body: ChatStart,
  bodyLimit: 1_024 * 1_024,
  headers: retryHeaders,
  response: ChatCreated,
  errors: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_ERROR'],
  async handle({ services, caller, body: { accountID, user, messageText }, headers }) {
    const first = firstMessage(messageText, headers);
    const begun = await services.newChats.start(caller, { accountID, user, first });
    return createdView(services, caller.owner, begun);
  },
});
