import type { Terminal } from '../terminal.ts';

/** What each way of signing in is given. */
export interface SignInParts {
  readonly server: { readonly name: string; readonly url: string };
  /** `read write` or `read`. */
  readonly scope: string;
  readonly terminal: Terminal;
  /** Whether a browser is opened; the address is shown in any case. */
  readonly mayOpen: boolean;
}
