/** A client that may call: with the given token, or with one made for this one command. */

import { existsSync } from 'node:fs';
import { AuthenticationError, Partyline } from '@partyline/client';
import { CliError } from './exit.ts';
import { type Globals, readOnlyRefusal } from './globals.ts';
import { hint } from './hint.ts';
import { signedInAt } from './sign-in/servers-file.ts';
import { fetchWith, signInAgain, storedToken, usualServer } from './sign-in/stored-token.ts';
import { findTarget, type Target, withDataFolder } from './target.ts';

export interface Connected {
  readonly client: Partyline;
  readonly target: Target;
  /** What the client calls with, for what speaks to the server in another way. */
  readonly accessToken: string;
  /** Calls with that token, or with the one that came after it. It does not know of `--read-only`. */
  readonly fetch: typeof fetch;
  /** Whether the token was made for this command alone; with `--read-only` such a one can only read. */
  readonly isOwnToken: boolean;
}

/** The token that is made where none was given. */
export interface OwnToken {
  /** How long it is valid if the command cannot revoke it. */
  readonly minutes?: number;
}

const defaultMinutes = 10;

/**
 * Runs something with a client of the server. Whoever can write to the server's data folder may do everything anyway, so
 * without a token one is made there, short-lived, and revoked at the end. Elsewhere the token of the sign-in that `setup` kept is used, and
 * exchanged in time. With `--read-only` a token that is made can only read, and whatever
 * the token is, no call that writes gets out.
 *
 * @throws CliError 2 when something would be written with `--read-only`; 3 when there is no token and none can be made, or when the given one is not known; 4 when no server answers.
 */
export async function withClient<T>(
  globals: Globals,
  use: (connected: Connected) => Promise<T>,
  { minutes = defaultMinutes }: OwnToken = {},
): Promise<T> {
  const target = await findUsualTarget(globals);
  const run = async (accessToken: string, isOwnToken: boolean, call = fetchBearing(accessToken)): Promise<T> => {
    const gate = globals.readOnly ? readingGate(call) : undefined;
    const client = new Partyline({ accessToken, baseURL: target.url, fetch: gate?.fetch ?? call });
    try {
      return await use({ client, target, accessToken, fetch: call, isOwnToken });
    } catch (error) {
      throw gate?.refusal() ?? error;
    }
  };
  if (globals.token !== undefined) {
    try {
      return await run(globals.token, false);
    } catch (error) {
      throw error instanceof AuthenticationError ? await unknownToken(error, target, globals) : error;
    }
  }
  if (target.dataDir === undefined) {
    const server = await signedInAt(target.url);
    if (server === undefined) throw noToken(target, globals);
    const token = storedToken(server);
    try {
      return await run(await token.current(), false, fetchWith(token));
    } catch (error) {
      throw error instanceof AuthenticationError
        ? signInAgain(server.url, `${error.message}. The sign-in has ended`)
        : error;
    }
  }
  const { openTokens } = await import('@partyline/server');
  const desk = await openTokens(target.dataDir).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `The data folder ${target.dataDir} cannot be used to sign in (${reason}). Instead, ${howToGetToken(globals)}`;
    throw new CliError('signInNeeded', 'sign_in_needed', text);
  });
  try {
    const expiresAt = new Date(Date.now() + minutes * 60_000);
    const scopes = globals.readOnly ? (['read'] as const) : (['read', 'write'] as const);
    const { id, token } = await desk.create({ name: 'partyline command', scopes, expiresAt, forOwner: true });
    try {
      return await run(token, true);
    } finally {
      await desk.revoke(id);
    }
  } finally {
    await desk.close();
  }
}

/** The server that is meant; where no other word says which and none runs here, the usual one of those that were signed in to. */
async function findUsualTarget(globals: Globals): Promise<Target> {
  try {
    return await findTarget(globals);
  } catch (error) {
    const isFree = globals.url === undefined && globals.token === undefined && globals.dataDir === undefined;
    if (!isFree || !(error instanceof CliError) || error.code !== 'server_not_found') throw error;
    const usual = await usualServer();
    if (usual === undefined) throw error;
    const target = await findTarget({ ...globals, url: usual.url });
    // With a data folder here the person may have meant the server that is not running.
    if (process.stderr.isTTY && existsSync(String(error.details['dataDir'])))
      process.stderr.write(`The server of this machine is not running; this is ${usual.url}.\n`);
    return target;
  }
}

const fetchBearing =
  (token: string): typeof fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };

/** Lets only calls through that read. The client takes what `fetch` throws for a broken connection and tries again, so a refusal is an answer here. */
function readingGate(call: typeof fetch): { readonly fetch: typeof fetch; refusal(): CliError | undefined } {
  let refusal: CliError | undefined;
  return {
    refusal: () => refusal,
    async fetch(input, init) {
      const request = new Request(input, { method: init?.method ?? 'GET' });
      if (request.method === 'GET' || request.method === 'HEAD') return call(input, init);
      refusal ??= readOnlyRefusal(`would write (${request.method} ${new URL(request.url).pathname})`);
      return Response.json({ code: refusal.code, message: refusal.message }, { status: 403 });
    },
  };
}

function noToken({ url }: Target, globals: Globals): CliError {
  const setup = hint('setup', { dataDir: undefined, url, urlFrom: '--url' });
  const text = `The server at ${url} wants a token: sign in with \`${setup}\`, or ${howToGetToken(globals)} If its data folder is on this machine, --data-dir does as well.`;
  return new CliError('signInNeeded', 'sign_in_needed', text, { url });
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
