/** Accounts as people read them. */

import type { Account, AccountStatus } from '@partyline/protocol';
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

const noAccounts =
  'No accounts yet. Add the first one:\n\n  partyline accounts add irc\n\n`partyline bridges` lists the networks there are.';

/** A table; under an account that is not connected stands why, and what to do. */
export function accountsTable(accounts: readonly Account[]): string {
  if (accounts.length === 0) return noAccounts;
  const rows = accounts.map((account) => ({
    account,
    cells: [account.accountID, account.network ?? account.bridge.type, nameOf(account.user), account.status].map(
      printable,
    ),
    below: explain(account),
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

function explain(account: Account): string {
  if (isWell(account.status) || !account.statusText) return '';
  return wrap(printable(account.statusText), columns(), '    ');
}

/** Everything there is to say about one account, a line each. */
export function accountDetails(account: Account): string {
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
        const text = account.statusText ? `\n${wrap(printable(account.statusText), columns(), ' '.repeat(10))}` : '';
        return [`${'Status'.padEnd(10)}${paintStatus(account.status)}${text}`];
      }
      return value === undefined ? [] : [`${label.padEnd(10)}${printable(value)}`];
    })
    .join('\n');
}
