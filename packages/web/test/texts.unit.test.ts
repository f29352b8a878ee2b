/** Every text is shown somewhere: what nothing shows is nobody's to translate. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { en } from '../src/texts/en.ts';

const folder = fileURLToPath(new URL('../src/', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('texts/'))
  .map((path) => readFileSync(join(folder, path), 'utf8'));

test('every text is shown somewhere', () => {
  const used = sources.flatMap(namedIn);
  const isUsed = (text: string) => used.some((one) => text === one || text.startsWith(`${one}.`));
  assert.deepEqual(
    textsOf(en, '').filter((text) => !isUsed(text)),
    [],
    'texts that nothing shows',
  );
});

/** The paths of all texts, such as `inbox.title`. */
function textsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, path === '' ? key : `${path}.${key}`));
}

/** Paths that a file names; a group that it takes as a whole, as for `t.search.has[kind]`, stands for all in it. */
function namedIn(source: string): readonly string[] {
  const groups = new Map([['t', '']]);
  const used: string[] = [];
  let rest = source;
  // `const texts = t.settings.audit` and `const { form: texts, events } = t.settings.webhooks` are names for groups.
  for (const [whole, names = '', of = ''] of source.matchAll(/const (\w+|\{[^}=]+\}) = (t(?:\.\w+)*);/g)) {
    const parts = names.startsWith('{') ? names.slice(1, -1).split(',') : [`: ${names}`];
    for (const part of parts) {
      const [key = '', name = key] = part.split(':').map((word) => word.trim());
      if (name !== '') groups.set(name, joined(pathOf(of, groups), key));
    }
    rest = rest.replace(whole, '');
  }
  const named = new RegExp(`(?<![\\w$.'/])(?:${[...groups.keys()].join('|')})(?:\\??\\.\\w+)*(?![\\w$])`, 'g');
  for (const [chain] of rest.matchAll(named)) {
    const path = pathOf(chain, groups);
    if (path !== '') used.push(upToText(path));
  }
  return used;
}

function pathOf(chain: string, groups: ReadonlyMap<string, string>): string {
  const [first = '', ...keys] = chain.split('.');
  return keys.reduce(joined, groups.get(first) ?? '');
}

const joined = (path: string, key: string) => [path, key].filter((part) => part !== '').join('.');

/** Without what is asked of the text itself, as in `t.app.name.length`. */
function upToText(path: string): string {
  let value: unknown = en;
  const keys: string[] = [];
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !(key in value)) break;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
    keys.push(key);
  }
  return keys.join('.');
}
