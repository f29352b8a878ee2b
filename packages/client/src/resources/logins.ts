import type { BridgeLogin, BridgeLoginList, LoginRemoved, LoginRemoveInput } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface LoginParams {
  bridgeID: string;
}

export interface LoginRemoveParams extends LoginParams, LoginRemoveInput {}

/** The signed-in identities on a bridge. */
export class Logins {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(bridgeID: string, options?: RequestOptions): Promise<BridgeLoginList> {
    return this.#transport.send({ method: 'GET', path: path`/v1/bridges/${bridgeID}/logins` }, options);
  }

  /** @throws NotFoundError */
  retrieve(loginID: string, { bridgeID }: LoginParams, options?: RequestOptions): Promise<BridgeLogin> {
    return this.#transport.send({ method: 'GET', path: path`/v1/bridges/${bridgeID}/logins/${loginID}` }, options);
  }

  /** Signs out, here or everywhere; the login's `removeScopes` say what the network can do. */
  remove(loginID: string, { bridgeID, ...body }: LoginRemoveParams, options?: RequestOptions): Promise<LoginRemoved> {
    return this.#transport.send(
      { method: 'POST', path: path`/v1/bridges/${bridgeID}/logins/${loginID}/remove`, body },
      options,
    );
  }
}
