import { ConnectionError, type EndState } from '@partyline/connector';
import type { FieldID } from './form.ts';

/** What the person who is signing in is told. */
interface ForLogin {
  /** The fields it can be mended in, where that is known. */
  readonly check: readonly FieldID[];
  /** Where the state's own text would not do: it speaks to somebody who has to sign in again first. */
  readonly text?: string;
}

/** Why a session did not come up: the state for `connect`, and the words for a login. */
export class RegistrationError extends ConnectionError {
  readonly forLogin: ForLogin;

  constructor(state: EndState, forLogin: ForLogin = { check: [] }) {
    super(state);
    this.forLogin = forLogin;
  }
}
