/** Parts that every kind of route has in the OpenAPI document. */

import type { TObject } from 'typebox';

export type Node = { readonly [key: string]: unknown };

/** Schemas with a title, by it. */
export type Components = Map<string, Node>;

export function parameters(place: 'path' | 'query', schema: TObject | undefined, components: Components): Node[] {
  if (schema === undefined) return [];
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: reference(property, components),
  }));
}

/** Copies a schema; each titled part below it moves to the components and is replaced by a reference. */
export function reference(schema: unknown, components: Components): unknown {
  if (!isNode(schema)) return schema;
  const title = schema['title'];
  if (typeof title !== 'string') return copy(schema, components);
  if (!components.has(title)) {
    components.set(title, {});
    components.set(title, copy(schema, components));
  }
  return { $ref: `#/components/schemas/${title}` };
}

function copy(node: Node, components: Components): Node {
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
