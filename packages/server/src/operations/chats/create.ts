import { ChatCreate, ChatCreated, invalid } from '@partyline/protocol';
import { networkLimits } from '../network-limits.ts';
import { operation } from '../operation.ts';
import { createdView, firstMessage, retryHeaders } from './begun.ts';

/** Contract 3.4. */
export const createChat = operation({
  id: 'chats.create',
  method: 'POST',
  path: '/v1/chats',
  tag: 'Chats',
  summary: 'Begin a chat with people by their IDs',
  description: 'A direct chat that is here already is used again.',
  scope: 'write',
  limits: networkLimits,
  body: ChatCreate,
  bodyLimit: 1_024 * 1_024,
  headers: retryHeaders,
  response: ChatCreated,
  errors: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_ERROR'],
  async handle({ services, caller, body, headers }) {
    const { accountID, type, participantIDs, user, title } = body;
    const first = firstMessage(body.messageText, headers);
    const begun =
      body.mode === 'start'
        ? await services.newChats.start(caller, { accountID, user: user ?? missing('user'), first })
        : await services.newChats.create(caller, {
            accountID,
            type: type ?? missing('type'),
            participantIDs: participantIDs ?? missing('participantIDs'),
            title,
            first,
          });
    return createdView(services, caller.owner, begun);
  },
});

function missing(name: string): never {
  const message = `${name} is needed`;
  throw invalid([{ code: 'missing', message, path: ['body', name] }], `Invalid request: ${message}`);
}
