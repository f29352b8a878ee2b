/** The token endpoint (auth.md, 3.6): three ways to an access token. */

import type { Parameters } from './authorization-request.ts';
import { type Clients, deviceGrant } from './clients.ts';
import type { Codes } from './codes.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Granted, Grants } from './grants.ts';
import { OAuthError } from './oauth-error.ts';

/** As it goes over the wire (RFC 6749, section 5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
}

export type ExchangeToken = (form: Parameters) => Promise<TokenAnswer>;

interface Parts {
  readonly clients: Clients;
  readonly codes: Codes;
  readonly devices: DeviceCodes;
  readonly grants: Grants;
}

/** @returns what answers a token request, or throws OAuthError */
export function tokenExchange({ clients, codes, devices, grants }: Parts): ExchangeToken {
  const grant = (form: Parameters): Promise<Granted> => {
    const clientID = form['client_id'];
    switch (form['grant_type']) {
      case 'authorization_code': {
        const [code, verifier] = [needed(form, 'code'), needed(form, 'code_verifier')];
        const presented = { code, verifier, clientID, redirectURI: form['redirect_uri'] };
        return codes.redeem(presented, (approved) => grants.begin(approved));
      }
      case 'refresh_token':
        return grants.refresh(needed(form, 'refresh_token'), clientID, form['scope']);
      case deviceGrant:
        return grants.begin(devices.redeem(needed(form, 'device_code'), clientID));
      case undefined:
        throw missing('grant_type');
      default:
        throw new OAuthError(
          'unsupported_grant_type',
          `There are authorization_code, refresh_token and ${deviceGrant}.`,
        );
    }
  };
  return async (form) => {
    const clientID = form['client_id'];
    if (clientID !== undefined && (await clients.find(clientID)) === undefined)
      throw new OAuthError('invalid_client', 'The program is not known here. It has to register first.');
    return toAnswer(await grant(form));
  };
}

export function needed(form: Parameters, name: string): string {
  const value = form[name];
  if (value === undefined) throw missing(name);
  return value;
}

const missing = (name: string) => new OAuthError('invalid_request', `${name} is needed.`);

const toAnswer = ({ accessToken, expiresInSeconds, scopes, refreshToken }: Granted): TokenAnswer => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresInSeconds,
  scope: scopes.join(' '),
  ...(refreshToken !== undefined && { refresh_token: refreshToken }),
});
