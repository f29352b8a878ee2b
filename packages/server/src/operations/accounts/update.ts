import { Account, AccountPatch, notFound } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { AccountPath } from './account-id.ts';

/** Additive to the contract. */
export const updateAccount = operation({
  id: 'accounts.update',
  method: 'PATCH',
  path: '/v1/accounts/{accountID}',
  tag: 'Accounts',
  summary: 'Switch an account off or on',
  description:
    'An account that is off has the status `disabled`: it keeps its sign-in and its ID, and nothing is received or sent.',
  scope: 'write',
  params: AccountPath,
  body: AccountPatch,
  response: Account,
  async handle({ services, caller, params, body }) {
    if (body.isDisabled !== undefined)
      return services.logins.setDisabled(caller.owner, params.accountID, body.isDisabled);
    const entry = services.book.account(caller.owner, params.accountID);
    if (entry === undefined) throw notFound('Account');
    return entry.view;
  },
});
