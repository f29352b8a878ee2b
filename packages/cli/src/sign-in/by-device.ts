/** Signing in where no browser is: the person types a code at any other device (RFC 8628). */

import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../exit.ts';
import { printable } from '../text.ts';
import { askForTokens, type Doors, deviceGrant, OAuthRefusal, postForm, register, signedIn } from './oauth.ts';
import type { SignInParts } from './parts.ts';
import type { SignedInServer } from './servers-file.ts';

/** What `slow_down` adds (RFC 8628, section 3.5). */
const slowerMs = 5_000;

/** @throws CliError 1 when the owner refuses or the code gets too old; 4 when the server does not know this way */
export async function signInByDevice(
  doors: Doors,
  { server, scope, terminal }: Omit<SignInParts, 'mayOpen'>,
): Promise<SignedInServer> {
  if (doors.device === undefined) {
    const text = `${server.url} does not know this way to sign in. Use a machine with a browser, --email, or pass a token with --token.`;
    throw new CliError('notReady', 'no_device_flow', text);
  }
  const { signal } = terminal;
  try {
    const clientID = await register(doors, deviceGrant, [], scope, signal);
    const begun = await postForm(doors.device, { client_id: clientID, scope }, signal);
    const [page, code, deviceCode] = [begun['verification_uri'], begun['user_code'], begun['device_code']];
    if (typeof page !== 'string' || typeof code !== 'string' || typeof deviceCode !== 'string')
      throw new CliError('failed', 'sign_in_failed', `${doors.device} answered without a code.`);
    terminal.say(
      `Open this page in any browser, on any device, and type the code:\n\n  ${printable(page)}\n\n  ${printable(code)}\n`,
    );
    const form = { grant_type: deviceGrant, device_code: deviceCode, client_id: clientID };
    const tokens = await poll(doors.token, form, secondsOf(begun['interval'], 5) * 1_000, signal);
    return signedIn(server, 'device', tokens, { id: clientID, endpoint: doors.token });
  } catch (error) {
    throw error instanceof OAuthRefusal ? toCliError(error) : error;
  }
}

async function poll(endpoint: string, form: Readonly<Record<string, string>>, firstMs: number, signal: AbortSignal) {
  for (let waitMs = firstMs; ; ) {
    await delay(waitMs, undefined, { signal });
    try {
      return await askForTokens(endpoint, form, signal);
    } catch (error) {
      // A moment without network ends nothing: the server says when the code is too old.
      const goesOn =
        error instanceof OAuthRefusal
          ? error.word === 'authorization_pending' || error.word === 'slow_down'
          : error instanceof CliError && error.code === 'server_not_reachable';
      if (!goesOn) throw error;
      if (error instanceof OAuthRefusal && error.word === 'slow_down') waitMs += slowerMs;
    }
  }
}

const secondsOf = (value: unknown, usual: number): number =>
  typeof value === 'number' && value >= 1 && value <= 300 ? value : usual;

function toCliError({ word, message }: OAuthRefusal): CliError {
  if (word === 'access_denied')
    return new CliError('failed', 'sign_in_refused', 'It was not allowed. Nothing was changed.');
  if (word === 'expired_token')
    return new CliError('failed', 'sign_in_failed', 'The code is too old by now. Begin again for another one.');
  return new CliError('failed', 'sign_in_failed', message);
}
