import { ContactList } from '@partyline/protocol';
import { Type } from 'typebox';
import { networkLimits } from '../network-limits.ts';
import { operation } from '../operation.ts';
import { AccountPath } from './account-id.ts';

/** Contract 3.2. */
export const searchContacts = operation({
  id: 'accounts.contacts.search',
  method: 'GET',
  path: '/v1/accounts/{accountID}/contacts',
  tag: 'Contacts',
  summary: 'Find people on a network',
  description:
    'Looks in the address book, asks the network for exactly this handle, number or address, and finds people met in chats. ' +
    'While the account is not connected it finds only those met in chats.',
  scope: 'read',
  limits: networkLimits,
  params: AccountPath,
  query: Type.Object({ query: Type.String({ minLength: 1, maxLength: 1_000 }) }),
  response: ContactList,
  errors: ['UPSTREAM_ERROR'],
  handle: async ({ services, caller, params, query }) => ({
    items: await services.contacts.search(caller.owner, params.accountID, query.query),
  }),
});
