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
  /** The person gave up with Ctrl-C: what a shell says of a program that SIGINT ended (128 + 2). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const nothingChanged = 'Cancelled. Nothing was changed.';

/** A failure told to the person as it is. `details` are added to the error of `--json`. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** Machine word: `server_not_found`. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    exit: keyof typeof exitCodes | ExitCode,
    code: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.exitCode = typeof exit === 'string' ? exitCodes[exit] : exit;
    this.code = code;
    this.details = details;
  }
}

/** Given up with Ctrl-C. */
export const interrupted = (message = nothingChanged): CliError => new CliError('interrupted', 'cancelled', message);

/** Not wanted after all, said in another way. */
export const cancelled = (message = nothingChanged): CliError => new CliError('failed', 'cancelled', message);
