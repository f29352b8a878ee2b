/** How a command ends. The numbers are part of the interface: scripts rely on them. */

export const exitCodes = {
  done: 0,
  /** Something failed while doing what was asked. */
  failed: 1,
  /** The command line is wrong, or lacks something that cannot be asked for here. */
  usage: 2,
  /** The server wants a token, or another one. */
  signInNeeded: 3,
  /** The server cannot be reached or is not ready, or the account or network is not. */
  notReady: 4,
  /** Nothing is called that. */
  nothingMatched: 5,
  /** Several things are called that. */
  ambiguous: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failure told to the person as it is. `details` are added to the error of `--json`. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** Machine word: `server_not_found`. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    exit: keyof typeof exitCodes,
    code: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.exitCode = exitCodes[exit];
    this.code = code;
    this.details = details;
  }
}

export const cancelled = (message = 'Cancelled. Nothing was changed.'): CliError =>
  new CliError('failed', 'cancelled', message);
