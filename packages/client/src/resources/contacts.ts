import type { ContactList, ContactPage, User } from '@partyline/protocol';
import { PagePromise } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface ContactSearchParams {
  /** A name, a number, a handle: what it matches depends on the network. */
  query: string;
}

export interface ContactListParams {
  cursor?: string | null | undefined;
  direction?: 'after' | 'before' | null | undefined;
  /** Items a page, 1 to 200; 50 by default. */
  limit?: number | null | undefined;
  query?: string | undefined;
}

/** The people an account knows or can look up. */
export class Contacts {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Looks people up, in the account's contacts and on the network. */
  search(accountID: string, query: ContactSearchParams, options?: RequestOptions): Promise<ContactList> {
    return this.#transport.send(
      { method: 'GET', path: path`/v1/accounts/${accountID}/contacts`, query: { ...query } },
      options,
    );
  }

  /**
   * Everyone in the account's contacts.
   *
   * @example
   * for await (const user of client.accounts.contacts.list('accountID')) { ... }
   */
  list(accountID: string, query: ContactListParams = {}, options?: RequestOptions): PagePromise<User> {
    const address = path`/v1/accounts/${accountID}/contacts/list`;
    return PagePromise.load((cursor) =>
      this.#transport.send<ContactPage>(
        { method: 'GET', path: address, query: { ...query, ...(cursor === undefined ? {} : { cursor }) } },
        options,
      ),
    );
  }
}
