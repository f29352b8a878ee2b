import type { LoginSession, LoginSessionCancelled, LoginSessionInput } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { Steps } from './steps.ts';

export type LoginSessionCreateParams = LoginSessionInput;

export interface LoginSessionParams {
  bridgeID: string;
}

/** The temporary conversation that makes or repairs a login. */
export class LoginSessions {
  readonly steps: Steps;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.steps = new Steps(transport);
  }

  /** Starts one: for a new account, or with `loginID` or `accountID` to reconnect. Without `flowID` the bridge's first flow is taken. */
  create(bridgeID: string, body: LoginSessionCreateParams = {}, options?: RequestOptions): Promise<LoginSession> {
    return this.#transport.send({ method: 'POST', path: path`/v1/bridges/${bridgeID}/login-sessions`, body }, options);
  }

  /** @throws NotFoundError */
  retrieve(loginSessionID: string, { bridgeID }: LoginSessionParams, options?: RequestOptions): Promise<LoginSession> {
    return this.#transport.send(
      { method: 'GET', path: path`/v1/bridges/${bridgeID}/login-sessions/${loginSessionID}` },
      options,
    );
  }

  cancel(
    loginSessionID: string,
    { bridgeID }: LoginSessionParams,
    options?: RequestOptions,
  ): Promise<LoginSessionCancelled> {
    return this.#transport.send(
      { method: 'DELETE', path: path`/v1/bridges/${bridgeID}/login-sessions/${loginSessionID}` },
      options,
    );
  }
}
