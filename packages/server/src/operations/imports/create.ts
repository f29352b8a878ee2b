import { ApiError, ImportInput, ImportResult, notFound } from '@partyline/protocol';
import { AccountPath } from '../accounts/account-id.ts';
import { operation } from '../operation.ts';

const archiveBridge = 'local-archive';

/** Additive to the contract. */
export const importMessages = operation({
  id: 'accounts.imports.create',
  method: 'POST',
  path: '/v1/accounts/{accountID}/imports',
  tag: 'Accounts',
  summary: 'Import messages into an archive',
  description:
    'Takes messages of one chat, oldest first, as they are in an export. They stand at their own time and are never unread. The same messages again change nothing; edits, deletions and reactions that came since are taken. Only for accounts of the bridge `local-archive`. A file is uploaded before, and then belongs to its message.',
  scope: 'write',
  params: AccountPath,
  bodyLimit: 4 * 1024 * 1024,
  body: ImportInput,
  response: ImportResult,
  errors: ['NOT_FOUND', 'NOT_SUPPORTED', 'CONFLICT'],
  handle({ services, caller, params, body }) {
    const entry = services.book.account(caller.owner, params.accountID);
    if (entry === undefined) throw notFound('Account');
    const { login, account, view } = entry;
    if (login.bridgeID !== archiveBridge) {
      throw new ApiError(
        'NOT_SUPPORTED',
        `Messages can be imported into an archive only, and this account is one of ${account.network}. Make an archive with the bridge ${archiveBridge}. Nothing was changed.`,
      );
    }
    if (account.disabled)
      throw new ApiError('CONFLICT', 'This archive is switched off. Switch it on first. Nothing was changed.');
    return services.imports.take(caller.owner, view.accountID, body);
  },
});
