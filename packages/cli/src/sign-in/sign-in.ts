/** Signing in to a server elsewhere, in whichever way suits the person and the server. */

import { AuthenticationError, Partyline } from '@partyline/client';
import { CliError } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { signInByBrowser } from './by-browser.ts';
import { signInByCode } from './by-code.ts';
import { signInByDevice } from './by-device.ts';
import { findDoors } from './oauth.ts';
import { hasDisplay } from './open-browser.ts';
import { checkName, nameFor, remember } from './remember.ts';
import { readServers, type SignedInServer } from './servers-file.ts';

export interface SignInOptions {
  readonly name?: string;
  /** Show a code to be typed in any browser, also where one could be opened here. */
  readonly device?: boolean;
  /** Show the address only. */
  readonly noBrowser?: boolean;
  readonly email?: string;
  readonly scope?: string;
  readonly default?: boolean;
}

interface SignInResult {
  readonly server: SignedInServer;
  readonly isDefault: boolean;
}

/**
 * Signs in, and keeps the token once a call with it has worked.
 *
 * @param token where the person has one already
 * @throws CliError 1, 2 or 4 with what went wrong; 3 when the token is not known there
 */
export async function signIn(
  url: string,
  token: string | undefined,
  options: SignInOptions,
  terminal: Terminal,
): Promise<SignInResult> {
  const { email, name = nameFor(url, await readServers()) } = options;
  if ([token, email, options.device === true ? true : undefined].filter((way) => way !== undefined).length > 1)
    throw new CliError('usage', 'usage', 'Choose one of --token, --email and --device.');
  checkName(name, url, await readServers());
  const server = { name, url };
  const signedIn =
    token !== undefined
      ? ({ ...server, way: 'token', accessToken: token } as const)
      : email !== undefined
        ? await signInByCode(email, { server, terminal })
        : await byOAuth(server, options, terminal);
  await check(signedIn, terminal.signal);
  const { isDefault } = await remember(signedIn, options.default === true);
  return { server: signedIn, isDefault };
}

async function byOAuth(
  server: { readonly name: string; readonly url: string },
  { device = false, noBrowser = false, scope }: SignInOptions,
  terminal: Terminal,
): Promise<SignedInServer> {
  const wanted = parseScope(scope);
  const doors = await findDoors(server.url, terminal.signal);
  const byCode = device || (!hasDisplay() && !noBrowser && doors.device !== undefined);
  const parts = { server, scope: wanted, terminal, mayOpen: !noBrowser && hasDisplay() };
  return byCode ? signInByDevice(doors, parts) : signInByBrowser(doors, parts);
}

function parseScope(scope = 'write'): string {
  if (scope === 'read') return 'read';
  if (scope === 'write') return 'read write';
  throw new CliError('usage', 'usage', `There is no scope "${scope}"; there are read and write.`);
}

/** As the official command line does at the end of every sign-in. */
async function check({ url, accessToken }: SignedInServer, signal: AbortSignal): Promise<void> {
  try {
    await new Partyline({ accessToken, baseURL: url }).accounts.list({ signal });
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    throw new CliError('signInNeeded', 'sign_in_needed', `${error.message}. ${url} does not know this token.`, { url });
  }
}
