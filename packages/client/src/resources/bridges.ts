import type { Bridge, BridgeList, ProvisioningCapabilities } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { LoginFlows } from './login-flows.ts';
import { LoginSessions } from './login-sessions.ts';
import { Logins } from './logins.ts';

/** The networks this server can connect accounts of. */
export class Bridges {
  readonly loginFlows: LoginFlows;
  readonly logins: Logins;
  readonly loginSessions: LoginSessions;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.loginFlows = new LoginFlows(transport);
    this.logins = new Logins(transport);
    this.loginSessions = new LoginSessions(transport);
  }

  list(options?: RequestOptions): Promise<BridgeList> {
    return this.#transport.send({ method: 'GET', path: '/v1/bridges' }, options);
  }

  /** @throws NotFoundError */
  retrieve(bridgeID: string, options?: RequestOptions): Promise<Bridge> {
    return this.#transport.send({ method: 'GET', path: path`/v1/bridges/${bridgeID}` }, options);
  }

  /** What people can be looked up by, and which groups can be made. @throws NotFoundError */
  retrieveCapabilities(bridgeID: string, options?: RequestOptions): Promise<ProvisioningCapabilities> {
    return this.#transport.send({ method: 'GET', path: path`/v1/bridges/${bridgeID}/capabilities` }, options);
  }
}
