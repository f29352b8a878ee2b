import { ChatListPage } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { listQuery, paging } from './fields.ts';

/** Contract 3.4 and 1.5. */
export const listChats = operation({
  id: 'chats.list',
  method: 'GET',
  path: '/v1/chats',
  tag: 'Chats',
  summary: 'List chats of all accounts',
  description: `With the last message of each, also those that are archived, and those of accounts that are not connected. ${paging}`,
  scope: 'read',
  query: Type.Object({
    ...listQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 25 })),
  }),
  response: ChatListPage,
  handle: ({ services, caller, query }) => services.chats.list(caller.owner, { ...query, limit: query.limit ?? 25 }),
});
