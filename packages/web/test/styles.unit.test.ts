/** Styles follow the direction of the text: `inline-start`, never `left`. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../src/', import.meta.url));

test('no style says left or right', () => {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css'))
    .flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/^\s*([\w-]+):\s*([^;{}]+);/gm)]
        .filter(([, name = '', value = '']) => saysSides(name, value))
        .map(([declaration]) => `${path}: ${declaration.trim()}`),
    );
  assert.deepEqual(found, []);
});

function saysSides(name: string, value: string): boolean {
  if (/(^|-)(left|right)(-|$)/.test(name) || /^(left|right)$/.test(value)) return true;
  if (!['padding', 'margin', 'inset', 'border-width'].includes(name)) return false;
  const [, right, , left] = partsOf(value);
  return left !== undefined && left !== right;
}

/** `0 calc(1rem + 2px)` has two. */
function partsOf(value: string): readonly string[] {
  let depth = 0;
  const parts = [''];
  for (const letter of value.trim()) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ' ' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${letter}`);
  }
  return parts;
}
