import { Account, notFound } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { AccountPath } from './account-id.ts';

/** Contract 3.1. */
export const retrieveAccount = operation({
  id: 'accounts.retrieve',
  method: 'GET',
  path: '/v1/accounts/{accountID}',
  tag: 'Accounts',
  summary: 'Get one chat account',
  scope: 'read',
  params: AccountPath,
  response: Account,
  handle({ services, caller, params }) {
    const entry = services.book.account(caller.owner, params.accountID);
    if (entry === undefined) throw notFound('Account');
    return entry.view;
  },
});
