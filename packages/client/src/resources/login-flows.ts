import type { LoginFlowList } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** The ways to sign in on a bridge. */
export class LoginFlows {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(bridgeID: string, options?: RequestOptions): Promise<LoginFlowList> {
    return this.#transport.send({ method: 'GET', path: path`/v1/bridges/${bridgeID}/login-flows` }, options);
  }
}
