import type { Account, AccountList, AccountPatch } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { Contacts } from './contacts.ts';
import { Imports } from './imports.ts';

/** The chat accounts that this server is signed in to. */
export class Accounts {
  readonly contacts: Contacts;
  readonly imports: Imports;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.contacts = new Contacts(transport);
    this.imports = new Imports(transport);
  }

  /** All accounts, those that are not connected included: `status` tells. */
  list(options?: RequestOptions): Promise<AccountList> {
    return this.#transport.send({ method: 'GET', path: '/v1/accounts' }, options);
  }

  /** @throws NotFoundError */
  retrieve(accountID: string, options?: RequestOptions): Promise<Account> {
    return this.#transport.send({ method: 'GET', path: path`/v1/accounts/${accountID}` }, options);
  }

  /** Switches an account off or on again. Not in the official API. @throws NotFoundError */
  update(accountID: string, body: AccountPatch, options?: RequestOptions): Promise<Account> {
    return this.#transport.send({ method: 'PATCH', path: path`/v1/accounts/${accountID}`, body }, options);
  }

  /** Connects it anew, now. Not in the official API. @throws NotFoundError, ConflictError when it is off */
  reconnect(accountID: string, options?: RequestOptions): Promise<Account> {
    return this.#transport.send({ method: 'POST', path: path`/v1/accounts/${accountID}/reconnect` }, options);
  }

  /** Removes the account from this server. Not in the official API. @throws NotFoundError */
  delete(accountID: string, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/accounts/${accountID}` }, options);
  }
}
