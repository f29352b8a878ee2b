/** The routes on which programs sign in. They are no operations: they take forms and answer as OAuth does, some of them with pages (auth.md, section 3). */

import type { TObject, TSchema } from 'typebox';
import type { Method } from './operation.ts';
import {
  ApprovalForm,
  AuthorizeQuery,
  DeviceRequest,
  DeviceResponse,
  Introspection,
  OAuthClient,
  OAuthClientInput,
  TokenForm,
  TokenRequest,
  TokenResponse,
  UserInfo,
} from './schemas/oauth.ts';

export interface OAuthRoute {
  /** Becomes `operationId`. */
  readonly id: string;
  readonly method: Extract<Method, 'GET' | 'POST'>;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description?: string;
  readonly query?: TObject;
  readonly body?: TObject;
  /** What bodies may be, most usual first. */
  readonly bodyTypes?: readonly ('application/json' | 'application/x-www-form-urlencoded')[];
  /** JSON, a page for a person, which may also lead elsewhere, or nothing. */
  readonly answer: TSchema | 'page' | 'nothing';
  readonly status?: 200 | 201;
  /** It wants a token, and answers errors as operations do. */
  readonly needsToken?: true;
}

const form = ['application/x-www-form-urlencoded', 'application/json'] as const;

export const oauthTag = 'OAuth';

export const oauthRoutes: readonly OAuthRoute[] = [
  {
    id: 'oauth.register',
    method: 'POST',
    path: '/oauth/register',
    summary: 'Register a program',
    description:
      'RFC 7591. Public programs only. Redirects lead to this machine, to a scheme of the program’s own, or to an https address that the owner named.',
    body: OAuthClientInput,
    bodyTypes: ['application/json'],
    answer: OAuthClient,
    status: 201,
  },
  {
    id: 'oauth.authorize',
    method: 'GET',
    path: '/oauth/authorize',
    summary: 'Ask the owner to let a program in',
    description: 'For a browser: a page on which the owner decides. PKCE with S256 is needed.',
    query: AuthorizeQuery,
    answer: 'page',
  },
  {
    id: 'oauth.authorize.callback',
    method: 'POST',
    path: '/oauth/authorize/callback',
    summary: 'Answer that page',
    description: 'Taken from the page itself only, once, and from the browser that it was shown in.',
    body: ApprovalForm,
    bodyTypes: form,
    answer: 'page',
  },
  {
    id: 'oauth.token',
    method: 'POST',
    path: '/oauth/token',
    summary: 'Get an access token',
    body: TokenRequest,
    bodyTypes: form,
    answer: TokenResponse,
  },
  {
    id: 'oauth.deviceAuthorization',
    method: 'POST',
    path: '/oauth/device_authorization',
    summary: 'Begin to sign in on a device without a browser',
    description: 'RFC 8628.',
    body: DeviceRequest,
    bodyTypes: form,
    answer: DeviceResponse,
  },
  {
    id: 'oauth.introspect',
    method: 'POST',
    path: '/oauth/introspect',
    summary: 'Ask about a token',
    description: 'RFC 7662.',
    body: TokenForm,
    bodyTypes: form,
    answer: Introspection,
  },
  {
    id: 'oauth.revoke',
    method: 'POST',
    path: '/oauth/revoke',
    summary: 'End a token, and what it was granted with',
    description: 'RFC 7009. Nobody is told whether there was such a token.',
    body: TokenForm,
    bodyTypes: form,
    answer: 'nothing',
  },
  {
    id: 'oauth.userinfo',
    method: 'GET',
    path: '/oauth/userinfo',
    summary: 'Look at the token itself',
    answer: UserInfo,
    needsToken: true,
  },
];
