/** The OpenAPI 3.1 document, built from the operations that exist. Schemas with a title become components. */

import type { TObject } from 'typebox';
import { ErrorBody, type ErrorCode, errorTable } from './errors.ts';
import type { OperationShape } from './operation.ts';

type Node = { readonly [key: string]: unknown };

export interface OpenApiDocument extends Node {
  readonly openapi: '3.1.0';
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

export interface DocumentOptions {
  readonly version: string;
  readonly serverURL: string;
}

/** @returns a document whose order follows the operations' order. */
export function openApiDocument(operations: readonly OperationShape[], options: DocumentOptions): OpenApiDocument {
  const components = new Map<string, Node>();
  const paths: Record<string, Record<string, Node>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation, components),
    };
  }
  const error = reference(ErrorBody, components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Partyline',
      version: options.version,
      description: 'One API over all the chat accounts a person owns. Speaks the Beeper Client API.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverURL }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      responses: { Error: { description: 'An error', content: { 'application/json': { schema: error } } } },
      schemas: Object.fromEntries(components),
    },
  };
}

function describe(operation: OperationShape, components: Map<string, Node>): Node {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    security: operation.scope === 'public' ? [] : [{ bearer: [] }],
    ...(operation.scope === 'public' ? {} : { 'x-required-scope': operation.scope }),
    parameters: [
      ...parameters('path', operation.params, components),
      ...parameters('query', operation.query, components),
    ],
    ...(operation.body === undefined ? {} : { requestBody: requestBody(operation.body, components) }),
    responses: {
      ...success(operation, components),
      ...Object.fromEntries(
        [...failureStatuses(operation)].map((status) => [status, { $ref: '#/components/responses/Error' }]),
      ),
    },
  };
}

function parameters(place: 'path' | 'query', schema: TObject | undefined, components: Map<string, Node>): Node[] {
  if (schema === undefined) return [];
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: reference(property, components),
  }));
}

function requestBody(schema: TObject, components: Map<string, Node>): Node {
  const required = (schema.required ?? []).length > 0;
  return { required, content: { 'application/json': { schema: reference(schema, components) } } };
}

function success(operation: OperationShape, components: Map<string, Node>): Node {
  if (operation.response === undefined) return { '204': { description: 'Done' } };
  const schema = reference(operation.response, components);
  return { '200': { description: 'Done', content: { 'application/json': { schema } } } };
}

/** What any call can answer, and what this one adds. Every call sits behind the check of `Host`, so 403 is always possible. */
function failureStatuses(operation: OperationShape): Set<string> {
  const codes: ErrorCode[] = ['MALFORMED_REQUEST', 'HOST_NOT_ALLOWED', 'INTERNAL_ERROR', ...(operation.errors ?? [])];
  if (operation.scope !== 'public') codes.push('unauthorized', 'FORBIDDEN', 'RATE_LIMITED', 'UNAVAILABLE');
  if (operation.params !== undefined) codes.push('NOT_FOUND');
  if (operation.params !== undefined || operation.query !== undefined || operation.body !== undefined)
    codes.push('VALIDATION_ERROR');
  // A body can be sent to any of these, also where none is expected.
  if (operation.method !== 'GET') codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  return new Set(codes.map((code) => String(errorTable[code].status)).sort());
}

/** Copies a schema; each titled part below it moves to the components and is replaced by a reference. */
function reference(schema: unknown, components: Map<string, Node>): unknown {
  if (!isNode(schema)) return schema;
  const title = schema['title'];
  if (typeof title !== 'string') return copy(schema, components);
  if (!components.has(title)) {
    components.set(title, {});
    components.set(title, copy(schema, components));
  }
  return { $ref: `#/components/schemas/${title}` };
}

function copy(node: Node, components: Map<string, Node>): Node {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((part) => reference(part, components)) : reference(value, components),
    ]),
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
