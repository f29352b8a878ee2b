/** What the server says of itself at `/v1/spec`, and whether an answer is what it says. */

import assert from 'node:assert/strict';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import type { Reply } from '../support/http.ts';

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
}

/** One operation. */
export interface Route {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** `public` needs no token. */
  readonly scope: 'public' | 'read' | 'write';
  readonly parameters: readonly Parameter[];
  /** Of a JSON body. */
  readonly body: Schema | undefined;
  /** It takes a form instead of JSON. */
  readonly takesForm: boolean;
  readonly successStatus: number;
  /** It turns into something else than HTTP. */
  readonly upgrades: boolean;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly unknown[];
  readonly 'x-required-scope'?: 'read' | 'write';
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, Schema>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export class Document {
  readonly routes: readonly Route[];
  readonly #paths: OpenApi['paths'];
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

  constructor(text: string) {
    // Parts of it are used by themselves: references must lead into the whole from anywhere.
    const absolute = (key: string, value: unknown) => (key === '$ref' ? `spec${value}` : value);
    const parsed: OpenApi & AnySchema = JSON.parse(text, absolute);
    this.#ajv.addSchema(parsed, 'spec');
    this.#paths = parsed.paths;
    this.routes = Object.entries(parsed.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        // What programs sign in with takes forms and answers as OAuth does: packages/server/test/oauth-spec.test.ts looks at it.
        .filter(([, { tags }]) => !tags.includes('OAuth'))
        .map(([method, operation]) => this.#route(path, method, operation)),
    );
  }

  /** Whether a value fits a schema of the document. */
  fits(schema: Schema, value: unknown): boolean {
    return this.#ajv.validate(schema, value);
  }

  /** Throws unless the answer has a status that the operation declares, and the body declared for it. */
  check(route: Route, reply: Reply): void {
    const shown = `${route.method} ${route.path} answered ${reply.status} ${reply.text.slice(0, 500)}`;
    const pointer = ['paths', route.path, route.method.toLowerCase(), 'responses', String(reply.status)];
    const declared = this.#operation(route)?.responses[String(reply.status)];
    assert(declared, `${shown}: a status that /v1/spec does not declare`);
    const shared = declared['$ref'] === 'spec#/components/responses/Error';
    if (!shared && declared['content'] === undefined) {
      assert.equal(reply.text, '', shown);
      return;
    }
    const { content } = declared;
    if (typeof content === 'object' && content !== null && '*/*' in content) return;
    assert.match(reply.headers['content-type'] ?? '', /^application\/json/, shown);
    this.#validate(shared ? ['components', 'responses', 'Error'] : pointer, reply, shown);
  }

  /** Throws unless the answer is an error of the contract. */
  checkError(reply: Reply): void {
    this.#validate(['components', 'responses', 'Error'], reply, `${reply.status} ${reply.text.slice(0, 500)}`);
  }

  #validate(response: readonly string[], reply: Reply, shown: string): void {
    const place = [...response, 'content', 'application/json', 'schema'].map(escaped).join('/');
    const validate = this.#ajv.compile({ $ref: `spec#/${place}` });
    assert(validate(JSON.parse(reply.text)), `${shown}: ${this.#ajv.errorsText(validate.errors)}`);
  }

  #operation(route: Route): Operation | undefined {
    return this.#paths[route.path]?.[route.method.toLowerCase()];
  }

  #route(path: string, method: string, operation: Operation): Route {
    const body = operation.requestBody?.content['application/json']?.schema;
    return {
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      scope: needsNone(operation.security) ? 'public' : (operation['x-required-scope'] ?? 'write'),
      parameters: operation.parameters.map((parameter) => ({ ...parameter, schema: this.#resolved(parameter.schema) })),
      body: body === undefined ? undefined : this.#resolved(body),
      takesForm: operation.requestBody?.content['multipart/form-data'] !== undefined,
      successStatus: Number(Object.keys(operation.responses).find((status) => /^[12]/.test(status))),
      upgrades: '101' in operation.responses,
    };
  }

  /** The schema itself where there is a reference to it, and so for its fields. References further down lead into the document. */
  #resolved(schema: Schema): Schema {
    const found = this.#target(schema);
    const properties = Object.entries(propertiesOf(found)).map(([name, field]) => [name, this.#target(field)]);
    const resolved = properties.length === 0 ? found : { ...found, properties: Object.fromEntries(properties) };
    return JSON.parse(JSON.stringify(resolved).replaceAll('"$ref":"#/', '"$ref":"spec#/'));
  }

  #target(schema: Schema): Schema {
    const reference = schema['$ref'];
    if (typeof reference !== 'string') return schema;
    const target = this.#ajv.getSchema(reference)?.schema;
    assert(typeof target === 'object', `${reference} leads nowhere`);
    return target;
  }
}

export const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> => {
  const properties = schema['properties'];
  return typeof properties === 'object' && properties !== null ? { ...properties } : {};
};

export const requiredOf = (schema: Schema): readonly string[] => {
  const required = schema['required'];
  return Array.isArray(required) ? required.map(String) : [];
};

/** RFC 6901 in a URI fragment. */
const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** An empty entry says that a call without a token is answered as well. */
const needsNone = (security: readonly unknown[]): boolean =>
  security.length === 0 || security.some((entry) => Object.keys(Object(entry)).length === 0);
