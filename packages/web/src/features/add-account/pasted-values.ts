/** Which field of a cookies step is where in what was pasted. */

import type { CookieField, Values } from './field-rules.ts';
import { type Pasted, readPasted } from './pasted-text.ts';

export type Place = 'cookie' | 'header' | 'local_storage' | 'body' | 'script';

interface Source {
  readonly place: Place;
  readonly name: string;
}

const places = {
  cookie: 'cookie',
  header: 'header',
  request_header: 'header',
  request_body: 'body',
  local_storage: 'local_storage',
  special: 'script',
} as const satisfies Record<string, Place>;

/** Where a browser has the value, the likeliest first; at least one. */
export function sourcesOf({ id, name, type, sources = [] }: CookieField): readonly [Source, ...Source[]] {
  const [first, ...rest] = sources.map((source): Source => ({ place: places[source.type], name: source.name }));
  return first === undefined ? [{ place: places[type ?? 'cookie'], name: name ?? id }] : [first, ...rest];
}

/** @returns the values that are in the text, by field */
export function valuesIn(text: string, fields: readonly CookieField[]): Values {
  const pasted = readPasted(text);
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = valueFor(field, pasted);
    if (value !== undefined && value !== '') values[field.id] = value;
  }
  return values;
}

function valueFor(field: CookieField, pasted: Pasted): string | undefined {
  for (const { place, name } of sourcesOf(field)) {
    const value = lookUp(place, name, pasted);
    if (value !== undefined) return value;
  }
  // The answer of the step's own script goes by field.
  return pasted.plain.get(field.id);
}

function lookUp(place: Place, name: string, { cookies, headers, body, plain }: Pasted): string | undefined {
  switch (place) {
    case 'cookie':
      return cookies.get(name) ?? plain.get(name);
    case 'header':
      return headers.get(name.toLowerCase()) ?? plain.get(name);
    case 'body':
      return body.get(name) ?? plain.get(name);
    case 'local_storage':
      return plain.get(name) ?? cookies.get(name);
    case 'script':
      return plain.get(name);
  }
}
