import { ChatListItem } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const retrieveChat = operation({
  id: 'chats.retrieve',
  method: 'GET',
  path: '/v1/chats/{chatID}',
  tag: 'Chats',
  summary: 'Get one chat, with its last message',
  scope: 'read',
  params: ChatPath,
  query: Type.Object({
    maxParticipantCount: Type.Optional(
      Type.Integer({ minimum: -1, maximum: 500, default: 100, description: '-1 = all' }),
    ),
  }),
  response: ChatListItem,
  handle: ({ services, caller, params, query }) =>
    services.chats.retrieve(caller.owner, params.chatID, query.maxParticipantCount),
});
