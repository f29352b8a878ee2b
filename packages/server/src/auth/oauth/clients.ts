/** Programs that registered themselves (RFC 7591). Public ones only: they have no secret, and PKCE stands in for it. */

import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import { allScopes, readScopes, type TokenScope, withRead } from '../scopes.ts';
import { OAuthError } from './oauth-error.ts';
import { isAllowedRedirect } from './redirects.ts';

export interface Client {
  readonly id: string;
  /** What it calls itself. Anybody can say anything. */
  readonly name: string;
  readonly uri: string | undefined;
  readonly redirectURIs: readonly string[];
  readonly grantTypes: readonly GrantType[];
  readonly scopes: readonly TokenScope[];
  readonly userAgent: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly createdAt: Date;
}

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
export const grantTypes = ['authorization_code', 'refresh_token', deviceGrant] as const;
export type GrantType = (typeof grantTypes)[number];

export interface Clients {
  /** @param metadata as it came @throws OAuthError `invalid_client_metadata` */
  register(metadata: unknown, from: { userAgent: string | undefined; address: string }): Promise<Client>;
  find(id: string): Promise<Client | undefined>;
}

const maxClients = 1_000;
/** One that nobody approved within this time makes room for others. */
const unusedMs = 24 * 60 * 60 * 1_000;

export function createClients(store: Store, allowedRedirects: readonly string[]): Clients {
  return {
    async register(metadata, { userAgent, address }) {
      const now = Date.now();
      const client: Client = {
        id: `client_${randomUUID()}`,
        ...readMetadata(metadata, allowedRedirects),
        userAgent: userAgent?.slice(0, 300),
        remoteAddress: address,
        createdAt: new Date(now),
      };
      await store.write(async (tx) => {
        const unused = tx
          .selectFrom('oauth_clients')
          .select('id')
          .where('id', 'not in', tx.selectFrom('oauth_grants').select('client_id'));
        await tx
          .deleteFrom('oauth_clients')
          .where('id', 'in', unused.where('created_at', '<', now - unusedMs))
          .execute();
        await tx
          .deleteFrom('oauth_clients')
          .where(
            'id',
            'in',
            unused
              .orderBy('created_at', 'desc')
              .limit(maxClients)
              .offset(maxClients - 1),
          )
          .execute();
        await tx.insertInto('oauth_clients').values(toRow(client)).execute();
      });
      return client;
    },
    async find(id) {
      const row = await store.read.selectFrom('oauth_clients').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const redirectURIs: unknown = JSON.parse(row.redirect_uris);
      return {
        id: row.id,
        name: row.name,
        uri: row.uri ?? undefined,
        redirectURIs: Array.isArray(redirectURIs) ? redirectURIs.map(String) : [],
        grantTypes: grantTypes.filter((type) => row.grant_types.split(' ').includes(type)),
        scopes: readScopes(row.scopes),
        userAgent: row.user_agent ?? undefined,
        remoteAddress: row.remote_address ?? undefined,
        createdAt: new Date(row.created_at),
      };
    },
  };
}

const toRow = (client: Client) => ({
  id: client.id,
  name: client.name,
  uri: client.uri ?? null,
  redirect_uris: JSON.stringify(client.redirectURIs),
  grant_types: client.grantTypes.join(' '),
  scopes: client.scopes.join(' '),
  user_agent: client.userAgent ?? null,
  remote_address: client.remoteAddress ?? null,
  created_at: client.createdAt.getTime(),
});

type Metadata = Pick<Client, 'name' | 'uri' | 'redirectURIs' | 'grantTypes' | 'scopes'>;

function readMetadata(metadata: unknown, allowedRedirects: readonly string[]): Metadata {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw wrong('Send a JSON object with client_name and redirect_uris.');
  const fields: Readonly<Record<string, unknown>> = { ...metadata };
  const name = readName(fields['client_name']);
  const uri = fields['client_uri'] ?? undefined;
  if (uri !== undefined && !isWebAddress(uri)) throw wrong('client_uri must be an http or https address.');
  const asked = readList(fields['grant_types'], 'grant_types', ['authorization_code']);
  const types = grantTypes.filter((type) => asked.includes(type));
  if (!types.includes('authorization_code') && !types.includes(deviceGrant))
    throw wrong(`grant_types must have authorization_code or ${deviceGrant}.`);
  const responses = readList(fields['response_types'], 'response_types', ['code']);
  if (types.includes('authorization_code') && !responses.includes('code'))
    throw wrong('response_types must have code.');
  const redirectURIs = readList(fields['redirect_uris'], 'redirect_uris', []);
  if (redirectURIs.length === 0 && types.includes('authorization_code'))
    throw wrong('redirect_uris must have at least one address.');
  if (!redirectURIs.every((address) => isAllowedRedirect(address, allowedRedirects))) throw wrong(wrongRedirect);
  const scopes = withRead(readScopes(readScope(fields['scope'])));
  if (scopes.length === 0) throw wrong(`scope must have one of: ${allScopes.join(', ')}.`);
  return { name, uri, redirectURIs, grantTypes: types, scopes };
}

/** As the official server says it (auth.md, 3.3). */
const wrongRedirect =
  'Invalid redirect_uri. Use a loopback HTTP/HTTPS or private-use URI scheme redirect. The owner can allow an https address with the setting redirectURIs.';

function readName(value: unknown): string {
  // Nothing that could turn the text around it, or hide.
  const name = typeof value === 'string' ? value.replace(/[\p{C}\p{Z}]+/gu, ' ').trim() : '';
  if (name === '' || name.length > 100) throw wrong('client_name must be a text of 1 to 100 characters.');
  return name;
}

function readList(value: unknown, name: string, usual: readonly string[]): readonly string[] {
  if (value === undefined || value === null) return usual;
  if (!Array.isArray(value) || value.length > 20 || !value.every((entry) => typeof entry === 'string'))
    throw wrong(`${name} must be a list of up to 20 texts.`);
  return value;
}

function readScope(value: unknown): string {
  if (value === undefined || value === null || value === '') return allScopes.join(' ');
  if (typeof value !== 'string') throw wrong('scope must be a text.');
  return value;
}

function isWebAddress(value: unknown): value is string {
  const url = typeof value === 'string' && value.length <= 500 ? URL.parse(value) : null;
  return url?.protocol === 'https:' || url?.protocol === 'http:';
}

const wrong = (message: string) => new OAuthError('invalid_client_metadata', message);
