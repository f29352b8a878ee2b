/** Routes that programs call with forms: register, token, introspect, revoke, userinfo, and where a device begins (auth.md, 3.3 and 3.6 to 3.9). */

import { ApiError } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { scopesFor } from '../../auth/oauth/authorization-request.ts';
import { deviceGrant } from '../../auth/oauth/clients.ts';
import { deviceIntervalSeconds, deviceLifetimeMs } from '../../auth/oauth/device-codes.ts';
import type { TokenFacts } from '../../auth/oauth/introspection.ts';
import { OAuthError } from '../../auth/oauth/oauth-error.ts';
import { needed, tokenExchange } from '../../auth/oauth/token-requests.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import { findCaller, tokenOf } from '../bearer.ts';
import { fieldsOfBody } from '../forms.ts';

export function mountTokenRoutes(app: FastifyInstance, parts: SignIn, version: string): void {
  const { clients, devices, grants, tokens } = parts;
  const exchange = tokenExchange(parts);

  const register = async (request: FastifyRequest, reply: FastifyReply) => {
    const from = { userAgent: request.headers['user-agent'], address: request.ip };
    const client = await clients.register(request.body, from);
    return reply.status(201).send({
      client_id: client.id,
      client_id_issued_at: Math.floor(client.createdAt.getTime() / 1_000),
      client_name: client.name,
      ...(client.uri !== undefined && { client_uri: client.uri }),
      redirect_uris: client.redirectURIs,
      grant_types: client.grantTypes,
      response_types: ['code'],
      scope: client.scopes.join(' '),
      token_endpoint_auth_method: 'none',
      // Of the official server; its command line follows them.
      authorization_endpoint: `${request.calledAt}/oauth/authorize`,
      token_endpoint: `${request.calledAt}/oauth/token`,
    });
  };
  const registerLimits = { limits: [{ per: 'address', calls: 60, seconds: 3_600 }] } as const;
  app.post('/oauth/register', { config: registerLimits }, register);
  app.post('/register', { config: registerLimits }, register);

  app.post(
    '/oauth/token',
    {
      config: {
        limits: [
          { per: 'address', calls: 240, seconds: 60 },
          { per: 'client', calls: 120, seconds: 60 },
        ],
      },
    },
    async ({ body }, reply) => reply.headers(notStored).send(await exchange(fieldsOfBody(body))),
  );

  app.post(
    '/oauth/device_authorization',
    { config: { limits: [{ per: 'address', calls: 30, seconds: 600 }] } },
    async (request, reply) => {
      const form = fieldsOfBody(request.body);
      const client = await clients.find(needed(form, 'client_id'));
      if (client === undefined)
        throw new OAuthError('invalid_client', 'The program is not known here. It has to register first.');
      if (!client.grantTypes.includes(deviceGrant))
        throw new OAuthError('unauthorized_client', `The program did not register for ${deviceGrant}.`);
      const scopes = scopesFor(client, form['scope']);
      if (scopes.length === 0) throw new OAuthError('invalid_scope', 'There are the scopes read and write.');
      const { deviceCode, userCode } = devices.begin({ client, scopes });
      const page = `${request.calledAt}/oauth/device`;
      return reply.headers(notStored).send({
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: page,
        verification_uri_complete: `${page}?user_code=${userCode}`,
        expires_in: deviceLifetimeMs / 1_000,
        interval: deviceIntervalSeconds,
      });
    },
  );

  app.post(
    '/oauth/introspect',
    { config: { limits: [{ per: 'address', calls: 240, seconds: 60 }] } },
    async (request, reply) => {
      const facts = await parts.factsOf(needed(fieldsOfBody(request.body), 'token'));
      return reply.headers(notStored).send(introspection(facts, request.calledAt, version));
    },
  );

  app.post(
    '/oauth/revoke',
    { config: { limits: [{ per: 'address', calls: 240, seconds: 60 }] } },
    async ({ body }, reply) => {
      const { token } = fieldsOfBody(body);
      if (token !== undefined) await grants.revoke(token);
      return reply.status(200).send();
    },
  );

  app.get(
    '/oauth/userinfo',
    { config: { scope: 'read', limits: [{ per: 'token', calls: 240, seconds: 60 }] }, onRequest: findCaller(tokens) },
    async ({ headers }, reply) => {
      const facts = await parts.factsOf(tokenOf(headers) ?? '');
      if (facts === undefined) throw new ApiError('unauthorized');
      return reply.headers(notStored).send({
        sub: facts.id,
        scope: facts.scope,
        token_use: 'access',
        ...common(facts),
      });
    },
  );
}

const notStored = { 'cache-control': 'no-store', pragma: 'no-cache' };

const common = ({ issuedAt, expiresAt, client }: TokenFacts) => ({
  iat: issuedAt,
  ...(expiresAt !== undefined && { exp: expiresAt }),
  ...(client !== undefined && { aud: client.id, client_id: client.id }),
});

function introspection(facts: TokenFacts | undefined, base: string, version: string) {
  if (facts === undefined) return { active: false };
  const { id, name, scope, client, issuedAt } = facts;
  return {
    active: true,
    scope,
    token_type: 'Bearer',
    sub: id,
    iss: base,
    nbf: issuedAt,
    ...common(facts),
    app: { name: 'Partyline', version, bundle_id: 'org.partyline.partyline' },
    client: {
      id: client?.id ?? id,
      name,
      ...(client?.userAgent !== undefined && { user_agent: client.userAgent }),
      ...(client?.remoteAddress !== undefined && { remote_address: client.remoteAddress }),
    },
  };
}
