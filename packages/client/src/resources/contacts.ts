import type { ContactList, User } from '@partyline/protocol';
import { type PageParams, type PagePromise, pages } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface ContactSearchParams {
  /** A name, a number, a handle: what it matches depends on the network. */
  query: string;
}

export interface ContactListParams extends PageParams {
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
   * Everyone in the account's contacts; 50 a page by default, at most 200.
   *
   * @example
   * for await (const user of client.accounts.contacts.list('accountID')) { ... }
   */
  list(accountID: string, query: ContactListParams = {}, options?: RequestOptions): PagePromise<User> {
    return pages(this.#transport, path`/v1/accounts/${accountID}/contacts/list`, { ...query }, options);
  }
}
