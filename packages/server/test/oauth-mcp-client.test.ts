/** The OAuth client of the official MCP SDK signs in by itself: discovery, registration, PKCE, refresh. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auth, type OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { claimedBrowser, redirected, redirectURI, statusWith } from '../../../test/support/sign-in.ts';
import { startTestServer } from './support/server.ts';

test('the MCP SDK signs in knowing nothing but the address, and refreshes', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { url } = server.running;
  const browser = await claimedBrowser(t, server);
  const kept: { client?: OAuthClientInformationMixed; tokens?: OAuthTokens; verifier?: string; page?: URL } = {};
  const provider: OAuthClientProvider = {
    redirectUrl: redirectURI,
    clientMetadata: {
      client_name: 'An MCP client',
      redirect_uris: [redirectURI],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
    state: () => 'mcp state',
    clientInformation: () => kept.client,
    saveClientInformation(client) {
      kept.client = client;
    },
    tokens: () => kept.tokens,
    saveTokens(tokens) {
      kept.tokens = tokens;
    },
    redirectToAuthorization(page) {
      kept.page = page;
    },
    saveCodeVerifier(verifier) {
      kept.verifier = verifier;
    },
    codeVerifier: () => kept.verifier ?? '',
  };
  const serverUrl = `${url}/v0/mcp`;
  assert.equal(await auth(provider, { serverUrl }), 'REDIRECT');
  const page = kept.page ?? new URL('none:');
  assert.equal(page.origin, url);
  assert.equal(page.searchParams.get('resource'), serverUrl);
  const shown = await browser.open(page.pathname + page.search);
  const back = redirected(await browser.answer(shown, { decision: 'allow', write: 'yes' }));
  const authorizationCode = back.searchParams.get('code') ?? '';
  assert.equal(await auth(provider, { serverUrl, authorizationCode }), 'AUTHORIZED');
  const first = kept.tokens;
  assert.equal(await statusWith(url, first?.access_token), 200);
  // With a refresh token at hand it asks for another pair.
  assert.equal(await auth(provider, { serverUrl }), 'AUTHORIZED');
  assert.notEqual(kept.tokens?.access_token, first?.access_token);
  assert.equal(await statusWith(url, kept.tokens?.access_token), 200);
});
