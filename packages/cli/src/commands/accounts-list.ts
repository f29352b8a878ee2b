import { withClient } from '../access.ts';
import { accountDetails, accountsTable } from '../account-text.ts';
import type { Globals } from '../globals.ts';
import { pickAccount } from '../match.ts';
import type { Result } from '../result.ts';

export async function listAccounts(globals: Globals): Promise<Result> {
  const accounts = await withClient(globals, ({ client }) => client.accounts.list());
  return { document: accounts, text: accountsTable(accounts, globals) };
}

export async function showAccount(selector: string, globals: Globals): Promise<Result> {
  const account = await withClient(globals, async ({ client }) => {
    const { accountID } = pickAccount(selector, await client.accounts.list(), globals.pick);
    return client.accounts.retrieve(accountID);
  });
  return { document: account, text: accountDetails(account, globals) };
}
