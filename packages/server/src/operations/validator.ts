/** Checks input against an operation's shape and says what is wrong in the contract's words (contract 1.6). */

import { type Issue, invalid } from '@partyline/protocol';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type TObject, type TSchema, Type } from 'typebox';
import type { Input, Operation } from './operation.ts';

/** Query and path values arrive as text: numbers and booleans are read from it, a single value makes a list of one. */
const lenient = new Ajv({
  coerceTypes: 'array',
  useDefaults: true,
  allErrors: true,
  strict: false,
  validateFormats: false,
});
const strict = new Ajv({ useDefaults: true, allErrors: true, strict: false, validateFormats: false });

export type Validator = (input: Input) => Input;

/** What an operation that takes no input gets. */
const nothing: Input = { params: undefined, query: undefined, body: undefined, headers: {} };

/** @returns a function that gives back the input as the handler wants it, or throws ApiError `VALIDATION_ERROR` */
export function validatorOf(operation: Operation): Validator {
  if (operation.params === undefined && operation.query === undefined && operation.body === undefined)
    return () => nothing;
  const params = compile(lenient, operation.params);
  const query = compile(lenient, operation.query);
  const body = compile(strict, operation.body);
  const headers =
    operation.headers === undefined ? undefined : compile(strict, Type.Object(optional(operation.headers)));
  const lists = listsOf(operation.query);
  return (input) => {
    const checked = {
      params: operation.params === undefined ? undefined : copy(input.params),
      query: operation.query === undefined ? undefined : withoutEmpty(withLists(input.query, lists)),
      // An absent body is an empty one (client-expectations.md, 1).
      body: operation.body === undefined ? undefined : input.body === undefined ? {} : input.body,
      headers: operation.headers === undefined ? {} : pick(input.headers, Object.keys(operation.headers)),
    };
    const issues = [
      ...problems(params, checked.params, 'params'),
      ...problems(query, checked.query, 'query'),
      ...problems(body, checked.body, 'body'),
      ...problems(headers, checked.headers, 'headers'),
    ];
    if (issues.length > 0) throw invalid(issues, `Invalid request: ${issues[0]?.message ?? ''}`);
    return input.file === undefined ? checked : { ...checked, file: input.file };
  };
}

const optional = (schemas: Readonly<Record<string, TSchema>>) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, Type.Optional(schema)]));

function pick(headers: unknown, names: readonly string[]): Record<string, unknown> {
  const all = copy(headers);
  return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}

function compile(ajv: Ajv, schema: TObject | undefined): ValidateFunction | undefined {
  return schema === undefined ? undefined : ajv.compile(schema);
}

function problems(validate: ValidateFunction | undefined, value: unknown, part: string): Issue[] {
  if (validate === undefined || validate(value)) return [];
  return (validate.errors ?? []).map((error) => issue(error, part));
}

function issue(error: ErrorObject, part: string): Issue {
  const path = [part, ...error.instancePath.split('/').slice(1).map(segment)];
  const missing: unknown = error.params['missingProperty'];
  if (error.keyword === 'required' && typeof missing === 'string') {
    return { code: 'missing', message: `${missing} is needed`, path: [...path, missing] };
  }
  const name = path.slice(1).join('.') || part;
  const allowed: unknown = error.params['allowedValues'];
  if (Array.isArray(allowed))
    return { code: 'invalid_value', message: `${name} must be one of: ${allowed.join(', ')}`, path };
  return { code: codes[error.keyword] ?? 'invalid_value', message: `${name} ${error.message ?? 'is not valid'}`, path };
}

const codes: Readonly<Record<string, string>> = {
  type: 'invalid_type',
  minLength: 'too_small',
  minimum: 'too_small',
  minItems: 'too_small',
  maxLength: 'too_big',
  maximum: 'too_big',
  maxItems: 'too_big',
};

/** RFC 6901: `~1` is a slash, `~0` a tilde. */
function segment(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function copy(value: unknown): Record<string, unknown> {
  return { ...(typeof value === 'object' && value !== null ? value : {}) };
}

function listsOf(query: TObject | undefined): string[] {
  const fields: readonly [string, TSchema & { readonly type?: unknown }][] = Object.entries(query?.properties ?? {});
  return fields.filter(([, { type }]) => type === 'array').map(([name]) => name);
}

/** Lists under their own name in every spelling of contract 1.3: `key=a&key=b`, `key[]=a`, `key[0]=a`, `key=a,b`. No ID of ours has a comma. */
function withLists(query: unknown, lists: readonly string[]): Record<string, unknown> {
  const fields = copy(query);
  for (const list of lists) {
    const spellings = Object.keys(fields).filter((key) => key === list || isIndexed(key, list));
    const values = spellings.flatMap((key) => fields[key]).flatMap((value) => String(value).split(','));
    for (const key of spellings) delete fields[key];
    const given = values.filter((value) => value !== '');
    if (given.length > 0) fields[list] = given;
  }
  return fields;
}

const isIndexed = (key: string, list: string): boolean =>
  key.startsWith(`${list}[`) && /^\[\d*\]$/.test(key.slice(list.length));

/** An empty query value means "use the default" (contract 1.3). */
function withoutEmpty(query: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(copy(query)).filter(([, value]) => value !== ''));
}
