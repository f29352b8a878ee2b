/** What a program asks for at the authorization endpoint (auth.md, 3.4; RFC 6749, section 4.1.1; RFC 7636). */

import { readScopes, type TokenScope, withRead } from '../scopes.ts';
import type { Client, Clients } from './clients.ts';
import { OAuthError } from './oauth-error.ts';
import { isRegistered } from './redirects.ts';

export interface AuthorizationRequest {
  readonly client: Client;
  readonly redirectURI: string;
  readonly state: string | undefined;
  /** PKCE, S256. */
  readonly challenge: string;
  readonly scopes: readonly TokenScope[];
}

/** A refusal that the program is to hear, since it is certain where it listens (RFC 6749, section 4.1.2.1). */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly redirectURI: string;
  readonly state: string | undefined;
  override readonly cause: OAuthError;

  constructor(redirectURI: string, state: string | undefined, cause: OAuthError) {
    super(cause.message);
    this.redirectURI = redirectURI;
    this.state = state;
    this.cause = cause;
  }
}

/** Of a query or a form: each parameter at most once, empty ones as if not sent (RFC 6749, section 3.1). */
export type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * @param isOwnResource whether an address is one of this server (RFC 8707)
 * @throws OAuthError when the person is to be told, RefusedRequest when the program is
 */
export async function readAuthorizationRequest(
  { client_id, redirect_uri, state, ...rest }: Parameters,
  clients: Clients,
  isOwnResource: (address: string) => boolean,
): Promise<AuthorizationRequest> {
  const client = client_id === undefined ? undefined : await clients.find(client_id);
  if (client === undefined)
    throw new OAuthError('invalid_client', 'The program is not known here. It has to register first.');
  if (redirect_uri === undefined || !isRegistered(redirect_uri, client.redirectURIs))
    throw new OAuthError('invalid_request', 'The program did not register the address that it wants the answer at.');
  const refused = (code: OAuthError['code'], message: string) =>
    new RefusedRequest(redirect_uri, state, new OAuthError(code, message));
  if (!client.grantTypes.includes('authorization_code'))
    throw refused('unauthorized_client', 'The program did not register for authorization codes.');
  if (rest['response_type'] !== 'code') throw refused('unsupported_response_type', 'response_type must be code.');
  const challenge = rest['code_challenge'];
  // A SHA-256 digest as base64url (RFC 7636, section 4.2).
  if ((rest['code_challenge_method'] ?? 'S256') !== 'S256' || !/^[\w-]{43}$/.test(challenge ?? ''))
    throw refused('invalid_request', 'PKCE is needed: code_challenge with code_challenge_method S256.');
  const resource = rest['resource'];
  if (resource !== undefined && !isOwnResource(resource))
    throw refused('invalid_target', 'This resource is not of this server.');
  const scopes = scopesFor(client, rest['scope']);
  if (scopes.length === 0) throw refused('invalid_scope', 'There are the scopes read and write.');
  return { client, redirectURI: redirect_uri, state, challenge: challenge ?? '', scopes };
}

/** What was asked for, as far as the program registered for it. Scopes that nobody knows are ignored (RFC 6749, section 3.3). */
export function scopesFor({ scopes }: Client, asked: string | undefined): TokenScope[] {
  const wanted = asked === undefined ? scopes : withRead(readScopes(asked));
  return wanted.filter((scope) => scopes.includes(scope));
}
