/** How a connector says no. Each class crosses the thread boundary with its fields; messages are for the person. */

import type { EndState } from './contract.ts';

/** Why a login failed. `bad_credentials`, `unreachable`, `refused` (the network said no, in its words) or a network's own code. */
export class LoginError extends Error {
  override readonly name = 'LoginError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Why `connect` did not succeed, as the state the login is in now. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly state: EndState;

  constructor(state: EndState) {
    super(state.text);
    this.state = state;
  }
}

/** Why a message was not sent, or may have been. */
export class SendError extends Error {
  override readonly name = 'SendError';
  /** Whether it is certain that the network does not have the message. `uncertain`: it may have been delivered. */
  readonly outcome: 'certain' | 'uncertain';
  readonly retriable: boolean;
  /** Machine word for `SendStatus.reason`. */
  readonly reason: string;

  constructor(failure: { outcome: 'certain' | 'uncertain'; retriable: boolean; reason: string; message: string }) {
    super(failure.message);
    this.outcome = failure.outcome;
    this.retriable = failure.retriable;
    this.reason = failure.reason;
  }
}
