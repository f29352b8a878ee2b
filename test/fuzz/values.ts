/** Values for a schema of `/v1/spec`: most of them fit, and all of them are such as people and broken programs send. */

import fc from 'fast-check';
import type { Schema } from '../wire/document.ts';

/** Leads a reference of the document to what it means. */
export type Follow = (schema: Schema) => Schema;

/** What trips programs up: other scripts, broken text, the language of what lies below, names that objects have. */
const oddTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uD800',
  '\u202Eevil',
  'é'.normalize('NFD'),
  '👩‍👩‍👧',
  '東京',
  '"',
  "'; drop table messages; --",
  '%_%',
  'NEAR(a b, 2)',
  'a OR NOT',
  '"unclosed',
  'from: in: has:',
  '-',
  '*',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '9007199254740993',
  '1e999',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01T00:00:00Z',
  '<script>alert(1)</script>',
  '<b><i>x</b>',
  '[x](javascript:alert(1))',
  '{{x}}',
  'http://[::1',
  'https://localhost:1/hook',
  'mxc://partyline/x',
  'file:///etc/passwd',
  'x'.repeat(5_000),
] as const;

const oddNumbers = [0, -0, -1, 1, 0.5, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 63, 1e21, 1e308, -1e308];

const anyText = fc.oneof(fc.constantFrom(...oddTexts), fc.string({ maxLength: 40, unit: 'binary' }));

/** Whatever JSON can say. */
const anything = fc.oneof(
  fc.constantFrom(null, true, false, [], {}, ...oddNumbers),
  anyText,
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
);

/** What is worth saying: by the name of the field it is for, and anywhere. */
export interface Words {
  readonly byField: Readonly<Record<string, readonly string[]>>;
  readonly all: readonly string[];
}

export interface Making {
  readonly follow: Follow;
  readonly words: Words;
  /** Whether anything may stand anywhere. */
  readonly isWild: boolean;
}

/** @param name of the field */
export function valuesOf(schema: Schema, making: Making, name = '', depth = 0): fc.Arbitrary<unknown> {
  const fitting = fittingTo(making.follow(schema), making, name, depth);
  return making.isWild ? fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: anything }) : fitting;
}

const mostDepth = 5;

function fittingTo(schema: Schema, making: Making, name: string, depth: number): fc.Arbitrary<unknown> {
  const { enum: words, const: constant, type, items, properties } = schema;
  const choices = schemas(schema['anyOf'] ?? schema['oneOf']);
  if (constant !== undefined) return fc.constant(constant);
  if (Array.isArray(words)) return fc.constantFrom<unknown>(...words);
  if (depth > mostDepth) return anything;
  const inner = (one: Schema, field = name) => valuesOf(one, making, field, depth + 1);
  if (choices.length > 0) return fc.oneof(...choices.map((one) => inner(one)));
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer' || type === 'number') return numbers(schema, making);
  if (type === 'array')
    return fc.array(isSchema(items) ? inner(items) : anything, { maxLength: making.isWild ? 4 : 2 });
  if (type === 'string') return texts(schema, making, name);
  if (!isSchema(properties)) return anything;
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(properties).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
  return someOf(
    Object.fromEntries(fields.map(([field, one]) => [field, inner(one, field)])),
    fields.map(([field]) => field).filter((field) => required.includes(field)),
    making.isWild,
  );
}

/** What is needed, and some of the rest. */
export function someOf<T>(
  fields: Readonly<Record<string, fc.Arbitrary<T>>>,
  required: readonly string[],
  isWild: boolean,
): fc.Arbitrary<Record<string, T>> {
  const optional = Object.keys(fields).filter((name) => !required.includes(name));
  const most = isWild ? optional.length : Math.min(2, optional.length);
  return fc
    .tuple(fc.record(fields), fc.subarray(optional, { maxLength: most }), fc.nat({ max: 30 }))
    .map(([all, chosen, lost]) => {
      const kept = isWild && lost < required.length ? required.filter((_, index) => index !== lost) : required;
      const names = new Set([...kept, ...chosen]);
      return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
    });
}

function numbers({ minimum, maximum }: Schema, { isWild }: Making): fc.Arbitrary<unknown> {
  const min = Math.ceil(typeof minimum === 'number' ? minimum : -1_000);
  const max = Math.max(min, Math.floor(typeof maximum === 'number' ? maximum : 1_000));
  const within = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
  return isWild ? fc.oneof(within, fc.constantFrom(min - 1, max + 1, min + 0.5)) : within;
}

function texts({ minLength, maxLength }: Schema, { words, isWild }: Making, name: string): fc.Arbitrary<unknown> {
  const meant = words.byField[name];
  if (!isWild && meant !== undefined) return fc.constantFrom(...meant);
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : 200;
  const fitting = fc.oneof(
    fc.lorem({ maxCount: 3 }),
    fc.string({ minLength: least, maxLength: Math.max(least, Math.min(most, 60)), unit: 'grapheme' }),
    ...(most <= 10_000 ? [fc.constant('x'.repeat(most))] : []),
  );
  if (!isWild) return fitting;
  const limits = most <= 10_000 ? ['x'.repeat(most + 1)] : [];
  return fc.oneof(fc.constantFrom(...words.all, ...(meant ?? []), ...limits), anyText, fitting);
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemas = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
