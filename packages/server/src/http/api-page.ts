/** The API page: the OpenAPI document as one readable HTML page, without scripts, so that its content policy can forbid them. */

import type { OpenApiDocument } from '@partyline/protocol';
import { style } from './api-page-style.ts';

type Node = { readonly [key: string]: unknown };

export function apiPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = Map.groupBy(operations, ({ operation }) => text(list(operation['tags'])[0]));
  const schemas = Object.entries(node(node(document['components'])['schemas']));
  const server = text(node(list(document['servers'])[0])['url']);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Partyline API</title><style>${style}</style></head>
<body>
<nav id="contents" aria-label="Contents"><strong>Partyline API</strong>${[...tags]
    .map(
      ([tag, group]) =>
        `<h2>${escapeHTML(tag)}</h2><ul>${group.map((entry) => `<li><a href="#${id(entry.operation)}">${escapeHTML(text(entry.operation['summary']))}</a></li>`).join('')}</ul>`,
    )
    .join(
      '',
    )}<h2>Schemas</h2><ul>${schemas.map(([name]) => `<li><a href="#schema-${escapeHTML(name)}">${escapeHTML(name)}</a></li>`).join('')}</ul></nav>
<main>
<h1>Partyline API</h1>
<p class="jump"><a href="#contents">Contents</a></p>
<p>${escapeHTML(text(node(document['info'])['description']))} The same as data: <a href="/v1/spec">/v1/spec</a> (OpenAPI 3.1).</p>
<pre>curl -H "Authorization: Bearer $BEEPER_ACCESS_TOKEN" ${escapeHTML(server)}/v1/accounts</pre>
${[...tags].map(([tag, group]) => `<h2>${escapeHTML(tag)}</h2>${group.map(operationSection).join('')}`).join('')}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => `<section id="schema-${escapeHTML(name)}"><h3>${escapeHTML(name)}</h3>${schemaTable(node(schema))}</section>`).join('')}
</main>
</body>
</html>`;
}

function operationSection({ path, method, operation }: { path: string; method: string; operation: Node }): string {
  const parameters = list(operation['parameters']).map(node);
  const body = bodyOf(node(operation['requestBody']));
  const success = Object.entries(node(operation['responses'])).find(([status]) => status.startsWith('2'));
  const answer = bodyOf(node(success?.[1]));
  const failures = Object.keys(node(operation['responses'])).filter((status) => /^[45]/.test(status));
  const scope = operation['x-required-scope'];
  const error = errorWords(Object.values(node(operation['responses'])).map(node));
  return `<section id="${id(operation)}">
<h3>${escapeHTML(text(operation['summary']))}</h3>
<p class="route"><b class="${method}">${method}</b> <code>${escapeHTML(path)}</code></p>
${operation['description'] === undefined ? '' : `<p>${inline(text(operation['description']))}</p>`}
<dl>
<dt>Needs</dt><dd>${typeof scope === 'string' ? `a token with the scope <code>${escapeHTML(scope)}</code>` : 'no token'}</dd>
${parameters.length === 0 ? '' : `<dt>Parameters</dt><dd>${parameters.map(parameter).join('<br>')}</dd>`}
${body === undefined ? '' : `<dt>Body</dt><dd>${body}</dd>`}
<dt>Answers</dt><dd>${escapeHTML(success?.[0] ?? '')} ${answer ?? 'without a body'}</dd>
<dt>Errors</dt><dd>${failures.join(', ')} ${error}</dd>
</dl>
</section>`;
}

/** In which form a route tells what went wrong. */
function errorWords(responses: readonly Node[]): string {
  if (responses.some(({ content }) => 'text/html' in node(content))) return 'as pages';
  const name = responses.some(({ $ref }) => text($ref).endsWith('/OAuthError')) ? 'OAuthError' : 'Error';
  return `with <a href="#schema-${name}">${name}</a>`;
}

/** The body of a request or an answer in a few words. */
function bodyOf(holder: Node): string | undefined {
  const [content] = Object.entries(node(holder['content']));
  if (content === undefined) return undefined;
  const [type, { schema }] = [content[0], node(content[1])];
  if (type === '*/*') return 'a file of any type';
  return `${typeName(node(schema))}${type === 'application/json' ? '' : ` as <code>${escapeHTML(type)}</code>`}`;
}

function parameter(entry: Node): string {
  return `<code>${escapeHTML(text(entry['name']))}</code> in the ${escapeHTML(text(entry['in']))}, ${typeName(node(entry['schema']))}${entry['required'] === true ? '' : ', optional'}`;
}

function schemaTable(schema: Node): string {
  const properties = Object.entries(node(schema['properties']));
  if (properties.length === 0) return `<p>${typeName(schema)}</p>`;
  const required = new Set(list(schema['required']));
  return `<table><thead><tr><th>Field</th><th>Type</th></tr></thead><tbody>${properties
    .map(([name, property]) => {
      const note = node(property)['description'];
      return `<tr><td><code>${escapeHTML(name)}</code>${required.has(name) ? '' : ' <small>optional</small>'}</td><td>${typeName(node(property))}${typeof note === 'string' ? `<br><small>${escapeHTML(note)}</small>` : ''}</td></tr>`;
    })
    .join('')}</tbody></table>`;
}

/** A schema in a few words. */
function typeName(schema: Node): string {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = escapeHTML(reference.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if ('const' in schema) return `<code>${escapeHTML(JSON.stringify(schema['const']))}</code>`;
  if (Array.isArray(schema['enum']))
    return schema['enum'].map((value) => `<code>${escapeHTML(String(value))}</code>`).join(' or ');
  if (Array.isArray(schema['anyOf'])) return schema['anyOf'].map((part) => typeName(node(part))).join(' or ');
  if (schema['type'] === 'array') return `list of ${typeName(node(schema['items']))}`;
  const fields = Object.entries(node(schema['properties']));
  if (fields.length > 0)
    return `{ ${fields.map(([name, property]) => `<code>${escapeHTML(name)}</code>: ${typeName(node(property))}`).join(', ')} }`;
  const values = Object.values(node(schema['patternProperties']))[0];
  if (values !== undefined) return `map of ${typeName(node(values))}`;
  return escapeHTML(typeof schema['type'] === 'string' ? schema['type'] : 'anything');
}

const id = (operation: Node) => escapeHTML(text(operation['operationId']));
const node = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function escapeHTML(raw: string): string {
  return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Descriptions mark words of the wire with backquotes. */
function inline(raw: string): string {
  return escapeHTML(raw).replace(/`([^`]+)`/g, '<code>$1</code>');
}
