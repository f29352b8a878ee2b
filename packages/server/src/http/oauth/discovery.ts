/** What tells a program where to sign in: RFC 8414, RFC 9728; auth.md, 3.1 and 3.2. Pages of any origin may read it. */

import type { FastifyInstance } from 'fastify';
import { grantTypes } from '../../auth/oauth/clients.ts';
import { allScopes } from '../../auth/scopes.ts';

/** Programs append the path of what they want to use. */
const resources = ['', '/v0/mcp', '/v0/sse', '/v0', '/v1'];
const authorizationServer = '/.well-known/oauth-authorization-server';
export const protectedResource = '/.well-known/oauth-protected-resource';

export const discoveryPaths: readonly string[] = [
  authorizationServer,
  ...resources.map((path) => `${protectedResource}${path}`),
];

/** @param url with or without a query */
export const isDiscovery = (url: string): boolean => discoveryPaths.includes(url.split('?', 1)[0] ?? '');

export function mountDiscovery(app: FastifyInstance): void {
  app.get(authorizationServer, ({ calledAt }, reply) => reply.send(authorizationServerOf(calledAt)));
  for (const path of resources)
    app.get(`${protectedResource}${path}`, ({ calledAt }, reply) => reply.send(protectedResourceOf(calledAt, path)));
}

const authorizationServerOf = (base: string) => ({
  issuer: base,
  authorization_endpoint: `${base}/oauth/authorize`,
  token_endpoint: `${base}/oauth/token`,
  registration_endpoint: `${base}/oauth/register`,
  revocation_endpoint: `${base}/oauth/revoke`,
  introspection_endpoint: `${base}/oauth/introspect`,
  userinfo_endpoint: `${base}/oauth/userinfo`,
  device_authorization_endpoint: `${base}/oauth/device_authorization`,
  scopes_supported: allScopes,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: grantTypes,
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  revocation_endpoint_auth_methods_supported: ['none'],
  introspection_endpoint_auth_methods_supported: ['none'],
  // RFC 9207: a program that knows several servers can tell which of them answered.
  authorization_response_iss_parameter_supported: true,
  service_documentation: `${base}/v1/spec`,
});

const protectedResourceOf = (base: string, path: string) => ({
  resource: `${base}${path}`,
  authorization_servers: [base],
  scopes_supported: allScopes,
  bearer_methods_supported: ['header'],
  resource_name: 'Partyline',
  resource_documentation: `${base}/docs`,
});
