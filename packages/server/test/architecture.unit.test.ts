/** The house as `ARCHITECTURE.md` draws it, read from the import statements. */

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Packages by floor, lowest first: a package imports from lower floors only. */
const packageFloors: readonly (readonly string[])[] = [
  ['@partyline/protocol'],
  ['@partyline/connector', '@partyline/rich-text'],
  ['@partyline/matrix-content'],
  ['@partyline/connector-*', '@partyline/client'],
  ['@partyline/server', '@partyline/web'],
  ['partyline'],
  ['@partyline/bench'],
];

/** Rooms of `packages/server/src` by floor, lowest first. Rooms that are yet to be built have theirs already. */
const serverFloors: readonly (readonly string[])[] = [
  ['diagnostics', 'config', 'egress'],
  ['store'],
  ['vault', 'log'],
  ['runtime', 'maintenance'],
  ['auth'],
  ['media'],
  ['inbox'],
  ['outbox', 'history', 'imports'],
  ['accounts'],
  ['stream', 'pages'],
  ['hooks'],
  ['operations'],
  ['mcp'],
  ['http'],
  ['assembly'],
  ['main.ts'],
  ['index.ts'],
];

interface Import {
  /** Path of the importing file, from the root. */
  readonly file: string;
  readonly target: string;
}

const importPattern =
  /^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\bimport\.meta\.resolve\(\s*['"]([^'"]+)['"]\s*\)/gm;

function importsOf(pattern: string): Import[] {
  return globSync(pattern, { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(importPattern)].map((match) => ({ file, target: match[1] ?? match[2] ?? match[3] ?? '' }));
  });
}

interface Package {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: readonly string[];
}

const packages: readonly Package[] = globSync(
  ['packages/*/package.json', 'connectors/*/package.json', 'bench/package.json'],
  {
    cwd: root,
  },
).map((path) => {
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, path), 'utf8'));
  return { name, folder: dirname(path), dependencies: Object.keys(dependencies) };
});

function floorOf(floors: readonly (readonly string[])[], name: string): number {
  return floors.findIndex((rooms) =>
    rooms.some((room) => (room.endsWith('*') ? name.startsWith(room.slice(0, -1)) : room === name)),
  );
}

const packageNamed = (target: string) => packages.find(({ name }) => target === name || target.startsWith(`${name}/`));

test('every package and every room of the server has its floor', () => {
  for (const { name } of packages)
    assert.notEqual(floorOf(packageFloors, name), -1, `${name} has no floor in this test`);
  const rooms = new Set(globSync('packages/server/src/**/*.ts', { cwd: root }).map((file) => file.split(sep)[3] ?? ''));
  for (const room of rooms) assert.notEqual(floorOf(serverFloors, room), -1, `${room} has no floor in this test`);
});

test('imports are found at all', () => {
  const found = importsOf('packages/server/src/main.ts').map(({ target }) => target);
  for (const target of ['node:module', './store/store.ts', './accounts/fetch-media.ts'])
    assert.ok(found.includes(target), target);
  const resolved = importsOf('packages/cli/src/commands/serve.ts').map(({ target }) => target);
  assert.ok(resolved.includes('@partyline/server'));
});

test('packages import from lower floors only', () => {
  const wrong = packages.flatMap(({ name, folder, dependencies }) => {
    const targets = importsOf(`${folder}/src/**/*.{ts,tsx}`).map(({ file, target }) => ({
      file,
      to: packageNamed(target)?.name,
    }));
    const declared = dependencies.map((target) => ({ file: `${folder}/package.json`, to: packageNamed(target)?.name }));
    return [...targets, ...declared]
      .filter(({ to }) => to !== undefined && to !== name && floorOf(packageFloors, to) >= floorOf(packageFloors, name))
      .map(({ file, to }) => `${file} imports ${to}`);
  });
  assert.deepEqual(wrong, []);
});

test('connectors know the contract and rich text only, and the client the protocol only', () => {
  const allowed = (name: string) =>
    name.startsWith('@partyline/connector-')
      ? ['@partyline/connector', '@partyline/matrix-content', '@partyline/rich-text']
      : ['@partyline/protocol'];
  const strict = packages.filter(
    ({ name }) => name.startsWith('@partyline/connector-') || name === '@partyline/client',
  );
  assert.ok(strict.length >= 3);
  for (const { name, folder } of strict) {
    const others = importsOf(`${folder}/src/**/*.{ts,tsx}`)
      .map(({ target }) => packageNamed(target)?.name)
      .filter((to) => to !== undefined && to !== name && !allowed(name).includes(to));
    assert.deepEqual(others, [], name);
  }
});

test('nothing reaches into another package by a path, and every path leads somewhere', () => {
  const wrong = packages.flatMap(({ folder }) =>
    importsOf(`${folder}/{src,test}/**/*.{ts,tsx}`)
      .filter(({ target }) => target.startsWith('.'))
      .filter(({ file, target }) => {
        const path = resolve(root, dirname(file), target);
        const within = relative(join(root, folder), path);
        // What the root keeps for all tests serves the benchmarks too.
        const mayShare = file.includes(`${sep}test${sep}`) || file.startsWith(`bench${sep}`);
        const shared = mayShare && !relative(join(root, 'test'), path).startsWith('..');
        return !existsSync(path) || (within.startsWith('..') && !shared);
      })
      .map(({ file, target }) => `${file} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

const roomImports = importsOf('packages/server/src/**/*.ts')
  .filter(({ target }) => target.startsWith('.'))
  .map(({ file, target }) => ({
    file,
    from: file.split(sep)[3] ?? '',
    to: relative(join(root, 'packages/server/src'), resolve(root, dirname(file), target)).split(sep)[0] ?? '',
  }))
  .filter(({ from, to }) => from !== to);

test('rooms of the server import from lower floors only', () => {
  assert.ok(roomImports.length > 50);
  const wrong = roomImports.filter(({ from, to }) => floorOf(serverFloors, to) >= floorOf(serverFloors, from));
  assert.deepEqual(
    wrong.map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});

test('no two rooms of the server import each other', () => {
  const pairs = new Set(roomImports.map(({ from, to }) => `${from} and ${to}`));
  const both = [...pairs].filter((pair) => pairs.has(pair.split(' and ').toReversed().join(' and ')));
  assert.deepEqual(both, []);
});
