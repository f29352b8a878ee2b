import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readGlobals } from '../src/globals.ts';
import { hint, invocation } from '../src/hint.ts';

test('hints have the form that the person used', () => {
  const workspace = fileURLToPath(new URL('../../..', import.meta.url));
  assert.equal(invocation({}, tmpdir()), 'partyline');
  assert.equal(invocation({}, workspace), 'npx partyline');
  assert.equal(invocation({}, import.meta.dirname), 'npx partyline');
  assert.equal(invocation({}, `${workspace}/../other`), 'partyline');
  for (const name of ['npm_command', 'npm_execpath', 'npm_lifecycle_event']) {
    assert.equal(invocation({ [name]: 'x' }, tmpdir()), 'npx partyline', name);
  }
});

test('hints name the same server, quoted for a shell; an address from a variable need not be said again', () => {
  const words = (flags: object, env = {}) => hint('bridges', readGlobals({ ...flags }, env)).replace(/^npx /, '');
  assert.equal(words({}), 'partyline bridges');
  assert.equal(words({ dataDir: "it's here" }), "partyline bridges --data-dir 'it'\\''s here'");
  assert.equal(words({}, { PARTYLINE_DATA_DIR: '/d' }), 'partyline bridges --data-dir /d');
  assert.equal(words({ url: 'http://h:1' }), 'partyline bridges --url http://h:1');
  assert.equal(words({}, { BEEPER_BASE_URL: 'http://h:1' }), 'partyline bridges');
});
