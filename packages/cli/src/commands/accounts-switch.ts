import type { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { accountsTable } from '../account-text.ts';
import type { Globals } from '../globals.ts';
import { pickAccount } from '../match.ts';
import type { Result } from '../result.ts';

/** Switches an account off or on again; its login and its data stay. */
export const switchAccount = (selector: string, isDisabled: boolean, globals: Globals): Promise<Result> =>
  changed(selector, globals, (client, accountID) => client.accounts.update(accountID, { isDisabled }));

/** Makes a new connection to the network, now. */
export const reconnectAccount = (selector: string, globals: Globals): Promise<Result> =>
  changed(selector, globals, (client, accountID) => client.accounts.reconnect(accountID));

async function changed(
  selector: string,
  globals: Globals,
  change: (client: Partyline, accountID: string) => Promise<Account>,
): Promise<Result> {
  const account = await withClient(globals, async ({ client }) => {
    const { accountID } = pickAccount(selector, await client.accounts.list(), globals.pick);
    return change(client, accountID);
  });
  return { document: account, text: accountsTable([account], globals) };
}
