/** Asks the network of an account for a file. */

import type { MediaFetch } from '@partyline/connector';
import type { AccountBook } from './account-book.ts';
import type { Supervisor } from './supervisor.ts';

/** @throws Error in words when it cannot be had */
export async function fetchMedia(
  book: AccountBook,
  supervisor: Supervisor,
  owner: string,
  accountID: string,
  fetch: MediaFetch,
): Promise<void> {
  const entry = book.account(owner, accountID);
  if (entry === undefined) throw new Error('its account was removed');
  const connection = entry.account.disabled ? undefined : supervisor.connection(entry.login.loginID);
  if (connection === undefined) throw new Error(`the account is not connected. ${entry.view.statusText ?? ''}`.trim());
  if (connection.fetchMedia === undefined) throw new Error('this network holds no files');
  await connection.fetchMedia(fetch);
}
