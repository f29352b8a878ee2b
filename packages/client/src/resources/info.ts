import type { Info } from '@partyline/protocol';
import type { RequestOptions, Transport } from '../transport.ts';

/** What the server says of itself. */
export class InfoResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Name, version, addresses. Needs no valid token. */
  retrieve(options?: RequestOptions): Promise<Info> {
    return this.#transport.send({ method: 'GET', path: '/v1/info' }, options);
  }
}
