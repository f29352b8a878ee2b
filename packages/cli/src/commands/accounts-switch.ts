import { withClient } from '../access.ts';
import { accountsTable } from '../account-text.ts';
import type { Globals } from '../globals.ts';
import { pickAccount } from '../match.ts';
import type { Result } from '../result.ts';

/** Switches an account off or on again; its login and its data stay. */
export async function switchAccount(selector: string, isDisabled: boolean, globals: Globals): Promise<Result> {
  const account = await withClient(globals, async ({ client }) => {
    const { accountID } = pickAccount(selector, await client.accounts.list(), globals.pick);
    return client.accounts.update(accountID, { isDisabled });
  });
  return { document: account, text: accountsTable([account], globals) };
}
