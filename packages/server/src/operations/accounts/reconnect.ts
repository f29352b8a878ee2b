import { Account } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { AccountPath } from './account-id.ts';

/** Additive to the contract. */
export const reconnectAccount = operation({
  id: 'accounts.reconnect',
  method: 'POST',
  path: '/v1/accounts/{accountID}/reconnect',
  tag: 'Accounts',
  summary: 'Connect an account anew, now',
  description:
    'Lets go of the connection to the network and makes a new one at once, also where the next try is due later or never. Accounts of the same login share its connection. ' +
    'The status of the answer is that of the moment. Refused for an account that is off.',
  scope: 'write',
  params: AccountPath,
  response: Account,
  errors: ['CONFLICT'],
  handle: ({ services, caller, params }) => services.logins.reconnect(caller.owner, params.accountID),
});
