/** The routes of OAuth in the OpenAPI document. */

import { type OAuthRoute, oauthTag } from './oauth-routes.ts';
import { type Components, type Node, parameters, reference } from './openapi-parts.ts';
import { OAuthError } from './schemas/oauth.ts';

export const oauthErrorResponse = (components: Components): Node => ({
  description: 'An error as OAuth tells it',
  content: { 'application/json': { schema: reference(OAuthError, components) } },
});

const shownPage = { description: 'A page for a person', content: { 'text/html': { schema: { type: 'string' } } } };

export function describeOAuth(route: OAuthRoute, components: Components): Node {
  const { id, method, summary, description, query, body, bodyTypes = [], answer, status = 200, needsToken } = route;
  const to = (name: string) => ({ $ref: `#/components/responses/${name}` });
  const refused = answer === 'page' ? shownPage : to(needsToken === true ? 'Error' : 'OAuthError');
  const statuses = [
    ...(needsToken === true ? ['401', '403', '429', '503'] : ['400', '403', '429']),
    ...(method === 'POST' ? ['413', '415'] : []),
    ...(answer === 'page' ? ['422'] : []),
  ];
  const success =
    answer === 'page'
      ? { '200': shownPage, '303': { description: 'On to where the program listens' } }
      : {
          [status]:
            answer === 'nothing'
              ? { description: 'Done' }
              : { description: 'Done', content: { 'application/json': { schema: reference(answer, components) } } },
        };
  return {
    operationId: id,
    tags: [oauthTag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: needsToken === true ? [{ bearer: [] }] : [],
    ...(needsToken === true && { 'x-required-scope': 'read' }),
    parameters: parameters('query', query, components),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: Object.fromEntries(bodyTypes.map((type) => [type, { schema: reference(body, components) }])),
      },
    }),
    responses: {
      ...success,
      ...Object.fromEntries(statuses.map((code) => [code, refused])),
      '431': to('Error'),
      '500': answer === 'page' ? shownPage : to('Error'),
    },
  };
}
