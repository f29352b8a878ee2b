import { ID, MessageSearchPage, oneOf, pageQuery, Timestamp } from '@partyline/protocol';
import { Type } from 'typebox';
import { timeOf } from '../chats/fields.ts';
import { operation } from '../operation.ts';

const usualLimit = 20;

/** Contract 3.5; more than 20 a page, `audio` and the operators are additive. */
export const searchMessages = operation({
  id: 'messages.search',
  method: 'GET',
  path: '/v1/messages/search',
  tag: 'Messages',
  summary: 'Find messages',
  description:
    'All words of `query` must be in the message or the names of its files, whatever their case and accents; newest first. The query may also have "exact phrases", begin*, -without, from:me or a name or user ID, in: a chat, network:, has:image (video, audio, file, link, attachment), before: and after: a date in UTC (2024, 2024-05, 2024-05-17 or a time).',
  scope: 'read',
  query: Type.Object({
    query: Type.Optional(Type.String({ maxLength: 1_000 })),
    chatIDs: Type.Optional(Type.Array(ID, { maxItems: 500, description: 'IDs or local IDs' })),
    accountIDs: Type.Optional(Type.Array(ID, { maxItems: 500 })),
    chatType: Type.Optional(oneOf(['group', 'single'])),
    mediaTypes: Type.Optional(Type.Array(oneOf(['any', 'video', 'image', 'audio', 'link', 'file']))),
    sender: Type.Optional(Type.String({ minLength: 1, description: '`me`, `others` or a user ID' })),
    dateAfter: Type.Optional(Timestamp),
    dateBefore: Type.Optional(Timestamp),
    excludeLowPriority: Type.Optional(Type.Boolean({ default: true })),
    includeMuted: Type.Optional(Type.Boolean({ default: true })),
    ...pageQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: usualLimit })),
  }),
  response: MessageSearchPage,
  errors: ['UNAVAILABLE'],
  handle: ({ services, caller, query }) =>
    services.search.messages(caller.owner, {
      ...query,
      dateAfter: timeOf(query.dateAfter, ['query', 'dateAfter']),
      dateBefore: timeOf(query.dateBefore, ['query', 'dateBefore']),
      limit: query.limit ?? usualLimit,
    }),
});
