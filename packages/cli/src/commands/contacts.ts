/** The people that accounts know. */

import { APIError, type Partyline } from '@partyline/client';
import type { Account, User } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { firstItems } from '../first-items.ts';
import type { Globals } from '../globals.ts';
import { pickAccount } from '../match.ts';
import { nameOf } from '../names.ts';
import type { Result } from '../result.ts';
import { formatTable } from '../table.ts';
import { columns, paint, printable } from '../text.ts';

export interface ContactOptions {
  readonly account?: string;
  readonly limit?: number;
}

const usualLimit = 100;
const perPage = 200;

export const listContacts = (options: ContactOptions, globals: Globals): Promise<Result> =>
  ofAccounts(options, globals, 'No contacts.', (client, accountID, count) =>
    firstItems(client.accounts.contacts.list(accountID, { limit: Math.min(count, perPage) }), count),
  );

export const searchContacts = (words: readonly string[], options: ContactOptions, globals: Globals): Promise<Result> =>
  ofAccounts(options, globals, `Nobody was found for "${words.join(' ')}".`, async (client, accountID) => {
    const { items } = await client.accounts.contacts.search(accountID, { query: words.join(' ') });
    return items;
  });

interface Contact extends User {
  readonly accountID: string;
}

/** An account that cannot answer is named; the others do. One that was named itself fails the command. */
async function ofAccounts(
  { account, limit = usualLimit }: ContactOptions,
  globals: Globals,
  nothing: string,
  ask: (client: Partyline, accountID: string, count: number) => Promise<readonly User[]>,
): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const all = await client.accounts.list();
    const wanted =
      account === undefined
        ? all.filter(({ status }) => status !== 'disabled')
        : [pickAccount(account, all, globals.pick)];
    const answers = await Promise.all(
      wanted.map((one) => answerOf(one, account !== undefined, client, limit + 1, ask)),
    );
    const found = answers.flatMap(({ people }) => people);
    const failures = answers.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    const items = found.slice(0, limit);
    const text = [
      items.length === 0 ? nothing : contactsTable(items),
      ...(found.length > limit ? [`There are more: --limit ${limit * 4} shows them.`] : []),
      ...(failures.length === 0
        ? []
        : [failures.map(({ accountID, message }) => `${accountID}: ${printable(message)}`).join('\n')]),
    ].join('\n\n');
    return { document: { items, hasMore: found.length > limit, failures }, text };
  });
}

async function answerOf(
  { accountID }: Account,
  isNamed: boolean,
  client: Partyline,
  count: number,
  ask: (client: Partyline, accountID: string, count: number) => Promise<readonly User[]>,
): Promise<{ people: Contact[]; failure?: { accountID: string; message: string } }> {
  try {
    return { people: (await ask(client, accountID, count)).map((user) => ({ ...user, accountID })) };
  } catch (error) {
    if (isNamed || !(error instanceof APIError) || error.status === undefined || error.status === 401) throw error;
    return { people: [], failure: { accountID, message: error.message } };
  }
}

function contactsTable(contacts: readonly Contact[]): string {
  const rows = contacts.map((contact) => ({
    cells: [
      nameOf(contact) + (contact.cannotMessage === true ? ' (takes no messages)' : ''),
      [contact.username, contact.phoneNumber, contact.email].filter(Boolean).join(', '),
      contact.id,
      contact.accountID,
    ].map(printable),
  }));
  const titles = [
    { title: 'NAME', flexible: true },
    { title: 'FOUND AS', flexible: true },
    { title: 'ID' },
    { title: 'ACCOUNT', flexible: true },
  ];
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  return formatTable(titles, rows, width, (text, _column, row) => (row === undefined ? paint('bold', text) : text));
}
