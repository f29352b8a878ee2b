/** A client that may call: with the given token, or with one made for this one command. */

import { AuthenticationError, Partyline } from '@partyline/client';
import { CliError } from './exit.ts';
import type { Globals } from './globals.ts';
import { hint } from './hint.ts';
import { findTarget, type Target, withDataFolder } from './target.ts';

export interface Connected {
  readonly client: Partyline;
  readonly target: Target;
  /** What the client calls with, for what speaks to the server in another way. */
  readonly accessToken: string;
}

/** The token that is made where none was given. */
export interface OwnToken {
  /** How long it is valid if the command cannot revoke it. */
  readonly minutes?: number;
  readonly readOnly?: boolean;
}

const defaultMinutes = 10;

/**
 * Runs something with a client of the server. Whoever can write to the server's data folder may do everything anyway, so
 * without a token one is made there, short-lived, and revoked at the end.
 *
 * @throws CliError 3 when there is no token and none can be made, or when the given one is not known; 4 when no server answers.
 */
export async function withClient<T>(
  globals: Globals,
  use: (connected: Connected) => Promise<T>,
  { minutes = defaultMinutes, readOnly = false }: OwnToken = {},
): Promise<T> {
  const target = await findTarget(globals);
  const connect = (accessToken: string): Connected => ({
    client: new Partyline({ accessToken, baseURL: target.url }),
    target,
    accessToken,
  });
  if (globals.token !== undefined) {
    try {
      return await use(connect(globals.token));
    } catch (error) {
      throw error instanceof AuthenticationError ? await unknownToken(error, target, globals) : error;
    }
  }
  if (target.dataDir === undefined) {
    throw new CliError(
      'signInNeeded',
      'sign_in_needed',
      `The server at ${target.url} wants a token: ${howToGetToken(globals)} If its data folder is on this machine, --data-dir does as well.`,
      { url: target.url },
    );
  }
  const { openTokens } = await import('@partyline/server');
  const desk = await openTokens(target.dataDir).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `The data folder ${target.dataDir} cannot be used to sign in (${reason}). Instead, ${howToGetToken(globals)}`;
    throw new CliError('signInNeeded', 'sign_in_needed', text);
  });
  try {
    const expiresAt = new Date(Date.now() + minutes * 60_000);
    const scopes = readOnly ? (['read'] as const) : (['read', 'write'] as const);
    const { id, token } = await desk.create({ name: 'partyline command', scopes, expiresAt });
    try {
      return await use(connect(token));
    } finally {
      await desk.revoke(id);
    }
  } finally {
    await desk.close();
  }
}

/** Where the bad token came from, and what to do instead. */
async function unknownToken(error: AuthenticationError, { url }: Target, globals: Globals): Promise<CliError> {
  const { tokenFrom = '--token' } = globals;
  // Settings that cannot be read must not hide why the call failed; the folder is only a better advice.
  const { dataDir } = await withDataFolder(url, globals).catch(() => ({ dataDir: undefined }));
  const leaveOut = tokenFrom === '--token' ? 'Leave --token out' : `Unset ${tokenFrom}`;
  const way =
    dataDir === undefined
      ? `To get another one, ${howToGetToken(globals)}`
      : `${leaveOut}: the data folder of this server is here, ${dataDir}, and the command signs in by itself.`;
  const text = `${error.message}. The server at ${url} does not know the token of ${tokenFrom}. ${way}`;
  return new CliError('signInNeeded', 'sign_in_needed', text, { status: error.status, url, tokenFrom });
}

const howToGetToken = ({ dataDir }: Globals): string =>
  `make one with \`${hint('token create --name my-app', { dataDir, url: undefined, urlFrom: undefined })}\` on the machine of the server, and pass it in PARTYLINE_TOKEN or with --token.`;
