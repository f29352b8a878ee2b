/** Signing in in the browser of this machine: authorization code with PKCE (RFC 7636), answered at a loopback address (RFC 8252). */

import { hash, randomBytes } from 'node:crypto';
import { CliError } from '../exit.ts';
import { openCallback } from './loopback-callback.ts';
import { askForTokens, type Doors, OAuthRefusal, register, signedIn } from './oauth.ts';
import { openBrowser } from './open-browser.ts';
import type { SignInParts } from './parts.ts';
import type { SignedInServer } from './servers-file.ts';

const patienceMs = 10 * 60_000;

/** @throws CliError 1 when the owner refuses, or does nothing for ten minutes */
export async function signInByBrowser(doors: Doors, parts: SignInParts): Promise<SignedInServer> {
  const { server, scope, terminal, mayOpen } = parts;
  const callback = await openCallback();
  try {
    const clientID = await register(doors, 'authorization_code', [callback.uri], scope, terminal.signal);
    const [verifier, state] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('base64url')];
    const address = new URL(doors.authorize);
    for (const [name, value] of Object.entries({
      client_id: clientID,
      redirect_uri: callback.uri,
      response_type: 'code',
      code_challenge: hash('sha256', verifier, 'base64url'),
      code_challenge_method: 'S256',
      scope,
      state,
    }))
      address.searchParams.set(name, value);
    terminal.say(
      `${mayOpen ? 'A browser opens. If it does not, open' : 'Open'} this page and allow it:\n\n  ${address}\n`,
    );
    if (mayOpen) openBrowser(address.href);
    const signal = AbortSignal.any([terminal.signal, AbortSignal.timeout(patienceMs)]);
    const answer = await callback.answer(state, signal).catch((error: unknown) => {
      throw terminal.signal.aborted ? error : tooLate();
    });
    // RFC 9207: another server's answer is not for this one.
    const issuer = answer.get('iss');
    if (issuer !== null && issuer !== doors.issuer) throw wrongIssuer(issuer);
    const code = answer.get('code');
    if (code === null) throw notAllowed(answer.get('error'));
    const form = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      client_id: clientID,
      redirect_uri: callback.uri,
    };
    const tokens = await askForTokens(doors.token, form, terminal.signal);
    return signedIn(server, 'browser', tokens, { id: clientID, endpoint: doors.token });
  } catch (error) {
    throw error instanceof OAuthRefusal ? new CliError('failed', 'sign_in_failed', error.message) : error;
  } finally {
    callback.close();
  }
}

const tooLate = (): CliError =>
  new CliError('failed', 'sign_in_failed', 'Nobody answered the page in ten minutes. Nothing was changed.');

const wrongIssuer = (issuer: string): CliError =>
  new CliError('failed', 'sign_in_failed', `The answer came from another server, ${issuer}. Nothing was changed.`);

const notAllowed = (word: string | null): CliError =>
  word === 'access_denied'
    ? new CliError('failed', 'sign_in_refused', 'It was not allowed. Nothing was changed.')
    : new CliError('failed', 'sign_in_failed', `The server did not let this program in: ${word ?? 'no reason given'}.`);
