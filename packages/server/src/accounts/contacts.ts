/** People an account can write to: asked of the network, and met in chats (contract 3.2). */

import type { Contact } from '@partyline/connector';
import { ApiError, type ContactPage, type User } from '@partyline/protocol';
import { wordsOf } from '../inbox/chats/chat-filters.ts';
import { peopleMet } from '../inbox/chats/people.ts';
import { folded } from '../inbox/folding.ts';
import { rememberPictures, withPictureURL } from '../media/remote-pictures.ts';
import type { Store } from '../store/store.ts';
import type { AccountBook } from './account-book.ts';
import { connectionOf, reach, told } from './reach.ts';
import type { Supervisor } from './supervisor.ts';

export interface ContactQuery {
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly direction?: 'before' | 'after' | undefined;
  readonly limit: number;
}

export interface Contacts {
  /**
   * Exact look-up, address book and people met in chats together, each person once: what the network says of somebody counts for more than what was met.
   * While the account is not connected only those met in chats. @throws ApiError `NOT_FOUND` or `UPSTREAM_ERROR`
   */
  search(owner: string, accountID: string, query: string): Promise<User[]>;
  /**
   * The address book by name. `before` walks forward through the alphabet, `after` back.
   * @throws ApiError `NOT_FOUND`, `UPSTREAM_ERROR`, or `CONFLICT` while the account is not connected: an address book is the network's, and
   * people met in chats are not taken for it
   */
  page(owner: string, accountID: string, query: ContactQuery): Promise<ContactPage>;
}

export interface ContactParts {
  readonly book: AccountBook;
  readonly supervisor: Supervisor;
  readonly store: Store;
}

export function createContacts(parts: ContactParts): Contacts {
  const { store } = parts;
  return {
    async search(owner, accountID, query) {
      const reached = reach(parts, owner, accountID, 'its network cannot be asked');
      const connection = reached instanceof ApiError ? undefined : reached;
      const [known, resolved, met] = await Promise.all([
        asked(connection?.contacts?.()),
        asked(connection?.resolve?.(query)),
        peopleMet(store.read, owner, accountID, query),
      ]);
      const found = [...resolved, ...known.filter((contact) => matches(contact, query)), ...met];
      await rememberPictures(store, owner, accountID, found);
      const people = new Map<string, User>();
      for (const person of found) {
        people.set(person.id, { ...userOf(withPictureURL(owner, accountID, person)), ...people.get(person.id) });
      }
      return [...people.values()];
    },
    async page(owner, accountID, { query, cursor, direction, limit }) {
      const connection = connectionOf(parts, owner, accountID, 'its contacts cannot be read');
      const contacts = await asked(connection.contacts?.());
      const keyed = contacts
        .filter((contact) => query === undefined || matches(contact, query))
        .map((contact) => ({ key: keyOf(contact), contact }))
        .sort((one, other) => (one.key < other.key ? -1 : 1));
      const page = direction === 'after' ? pageBack(keyed, cursor, limit) : pageForward(keyed, cursor, limit);
      await rememberPictures(store, owner, accountID, page.items);
      return { ...page, items: page.items.map((contact) => userOf(withPictureURL(owner, accountID, contact))) };
    },
  };
}

interface Keyed {
  readonly key: string;
  readonly contact: Contact;
}

type Page = Omit<ContactPage, 'items'> & { readonly items: readonly Contact[] };

function pageForward(all: readonly Keyed[], cursor: string | undefined, limit: number): Page {
  const rest = cursor === undefined ? all : all.filter(({ key }) => key > decode(cursor));
  const items = rest.slice(0, limit);
  return page(items, rest.length > items.length, items.at(-1)?.key, items[0]?.key);
}

/** SDKs continue every walk with `oldestCursor`, so here it continues backwards (contract 1.5). */
function pageBack(all: readonly Keyed[], cursor: string | undefined, limit: number): Page {
  const rest = cursor === undefined ? [] : all.filter(({ key }) => key < decode(cursor));
  const items = rest.slice(-limit);
  return page(items, rest.length > items.length, items[0]?.key, items[0]?.key);
}

function page(items: readonly Keyed[], hasMore: boolean, oldest: string | undefined, newest: string | undefined): Page {
  return {
    items: items.map(({ contact }) => contact),
    hasMore,
    oldestCursor: encode(oldest),
    newestCursor: encode(newest),
  };
}

const encode = (key: string | undefined) => (key === undefined ? null : Buffer.from(key).toString('base64url'));
const decode = (cursor: string) => Buffer.from(cursor, 'base64url').toString();

/** Orders by name as people read it, and is unique. */
function keyOf(contact: Contact): string {
  return `${(contact.fullName ?? contact.username ?? contact.id).toLocaleLowerCase('und')}\u0000${contact.id}`;
}

function matches(contact: Contact, query: string): boolean {
  const { fullName, username, email, phoneNumber, id } = contact;
  const text = folded([fullName, username, email, phoneNumber, id].join(' '));
  return wordsOf(query).every((word) => text.includes(word));
}

/** Without what somebody is only in one chat. */
function userOf({ id, username, phoneNumber, email, fullName, imgURL, cannotMessage }: Contact): User {
  return {
    id,
    ...(username !== undefined && { username }),
    ...(phoneNumber !== undefined && { phoneNumber }),
    ...(email !== undefined && { email }),
    ...(fullName !== undefined && { fullName }),
    ...(imgURL !== undefined && { imgURL }),
    ...(cannotMessage !== undefined && { cannotMessage }),
    isSelf: false,
  };
}

async function asked(answer: Promise<readonly Contact[]> | undefined): Promise<readonly Contact[]> {
  return answer === undefined ? [] : told('its contacts', answer);
}
