import { ContactPage, pageQuery } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { AccountPath } from './account-id.ts';

/** Contract 3.2 and 1.5. */
export const listContacts = operation({
  id: 'accounts.contacts.list',
  method: 'GET',
  path: '/v1/accounts/{accountID}/contacts/list',
  tag: 'Contacts',
  summary: "List the account's address book",
  description:
    "The address book is the network's: while the account is not connected it cannot be read (409). People met in chats are found by the search.",
  scope: 'read',
  params: AccountPath,
  query: Type.Object({
    ...pageQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    query: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
  }),
  response: ContactPage,
  errors: ['CONFLICT', 'UPSTREAM_ERROR'],
  handle: ({ services, caller, params, query }) =>
    services.contacts.page(caller.owner, params.accountID, { ...query, limit: query.limit ?? 50 }),
});
