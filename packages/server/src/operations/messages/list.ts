import { ID, MessagePage, pageQuery } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

const usualLimit = 20;

/** Contract 3.5 and 1.5; `limit` is additive. */
export const listMessages = operation({
  id: 'messages.list',
  method: 'GET',
  path: '/v1/chats/{chatID}/messages',
  tag: 'Messages',
  summary: 'List the messages of a chat',
  description:
    'Newest first. `cursor` is one of an earlier page, a `sortKey`, or a message ID in any form. Past the oldest message that is here the network is asked for older ones, where it can be: `hasMore` is true as long as it may have some. A page that got none because the network did not answer ends the walk, which can be gone on with later. With `direction=after` a page has the messages next to the cursor, and both cursors go on towards the newest message.',
  scope: 'read',
  params: Type.Object({ chatID: ID }),
  query: Type.Object({
    ...pageQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: usualLimit })),
  }),
  response: MessagePage,
  handle: ({ services, caller, params, query }) =>
    services.messages.page(caller.owner, params.chatID, { ...query, limit: query.limit ?? usualLimit }),
});
