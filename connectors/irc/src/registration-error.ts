import { ConnectionError, type EndState } from '@partyline/connector';

/** What of the login's answers has to change, where that is known. */
export type Blame = 'server' | 'tls' | 'nick' | 'credentials';

/** Why a session did not come up: the state for `connect`, and for a login the field to ask about again. */
export class RegistrationError extends ConnectionError {
  readonly blame: Blame | undefined;

  constructor(state: EndState, blame?: Blame) {
    super(state);
    this.blame = blame;
  }
}
