/** A client that may call: with the given token, or with one made for this one command. */

import { Partyline } from '@partyline/client';
import { CliError } from './exit.ts';
import { howToGetToken } from './failure.ts';
import type { Globals } from './globals.ts';
import { findTarget, type Target } from './target.ts';

export interface Connected {
  readonly client: Partyline;
  readonly target: Target;
}

const defaultMinutes = 10;

/**
 * Runs something with a client of the server. Whoever can write to the server's data folder may do everything anyway, so
 * without a token one is made there, short-lived, and revoked at the end.
 *
 * @param minutes how long such a token is valid if the command cannot revoke it.
 * @throws CliError 3 when there is no token and none can be made, 4 when no server answers.
 */
export async function withClient<T>(
  globals: Globals,
  use: (connected: Connected) => Promise<T>,
  minutes = defaultMinutes,
): Promise<T> {
  const target = await findTarget(globals);
  const connect = (accessToken: string): Connected => ({
    client: new Partyline({ accessToken, baseURL: target.url }),
    target,
  });
  if (globals.token !== undefined) return use(connect(globals.token));
  if (target.dataDir === undefined) {
    throw new CliError(
      'signInNeeded',
      'sign_in_needed',
      `The server at ${target.url} wants a token: ${howToGetToken} If its data folder is on this machine, --data-dir does as well.`,
      { url: target.url },
    );
  }
  const { openTokens } = await import('@partyline/server');
  const desk = await openTokens(target.dataDir).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `The data folder ${target.dataDir} cannot be used to sign in (${reason}). Instead, ${howToGetToken}`;
    throw new CliError('signInNeeded', 'sign_in_needed', text);
  });
  try {
    const expiresAt = new Date(Date.now() + minutes * 60_000);
    const { id, token } = await desk.create({ name: 'partyline command', scopes: ['read', 'write'], expiresAt });
    try {
      return await use(connect(token));
    } finally {
      await desk.revoke(id);
    }
  } finally {
    await desk.close();
  }
}
