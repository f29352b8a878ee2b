import type { Account } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { confirmed } from '../confirmed.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint } from '../hint.ts';
import { interruptible } from '../interrupt.ts';
import { pickAccount } from '../match.ts';
import { nameOf } from '../names.ts';
import type { Result } from '../result.ts';
import { printable } from '../text.ts';

/** @throws CliError 2 when it was not confirmed and nobody can be asked. */
export async function removeAccount(selector: string, options: { yes?: boolean }, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'remove an account');
  return interruptible((signal) =>
    withClient(globals, async ({ client }) => {
      const accounts = await client.accounts.list();
      const account = pickAccount(selector, accounts, globals.pick);
      if (!options.yes) {
        const switchOff = ` To only switch it off: ${hint(`accounts disable ${account.accountID}`, globals)}`;
        const question = { action: `remove ${account.accountID}`, message: 'Remove it?' };
        await confirmed({ ...question, consequences: consequences(account, accounts) + switchOff }, signal, globals);
      }
      await client.accounts.delete(account.accountID, { signal });
      return { document: { removed: account.accountID }, text: `Removed ${account.accountID}.` };
    }),
  );
}

function consequences(account: Account, accounts: readonly Account[]): string {
  const { accountID, network, bridge, user, loginID } = account;
  const others = accounts.filter(
    (other) => loginID !== undefined && other.loginID === loginID && other.accountID !== accountID,
  );
  const shared =
    others.length === 0 ? '' : ` It shares its login with ${others.map((other) => other.accountID).join(', ')}.`;
  return `${accountID} (${printable(network ?? bridge.type)}, ${printable(nameOf(user))}) is signed out and forgotten here, with its stored credentials.${shared} Nothing is deleted on the network.`;
}
