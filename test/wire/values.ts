/** Values made from a schema: one that fits, and all kinds that do not. */

import { type Document, propertiesOf, requiredOf, type Schema } from './document.ts';

/** The smallest value that fits. */
export function fitting(schema: Schema): unknown {
  const { enum: words, const: constant, type, minLength, minimum } = schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(words)) return words[0];
  if (type === 'object') {
    const fields = propertiesOf(schema);
    return Object.fromEntries(requiredOf(schema).map((name) => [name, fitting(fields[name] ?? {})]));
  }
  if (type === 'array') return [];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return typeof minimum === 'number' ? minimum : 1;
  return 'x'.repeat(typeof minLength === 'number' ? Math.max(minLength, 1) : 1);
}

/** JSON values of every kind, and those next to each limit of the schema, as far as they do not fit. */
export function unfitting(schema: Schema, document: Document): unknown[] {
  const kinds = [null, true, 5, 1.5, 'no-such-word', '', [], ['x'], {}, { x: 1 }];
  return [...kinds, ...beyondLimits(schema)].filter((value) => !document.fits(schema, value));
}

/** The same for a query, where everything is text and an empty value means the default (contract 1.3). */
export function unfittingText(schema: Schema, document: Document): string[] {
  const texts = ['no-such-word', '1.5', '1e999', 'true', '[]', ...beyondLimits(schema).map(String)];
  return texts.filter((text) => text !== '' && !meanings(text, schema).some((value) => document.fits(schema, value)));
}

function beyondLimits({ minimum, maximum, minLength, maxLength }: Schema): unknown[] {
  return [
    ...(typeof minimum === 'number' ? [minimum - 1, -1e15] : []),
    ...(typeof maximum === 'number' ? [maximum + 1, 1e15] : []),
    ...(typeof minLength === 'number' && minLength > 1 ? ['x'.repeat(minLength - 1)] : []),
    // What is longer than any text that there can be has tests of its own.
    ...(typeof maxLength === 'number' && maxLength < 100_000 ? ['x'.repeat(maxLength + 1)] : []),
  ];
}

/** What a text can stand for. */
function meanings(text: string, { type, anyOf }: Schema): unknown[] {
  return Array.isArray(anyOf) ? anyOf.map((one: Schema) => read(text, one['type'])) : [read(text, type)];
}

function read(text: string, type: unknown): unknown {
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  // One value is a list of one, and commas part several (contract 1.3).
  if (type === 'array') return text.split(',');
  return text;
}
