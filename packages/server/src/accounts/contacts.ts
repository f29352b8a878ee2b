/** People an account can write to, asked of the network (contract 3.2). */

import type { Connection, Contact } from '@partyline/connector';
import { ApiError, type ContactPage, notFound, type User } from '@partyline/protocol';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { AccountBook } from './account-book.ts';
import type { Supervisor } from './supervisor.ts';

export interface ContactQuery {
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly direction?: 'before' | 'after' | undefined;
  readonly limit: number;
}

export interface Contacts {
  /** Address book and exact look-up together, each person once. Empty where the network knows neither. */
  search(owner: string, accountID: string, query: string): Promise<User[]>;
  /** The address book by name. `before` walks forward through the alphabet, `after` back. */
  page(owner: string, accountID: string, query: ContactQuery): Promise<ContactPage>;
}

/** A network that says nothing must not keep the caller waiting longer than an SDK waits. */
const answerWithinMs = 15_000;

export function createContacts(book: AccountBook, supervisor: Supervisor): Contacts {
  const connectionOf = (owner: string, accountID: string): Connection => {
    const entry = book.account(owner, accountID);
    if (entry === undefined) throw notFound('Account');
    const connection = entry.account.disabled ? undefined : supervisor.connection(entry.login.loginID);
    if (connection === undefined) {
      throw new ApiError(
        'CONFLICT',
        `The account is not connected, so its contacts cannot be read. ${entry.view.statusText ?? ''}`.trim(),
      );
    }
    return connection;
  };

  return {
    async search(owner, accountID, query) {
      const connection = connectionOf(owner, accountID);
      const [known, resolved] = await Promise.all([asked(connection.contacts?.()), asked(connection.resolve?.(query))]);
      const people = new Map(
        [...resolved, ...known.filter((contact) => matches(contact, query))].map((contact) => [contact.id, contact]),
      );
      return [...people.values()].map(userOf);
    },
    async page(owner, accountID, { query, cursor, direction, limit }) {
      const contacts = await asked(connectionOf(owner, accountID).contacts?.());
      const keyed = contacts
        .filter((contact) => query === undefined || matches(contact, query))
        .map((contact) => ({ key: keyOf(contact), user: userOf(contact) }))
        .sort((one, other) => (one.key < other.key ? -1 : 1));
      return direction === 'after' ? pageBack(keyed, cursor, limit) : pageForward(keyed, cursor, limit);
    },
  };
}

interface Keyed {
  readonly key: string;
  readonly user: User;
}

function pageForward(all: readonly Keyed[], cursor: string | undefined, limit: number): ContactPage {
  const rest = cursor === undefined ? all : all.filter(({ key }) => key > decode(cursor));
  const items = rest.slice(0, limit);
  return page(items, rest.length > items.length, items.at(-1)?.key, items[0]?.key);
}

/** SDKs continue every walk with `oldestCursor`, so here it continues backwards (contract 1.5). */
function pageBack(all: readonly Keyed[], cursor: string | undefined, limit: number): ContactPage {
  const rest = cursor === undefined ? [] : all.filter(({ key }) => key < decode(cursor));
  const items = rest.slice(-limit);
  return page(items, rest.length > items.length, items[0]?.key, items[0]?.key);
}

function page(
  items: readonly Keyed[],
  hasMore: boolean,
  oldest: string | undefined,
  newest: string | undefined,
): ContactPage {
  return { items: items.map(({ user }) => user), hasMore, oldestCursor: encode(oldest), newestCursor: encode(newest) };
}

const encode = (key: string | undefined) => (key === undefined ? null : Buffer.from(key).toString('base64url'));
const decode = (cursor: string) => Buffer.from(cursor, 'base64url').toString();

/** Orders by name as people read it, and is unique. */
function keyOf(contact: Contact): string {
  return `${(contact.fullName ?? contact.username ?? contact.id).toLocaleLowerCase('und')}\u0000${contact.id}`;
}

function matches(contact: Contact, query: string): boolean {
  const wanted = query.toLocaleLowerCase('und').split(/\s+/).filter(Boolean);
  const text = [contact.fullName, contact.username, contact.email, contact.phoneNumber, contact.id]
    .join(' ')
    .toLocaleLowerCase('und');
  return wanted.every((word) => text.includes(word));
}

function userOf(contact: Contact): User {
  return { ...contact, isSelf: false };
}

/** @throws ApiError `UPSTREAM_ERROR` when the network does not answer */
async function asked(answer: Promise<readonly Contact[]> | undefined): Promise<readonly Contact[]> {
  try {
    return answer === undefined ? [] : await withTimeLimit(answerWithinMs, answer);
  } catch (error) {
    throw new ApiError(
      'UPSTREAM_ERROR',
      `The network did not tell its contacts: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
