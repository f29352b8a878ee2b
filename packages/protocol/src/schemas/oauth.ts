/** What programs say when they sign in, and what they are told: auth.md, section 3; RFC 6749, 7009, 7591, 7636, 7662, 8628, 8707. */

import { Type } from 'typebox';

const text = () => Type.String({ minLength: 1 });
const seconds = (description: string) => Type.Integer({ description });

export const OAuthError = Type.Object(
  { error: Type.String({ description: 'Machine word' }), error_description: Type.Optional(Type.String()) },
  { title: 'OAuthError' },
);

export const OAuthClientInput = Type.Object(
  {
    client_name: text(),
    redirect_uris: Type.Optional(Type.Array(Type.String(), { description: 'Needed for authorization codes' })),
    client_uri: Type.Optional(Type.String()),
    grant_types: Type.Optional(Type.Array(Type.String())),
    response_types: Type.Optional(Type.Array(Type.String())),
    scope: Type.Optional(Type.String()),
    token_endpoint_auth_method: Type.Optional(Type.String()),
  },
  { title: 'OAuthClientInput' },
);

export const OAuthClient = Type.Object(
  {
    client_id: text(),
    client_id_issued_at: seconds('Since 1970'),
    client_name: text(),
    client_uri: Type.Optional(Type.String()),
    redirect_uris: Type.Array(Type.String()),
    grant_types: Type.Array(Type.String()),
    response_types: Type.Array(Type.String()),
    scope: Type.String(),
    token_endpoint_auth_method: Type.String(),
    authorization_endpoint: Type.String(),
    token_endpoint: Type.String(),
  },
  { title: 'OAuthClient' },
);

export const AuthorizeQuery = Type.Object({
  client_id: text(),
  redirect_uri: text(),
  response_type: Type.Literal('code'),
  code_challenge: Type.String({ pattern: '^[\\w-]{43}$' }),
  code_challenge_method: Type.Optional(Type.Literal('S256')),
  scope: Type.Optional(Type.String({ description: 'By spaces; what the program registered for by default' })),
  state: Type.Optional(Type.String()),
  resource: Type.Optional(Type.String()),
});

/** Of the page that was shown, with the owner's choice. */
export const ApprovalForm = Type.Object(
  { page: Type.String({ description: "The page's own secret" }), decision: Type.Optional(Type.String()) },
  { title: 'ApprovalForm', additionalProperties: true },
);

export const TokenRequest = Type.Object(
  {
    grant_type: Type.String({
      description: '`authorization_code`, `refresh_token` or `urn:ietf:params:oauth:grant-type:device_code`',
    }),
    code: Type.Optional(Type.String()),
    code_verifier: Type.Optional(Type.String()),
    redirect_uri: Type.Optional(Type.String()),
    refresh_token: Type.Optional(Type.String()),
    device_code: Type.Optional(Type.String()),
    client_id: Type.Optional(Type.String()),
    scope: Type.Optional(Type.String()),
    resource: Type.Optional(Type.String()),
  },
  { title: 'TokenRequest' },
);

export const TokenResponse = Type.Object(
  {
    access_token: text(),
    token_type: Type.Literal('Bearer'),
    expires_in: seconds('From now'),
    scope: Type.String(),
    refresh_token: Type.Optional(text()),
  },
  { title: 'TokenResponse' },
);

export const DeviceRequest = Type.Object(
  { client_id: text(), scope: Type.Optional(Type.String()) },
  { title: 'DeviceRequest' },
);

export const DeviceResponse = Type.Object(
  {
    device_code: text(),
    user_code: text(),
    verification_uri: text(),
    verification_uri_complete: text(),
    expires_in: seconds('From now'),
    interval: seconds('Between two questions'),
  },
  { title: 'DeviceResponse' },
);

export const TokenForm = Type.Object(
  { token: text(), token_type_hint: Type.Optional(Type.String()) },
  { title: 'TokenForm' },
);

const facts = {
  iat: seconds('Since 1970'),
  exp: Type.Optional(seconds('Since 1970')),
  aud: Type.Optional(Type.String()),
  client_id: Type.Optional(Type.String()),
};

export const Introspection = Type.Union(
  [
    Type.Object({ active: Type.Literal(false) }),
    Type.Object({
      active: Type.Literal(true),
      scope: Type.String(),
      token_type: Type.Literal('Bearer'),
      sub: Type.String({ description: 'ID of the token' }),
      iss: Type.String(),
      nbf: seconds('Since 1970'),
      ...facts,
      app: Type.Object({ name: Type.String(), version: Type.String(), bundle_id: Type.String() }),
      client: Type.Object({
        id: Type.String(),
        name: Type.String(),
        user_agent: Type.Optional(Type.String()),
        remote_address: Type.Optional(Type.String()),
      }),
    }),
  ],
  { title: 'Introspection' },
);

export const UserInfo = Type.Object(
  {
    sub: Type.String({ description: 'ID of the token' }),
    scope: Type.String(),
    token_use: Type.Literal('access'),
    ...facts,
  },
  { title: 'UserInfo' },
);
