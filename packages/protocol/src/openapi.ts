/** The OpenAPI 3.1 document, built from the operations that exist. Schemas with a title become components. */

import type { TObject } from 'typebox';
import { ErrorBody, type ErrorCode, errorTable } from './errors.ts';
import { type OAuthRoute, oauthTag } from './oauth-routes.ts';
import { describeOAuth, oauthErrorResponse } from './openapi-oauth.ts';
import { type Components, type Node, parameters, reference } from './openapi-parts.ts';
import type { OperationShape, SocketShape } from './operation.ts';

export interface OpenApiDocument extends Node {
  readonly openapi: '3.1.0';
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

export interface DocumentOptions {
  readonly version: string;
  readonly serverURL: string;
  readonly sockets?: readonly SocketShape[];
  readonly oauth?: readonly OAuthRoute[];
}

/** @returns a document whose order follows the operations' order. */
export function openApiDocument(operations: readonly OperationShape[], options: DocumentOptions): OpenApiDocument {
  const { sockets = [], oauth = [] } = options;
  const components = new Map<string, Node>();
  const paths: Record<string, Record<string, Node>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation, components),
    };
  }
  for (const socket of sockets) {
    paths[socket.path] = { ...paths[socket.path], get: describeSocket(socket, components) };
  }
  for (const route of oauth)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeOAuth(route, components) };
  const error = reference(ErrorBody, components);
  const tags = new Set([
    ...operations.map(({ tag }) => tag),
    ...sockets.map(({ tag }) => tag),
    ...oauth.map(() => oauthTag),
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Partyline',
      version: options.version,
      description: 'One API over all the chat accounts a person owns. Speaks the Beeper Client API.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverURL }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      responses: {
        Error: { description: 'An error', content: { 'application/json': { schema: error } } },
        ...(oauth.length > 0 && { OAuthError: oauthErrorResponse(components) }),
      },
      schemas: Object.fromEntries(components),
    },
  };
}

function describe(operation: OperationShape, components: Components): Node {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    security:
      operation.scope !== 'public' ? [{ bearer: [] }] : operation.tokenHelps === true ? [{}, { bearer: [] }] : [],
    ...(operation.scope === 'public' ? {} : { 'x-required-scope': operation.scope }),
    parameters: [
      ...parameters('path', operation.params, components),
      ...parameters('query', operation.query, components),
      ...Object.entries(operation.headers ?? {}).map(([name, schema]) => ({
        name,
        in: 'header',
        required: false,
        schema: reference(schema, components),
      })),
    ],
    ...(operation.body === undefined ? {} : { requestBody: requestBody(operation.body, operation, components) }),
    responses: {
      ...success(operation, components),
      ...failures(operation),
    },
  };
}

function failures(operation: OperationShape): Node {
  return Object.fromEntries(
    [...failureStatuses(operation)].map((status) => [status, { $ref: '#/components/responses/Error' }]),
  );
}

/** OpenAPI has no word for WebSockets: the handshake is described as the request it is, the frames in `x-websocket`. */
function describeSocket(socket: SocketShape, components: Components): Node {
  return {
    ...describe({ ...socket, method: 'GET' }, components),
    responses: { '101': { description: 'Switching to WebSocket' }, ...failures({ ...socket, method: 'GET' }) },
    'x-websocket': { receives: reference(socket.receives, components), sends: reference(socket.sends, components) },
  };
}

function requestBody(schema: TObject, { upload }: OperationShape, components: Components): Node {
  const required = (schema.required ?? []).length > 0;
  const type = upload?.as === 'form' ? 'multipart/form-data' : 'application/json';
  return { required, content: { [type]: { schema: reference(schema, components) } } };
}

function success(operation: OperationShape, components: Components): Node {
  if (operation.binary === true) {
    const content = { '*/*': { schema: { type: 'string', format: 'binary' } } };
    return {
      '200': { description: 'The file', content },
      '206': { description: 'The range that was asked for', content },
      '304': { description: 'The file did not change' },
    };
  }
  if (operation.response === undefined) return { '204': { description: 'Done' } };
  const schema = reference(operation.response, components);
  const content = {
    'application/json': { schema },
    ...(operation.eventStream === true && { 'text/event-stream': { schema: { type: 'string' } } }),
  };
  return { '200': { description: 'Done', content } };
}

/** What any call can answer, and what this one adds. Every call sits behind the check of `Host`, so 403 is always possible. */
function failureStatuses(operation: OperationShape): Set<string> {
  const codes: ErrorCode[] = [
    'MALFORMED_REQUEST',
    'HOST_NOT_ALLOWED',
    'HEADERS_TOO_LARGE',
    'INTERNAL_ERROR',
    ...(operation.errors ?? []),
  ];
  if (operation.limits !== undefined) codes.push('RATE_LIMITED');
  if (operation.scope !== 'public') codes.push('unauthorized', 'FORBIDDEN', 'RATE_LIMITED', 'UNAVAILABLE');
  if (operation.params !== undefined) codes.push('NOT_FOUND');
  if (operation.params !== undefined || operation.query !== undefined || operation.body !== undefined)
    codes.push('VALIDATION_ERROR');
  if (operation.binary === true) codes.push('RANGE_NOT_SATISFIABLE');
  // A body can be sent to any of these, also where none is expected.
  if (operation.method !== 'GET') codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  return new Set(codes.map((code) => String(errorTable[code].status)).sort());
}
