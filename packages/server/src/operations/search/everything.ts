import { SearchResults } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Contract 3.7. */
export const searchEverything = operation({
  id: 'search.everything',
  method: 'GET',
  path: '/v1/search',
  tag: 'Search',
  summary: 'Search chats and messages',
  description:
    'Chats by title, groups by participant, and messages: the first page of each. For more use the searches of chats and of messages.',
  scope: 'read',
  query: Type.Object({ query: Type.String({ minLength: 1, maxLength: 1_000 }) }),
  response: SearchResults,
  errors: ['UNAVAILABLE'],
  handle: ({ services, caller, query }) => services.search.everything(caller.owner, query.query),
});
