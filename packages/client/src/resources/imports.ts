import type { ImportInput, ImportResult } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** Messages of elsewhere, for an account of the bridge `local-archive`. Not in the official API. */
export class Imports {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** At most 500 messages of one chat, oldest first. What is there already is not taken twice. @throws NotFoundError */
  create(accountID: string, body: ImportInput, options?: RequestOptions): Promise<ImportResult> {
    return this.#transport.send({ method: 'POST', path: path`/v1/accounts/${accountID}/imports`, body }, options);
  }
}
