/** The account book for who sees some of the accounts. */

import type { AccountBook } from '../../accounts/account-book.ts';
import type { LoginRecord } from '../../accounts/records.ts';
import type { SeenPart } from '../../store/seen-part.ts';

export function seenBook(book: AccountBook, { accountIDs, chatAccountIDs }: Omit<SeenPart, 'program'>): AccountBook {
  const seen = new Set([...accountIDs, ...chatAccountIDs]);
  const seenOf = (login: LoginRecord): LoginRecord => ({
    ...login,
    accounts: login.accounts.filter(({ accountID }) => seen.has(accountID)),
  });
  const accounts = (owner: string) => book.accounts(owner).filter(({ accountID }) => seen.has(accountID));
  return {
    ...book,
    logins: (owner) =>
      book
        .logins(owner)
        .map(seenOf)
        .filter((login) => login.accounts.length > 0),
    login(owner, loginID) {
      const login = book.login(owner, loginID);
      const part = login && seenOf(login);
      return part === undefined || part.accounts.length === 0 ? undefined : part;
    },
    accounts,
    accountsJSON: (owner) => JSON.stringify(accounts(owner)),
    account(owner, accountID) {
      const entry = seen.has(accountID) ? book.account(owner, accountID) : undefined;
      return entry && { ...entry, login: seenOf(entry.login) };
    },
  };
}
