import { operation } from '../operation.ts';
import { AccountPath } from './account-id.ts';

/** Contract 3.1, the wish of the official command line. */
export const deleteAccount = operation({
  id: 'accounts.delete',
  method: 'DELETE',
  path: '/v1/accounts/{accountID}',
  tag: 'Accounts',
  summary: 'Remove an account',
  description:
    'Signs out at the network where it can and forgets the login here. Refused when the login owns other accounts too.',
  scope: 'write',
  params: AccountPath,
  errors: ['CONFLICT'],
  async handle({ services, caller, params }) {
    await services.logins.removeAccount(caller.owner, params.accountID);
    return undefined;
  },
});
