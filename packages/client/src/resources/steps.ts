import type { LoginSession, LoginStepInput } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface StepSubmitParams extends LoginStepInput {
  bridgeID: string;
  loginSessionID: string;
}

/** The steps of a login session. */
export class Steps {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Answers the current step and resolves with the next one. For `display_and_wait` the answer comes when the display changes, the login ends, or
   * after about 25 s with the same step: submit it again then.
   */
  submit(
    stepID: string,
    { bridgeID, loginSessionID, ...body }: StepSubmitParams,
    options?: RequestOptions,
  ): Promise<LoginSession> {
    return this.#transport.send(
      { method: 'POST', path: path`/v1/bridges/${bridgeID}/login-sessions/${loginSessionID}/steps/${stepID}`, body },
      options,
    );
  }
}
