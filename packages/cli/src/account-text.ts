/** Accounts as people read them. */

import type { Account, AccountStatus } from '@partyline/protocol';
import type { Globals } from './globals.ts';
import { hint } from './hint.ts';
import { nameOf } from './names.ts';
import { formatTable } from './table.ts';
import { columns, paint, printable, wrap } from './text.ts';

const colours: Readonly<Record<AccountStatus, 'green' | 'yellow' | 'red' | 'gray'>> = {
  connected: 'green',
  backfilling: 'green',
  connecting: 'yellow',
  disconnected: 'red',
  connection_required: 'red',
  reconnect_required: 'red',
  attention_required: 'red',
  disabled: 'gray',
};

const paintStatus = (status: AccountStatus, text: string = status): string => paint(colours[status] ?? 'red', text);

/** Whether messages flow, so that there is nothing to explain. */
export const isWell = (status: AccountStatus): boolean => status === 'connected' || status === 'backfilling';

const noAccounts = (globals: Globals): string =>
  `No accounts yet. Add the first one:\n\n  ${hint('accounts add irc', globals)}\n\n\`${hint('bridges', globals)}\` lists the networks there are.`;

/** The command that helps an account in this state, where there is one. */
export function remedy({ accountID, status }: Account, globals: Globals): string | undefined {
  if (status === 'reconnect_required' || status === 'connection_required') {
    return `Sign in again: ${hint(`accounts add --account ${accountID}`, globals)}`;
  }
  if (status === 'attention_required')
    return `When that is done, connect at once: ${hint(`accounts reconnect ${accountID}`, globals)}`;
  return status === 'disabled' ? `Switch it on: ${hint(`accounts enable ${accountID}`, globals)}` : undefined;
}

/** A table; under an account that is not connected stands why, and what to do. */
export function accountsTable(accounts: readonly Account[], globals: Globals): string {
  if (accounts.length === 0) return noAccounts(globals);
  const rows = accounts.map((account) => ({
    account,
    cells: [account.accountID, account.network ?? account.bridge.type, nameOf(account.user), account.status].map(
      printable,
    ),
    below: explain(account, globals, '    '),
  }));
  const statusColumn = 3;
  return formatTable(
    [
      { title: 'ACCOUNT' },
      { title: 'NETWORK', flexible: true },
      { title: 'NAME', flexible: true },
      { title: 'STATUS' },
    ],
    rows,
    process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY,
    (text, column, row) => {
      if (row === undefined) return paint('bold', text);
      const status = rows.find((candidate) => candidate === row)?.account.status;
      return column === statusColumn && status !== undefined ? paintStatus(status, text) : text;
    },
  );
}

/** Why it is like this, wrapped; and the command to type on a line of its own, whole, so that it can be copied. */
function explain(account: Account, globals: Globals, indent: string): string {
  if (isWell(account.status)) return '';
  const command = remedy(account, globals);
  return [
    ...(account.statusText ? [wrap(printable(account.statusText), columns(), indent)] : []),
    ...(command === undefined ? [] : [indent + printable(command)]),
  ].join('\n');
}

/** Everything there is to say about one account, a line each. */
export function accountDetails(account: Account, globals: Globals): string {
  const { user, bridge } = account;
  const lines: [string, string | undefined][] = [
    ['Account', account.accountID],
    ['Status', undefined],
    ['Network', account.network],
    ['Bridge', `${bridge.id} (${bridge.type}, ${bridge.provider})`],
    ['Login', account.loginID],
    ['Name', user.fullName],
    ['Username', user.username],
    ['Phone', user.phoneNumber],
    ['E-mail', user.email],
    ['User ID', user.id],
  ];
  return lines
    .flatMap(([label, value]) => {
      if (label === 'Status') {
        const text = explain(account, globals, ' '.repeat(10));
        return [`${'Status'.padEnd(10)}${paintStatus(account.status)}`, ...(text === '' ? [] : [text])];
      }
      return value === undefined ? [] : [`${label.padEnd(10)}${printable(value)}`];
    })
    .join('\n');
}
