import { confirm } from '@clack/prompts';
import type { Account } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { CliError, cancelled } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { pickAccount } from '../match.ts';
import { nameOf } from '../names.ts';
import type { Result } from '../result.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { columns, printable, wrap } from '../text.ts';

/** @throws CliError 2 when it was not confirmed and nobody can be asked. */
export function removeAccount(selector: string, options: { yes?: boolean }, globals: Globals): Promise<Result> {
  return interruptible((signal) =>
    withClient(globals, async ({ client }) => {
      const terminal = openTerminal(globals.json, signal);
      const accounts = await client.accounts.list();
      const account = pickAccount(selector, accounts);
      if (!options.yes) await ask(account, accounts, terminal);
      await client.accounts.delete(account.accountID, { signal });
      return { document: { removed: account.accountID }, text: `Removed ${account.accountID}.` };
    }),
  );
}

async function ask(account: Account, accounts: readonly Account[], terminal: Terminal): Promise<void> {
  if (!terminal.interactive) {
    throw new CliError('usage', 'not_confirmed', `To remove ${account.accountID} without being asked, add --yes.`);
  }
  terminal.say(wrap(consequences(account, accounts), columns(terminal.output)));
  const answer = await confirm({
    message: 'Remove it?',
    initialValue: false,
    output: terminal.output,
    signal: terminal.signal,
  });
  if (answer !== true) throw cancelled();
}

function consequences(account: Account, accounts: readonly Account[]): string {
  const { accountID, network, bridge, user, loginID } = account;
  const others = accounts.filter(
    (other) => loginID !== undefined && other.loginID === loginID && other.accountID !== accountID,
  );
  const shared =
    others.length === 0 ? '' : ` It shares its login with ${others.map((other) => other.accountID).join(', ')}.`;
  return `${accountID} (${printable(network ?? bridge.type)}, ${printable(nameOf(user))}) is signed out and forgotten here, with its stored credentials.${shared} Nothing is deleted on the network. To only switch it off: partyline accounts disable ${accountID}`;
}
