import { AccountList } from '@partyline/protocol';
import { JsonText, operation } from '../operation.ts';

/** Contract 3.1: a bare array, with the accounts that are not connected too. */
export const listAccounts = operation({
  id: 'accounts.list',
  method: 'GET',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'List chat accounts',
  description:
    'Every account in the order it was added, with its bridge, network, user identity and connection status.',
  scope: 'read',
  response: AccountList,
  handle: ({ services, caller }) => new JsonText(services.book.accountsJSON(caller.owner)),
});
