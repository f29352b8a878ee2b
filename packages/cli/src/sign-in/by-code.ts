/** Signing in with a code that the server shows on its console, or mails to its owner (contract 3.10; auth.md, section 5). */

import { createInterface } from 'node:readline/promises';
import { isCancel, text } from '@clack/prompts';
import { APIConnectionError, APIError, NotFoundError, UnprocessableEntityError } from '@partyline/client';
import { CliError, interrupted } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import type { SignInParts } from './parts.ts';
import type { SignedInServer } from './servers-file.ts';

/** As the official command line calls it: these calls take any token, also none that is one. */
const nobody = 'setup-login-public-client';

/** @throws CliError 1 when the code stays wrong; 2 when it cannot be asked for; 4 when the server does not know this way */
export async function signInByCode(
  email: string,
  { server, terminal }: Pick<SignInParts, 'server' | 'terminal'>,
): Promise<SignedInServer> {
  const post = poster(server.url, terminal.signal);
  const { setupRequestID } = await post('start', {}).catch(noSuchWay(server.url));
  await post('email', { setupRequestID, email });
  terminal.say(
    `${server.url} made a code. It is on the console where the server runs, or mailed to ${email} when that is the owner's address.`,
  );
  for (;;) {
    const response = await askCode(terminal);
    try {
      const answer = await post('response', { setupRequestID, response });
      return { name: server.name, url: server.url, way: 'code', accessToken: tokenOf(answer) };
    } catch (error) {
      if (!(error instanceof UnprocessableEntityError) || !terminal.interactive) throw asCliError(error);
      terminal.tell('This is not the code. Look at it again.', true);
    }
  }
}

type Body = Readonly<Record<string, unknown>>;

function poster(url: string, signal: AbortSignal): (step: string, body: Body) => Promise<Body> {
  return async (step, body) => {
    const response = await fetch(`${url}/v1/app/setup/${step}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${nobody}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    }).catch((cause: unknown) => {
      throw signal.aborted ? cause : new APIConnectionError(`No answer from ${url}.`, cause);
    });
    const text = await response.text();
    if (!response.ok) throw APIError.generate(response.status, response.headers, text);
    return text === '' ? {} : JSON.parse(text);
  };
}

const noSuchWay =
  (url: string) =>
  (error: unknown): never => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new CliError('notReady', 'no_sign_in', `${url} does not know this way to sign in.`, { url });
  };

async function askCode({ interactive, output, signal }: Terminal): Promise<string> {
  if (interactive) {
    const answer = await text({
      message: 'The code',
      output,
      signal,
      validate: (typed) => (typed ? undefined : 'This is needed.'),
    });
    if (isCancel(answer)) throw interrupted();
    return answer;
  }
  const lines = createInterface({ input: process.stdin, signal });
  for await (const line of lines) if (line.trim() !== '') return line.trim();
  throw new CliError('usage', 'missing_code', 'The code is needed: write it to standard input, or use a terminal.');
}

function asCliError(error: unknown): unknown {
  if (error instanceof UnprocessableEntityError)
    return new CliError('failed', 'wrong_code', 'This is not the code. Begin again for another one.');
  if (error instanceof NotFoundError)
    return new CliError('failed', 'wrong_code', 'It was wrong too often, or too late. Begin again for another code.');
  return error;
}

function tokenOf(answer: Body): string {
  const { matrix } = answer;
  if (
    typeof matrix === 'object' &&
    matrix !== null &&
    'accessToken' in matrix &&
    typeof matrix.accessToken === 'string'
  )
    return matrix.accessToken;
  const text = 'The server gave no token: it wants to make a new account first, which is done in its own app.';
  throw new CliError('failed', 'sign_in_failed', text);
}
