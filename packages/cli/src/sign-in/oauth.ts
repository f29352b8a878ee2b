/** The calls of a program that is let in by OAuth: RFC 8414, 7591, 6749 with PKCE (7636), 8628, 7009; auth.md, section 3. */

import { hostname } from 'node:os';
import { CliError } from '../exit.ts';
import { samePlace } from '../loopback.ts';
import type { SignedInServer, Way } from './servers-file.ts';

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** Where a server lets programs in. */
export interface Doors {
  readonly issuer: string;
  readonly authorize: string;
  readonly token: string;
  readonly register: string;
  readonly revoke?: string;
  /** Absent: it does not know the device flow. */
  readonly device?: string;
  readonly refreshes: boolean;
}

/** What the token endpoint gives. */
interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresInSeconds?: number;
}

/** An answer that says no, with the word of RFC 6749, section 5.2. */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal';
  readonly word: string;

  constructor(word: string, message: string) {
    super(message);
    this.word = word;
  }
}

const limitMs = 30_000;

/** @throws CliError 4 when the server has no such door, or sends elsewhere */
export async function findDoors(url: string, signal: AbortSignal): Promise<Doors> {
  const answer = await call(`${url}/.well-known/oauth-authorization-server`, {}, signal);
  const own = (field: string): string | undefined => {
    const address = answer[field];
    if (typeof address !== 'string') return undefined;
    if (URL.parse(address)?.origin === new URL(url).origin || samePlace(address, url)) return address;
    const text = `${url} says that programs sign in at ${address}, which is another server. Nothing was sent there. Is the address right, or does a proxy lack X-Forwarded-Host?`;
    throw new CliError('notReady', 'other_server', text, { url });
  };
  const [authorize, token, register] = [
    own('authorization_endpoint'),
    own('token_endpoint'),
    own('registration_endpoint'),
  ];
  if (authorize === undefined || token === undefined || register === undefined) throw noDoor(url);
  const [revoke, device] = [own('revocation_endpoint'), own('device_authorization_endpoint')];
  const grants = answer['grant_types_supported'];
  return {
    issuer: own('issuer') ?? url,
    authorize,
    token,
    register,
    ...(revoke !== undefined && { revoke }),
    ...(device !== undefined && { device }),
    refreshes: Array.isArray(grants) && grants.includes('refresh_token'),
  };
}

/** @returns the ID under which this program is known there */
export async function register(
  doors: Doors,
  grant: 'authorization_code' | typeof deviceGrant,
  redirectURIs: readonly string[],
  scope: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await call(
    doors.register,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: `partyline on ${hostname()}`.slice(0, 100),
        redirect_uris: redirectURIs,
        grant_types: doors.refreshes ? [grant, 'refresh_token'] : [grant],
        response_types: grant === deviceGrant ? [] : ['code'],
        scope,
        token_endpoint_auth_method: 'none',
      }),
    },
    signal,
  );
  return textOf(answer, 'client_id', doors.register);
}

/** @throws OAuthRefusal when the server says no */
export async function askForTokens(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Tokens> {
  const answer = await postForm(endpoint, form, signal);
  const seconds = answer['expires_in'];
  const refresh = answer['refresh_token'];
  return {
    accessToken: textOf(answer, 'access_token', endpoint),
    ...(typeof refresh === 'string' && { refreshToken: refresh }),
    ...(typeof seconds === 'number' && { expiresInSeconds: seconds }),
  };
}

/** What is kept of them. */
export function signedIn(
  server: Pick<SignedInServer, 'name' | 'url'>,
  way: Way,
  tokens: Tokens,
  client: { readonly id: string; readonly endpoint: string },
): SignedInServer {
  const { accessToken, refreshToken, expiresInSeconds } = tokens;
  return {
    name: server.name,
    url: server.url,
    way,
    accessToken,
    ...(expiresInSeconds !== undefined && {
      expiresAt: new Date(Date.now() + expiresInSeconds * 1_000).toISOString(),
    }),
    ...(refreshToken !== undefined && {
      refresh: { token: refreshToken, clientID: client.id, endpoint: client.endpoint },
    }),
  };
}

/** Ends a token and, where it is one of a sign-in, that sign-in. @throws CliError 4 when the server does not answer */
export async function revoke(server: SignedInServer, signal: AbortSignal): Promise<void> {
  // As the official command line does it (auth.md, section 5), also where the server tells no address for it.
  await postForm(`${server.url}/oauth/revoke`, { token: server.accessToken, token_type_hint: 'access_token' }, signal);
}

export const postForm = (endpoint: string, form: Readonly<Record<string, string>>, signal: AbortSignal) =>
  call(
    endpoint,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    },
    signal,
  );

async function call(
  address: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const { origin } = new URL(address);
  let response: Response;
  let text: string;
  try {
    // A redirect would carry codes and tokens to wherever it points.
    response = await fetch(address, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new CliError('notReady', 'server_not_reachable', `No answer from ${origin}.`, { url: origin });
  }
  const body = asRecord(text);
  if (response.ok) return body;
  const { error, error_description: described, message } = body;
  if (typeof error === 'string') throw new OAuthRefusal(error, typeof described === 'string' ? described : error);
  if (response.status === 404) throw noDoor(origin);
  const words = typeof message === 'string' ? message : text.slice(0, 200);
  throw new CliError('failed', 'sign_in_failed', `${origin} answered ${response.status}: ${words}`, { url: origin });
}

function asRecord(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}

function textOf(answer: Readonly<Record<string, unknown>>, field: string, address: string): string {
  const value = answer[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new CliError('failed', 'sign_in_failed', `${address} answered without ${field}.`);
}

const noDoor = (url: string): CliError =>
  new CliError('notReady', 'no_sign_in', `${url} does not let programs in by OAuth. Pass a token with --token.`, {
    url,
  });
