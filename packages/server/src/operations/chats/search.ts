import { ChatPage, ID, oneOf, Timestamp } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { listQuery, paging, timeOf } from './fields.ts';

/** Contract 3.4. */
export const searchChats = operation({
  id: 'chats.search',
  method: 'GET',
  path: '/v1/chats/search',
  tag: 'Chats',
  summary: 'Find chats',
  description: `All words of \`query\` must be in the title or the network's name, or, with \`scope=participants\`, in what the others in the chat are called. ${paging}`,
  scope: 'read',
  query: Type.Object({
    query: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
    scope: Type.Optional(oneOf(['titles', 'participants'])),
    type: Type.Optional(oneOf(['single', 'group', 'any'])),
    inbox: Type.Optional(oneOf(['primary', 'low-priority', 'archive'])),
    unreadOnly: Type.Optional(Type.Boolean()),
    includeMuted: Type.Optional(Type.Boolean({ default: true })),
    lastActivityBefore: Type.Optional(Timestamp),
    lastActivityAfter: Type.Optional(Timestamp),
    labelID: Type.Optional(ID),
    withPreview: Type.Optional(Type.Boolean({ default: false, description: 'Each chat with its last message' })),
    ...listQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  response: ChatPage,
  handle: ({ services, caller, query: { type, ...query } }) =>
    services.chats.search(caller.owner, {
      ...query,
      type: type === 'any' ? undefined : type,
      lastActivityBefore: timeOf(query.lastActivityBefore, ['query', 'lastActivityBefore']),
      lastActivityAfter: timeOf(query.lastActivityAfter, ['query', 'lastActivityAfter']),
      limit: query.limit ?? 50,
    }),
});
