import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverArguments } from '../src/commands/serve.ts';
import { readGlobals } from '../src/globals.ts';
import { complaint } from '../src/login/ask.ts';
import { GivenFields } from '../src/login/given-fields.ts';

test('flags go before our variables, ours before the official ones, and empty is not given', () => {
  const env = { PARTYLINE_URL: ' ', BEEPER_BASE_URL: 'http://b', PARTYLINE_TOKEN: 'p', BEEPER_ACCESS_TOKEN: 'b' };
  assert.deepEqual(readGlobals({ dataDir: 'x' }, env), {
    url: 'http://b',
    urlFrom: 'BEEPER_BASE_URL',
    token: 'p',
    tokenFrom: 'PARTYLINE_TOKEN',
    dataDir: 'x',
    json: false,
    readOnly: false,
    pick: undefined,
  });
  assert.deepEqual(readGlobals({ url: 'http://f', token: 'f', json: true }, env), {
    url: 'http://f',
    urlFrom: '--url',
    token: 'f',
    tokenFrom: '--token',
    dataDir: undefined,
    json: true,
    readOnly: false,
    pick: undefined,
  });
});

test('the token of the server settings comes before the official one', () => {
  const env = { PARTYLINE_ACCESS_TOKEN: 'ours', BEEPER_ACCESS_TOKEN: 'official' };
  assert.equal(readGlobals({}, env).token, 'ours');
  assert.equal(readGlobals({}, { ...env, PARTYLINE_TOKEN: 'p' }).tokenFrom, 'PARTYLINE_TOKEN');
});

test('the flags of serve reach the server as it reads them', () => {
  const setting = { env: 'X', default: undefined, description: '' };
  const table = [
    { ...setting, key: 'port', flag: 'port', kind: 'integer' },
    { ...setting, key: 'dataDir', flag: 'data-dir', kind: 'string' },
    { ...setting, key: 'logLevel', flag: 'log-level', kind: 'string' },
    { ...setting, key: 'sandbox', flag: 'sandbox', kind: 'boolean' },
    { ...setting, key: 'other', flag: 'other', kind: 'boolean' },
    { ...setting, key: 'masterKey', kind: 'string' },
  ] as const;
  const given = { port: '0', logLevel: 'a b', sandbox: true, other: false, demo: true };
  const globals = readGlobals({ dataDir: '/d' }, {});
  assert.deepEqual(serverArguments(table, given, globals), [
    '--data-dir=/d',
    '--port=0',
    '--log-level=a b',
    '--sandbox',
    '--no-other',
  ]);
});

test('a given field is used once, and what was never asked for is known', () => {
  const given = new GivenFields([
    ['a', '1'],
    ['b', '2'],
  ]);
  assert.deepEqual(
    [given.take('a'), given.take('a'), given.wasAnswered('a'), given.take('c')],
    ['1', undefined, true, undefined],
  );
  assert.deepEqual(given.unused(), ['b']);
});

test('what can be seen to be wrong is told before the server is asked', () => {
  const wrong = (type: string, value: string) => complaint({ id: 'x', type }, value) !== undefined;
  assert.deepEqual([wrong('number', '12'), wrong('number', '1x')], [false, true]);
  assert.deepEqual([wrong('email', 'a@b'), wrong('email', 'ab')], [false, true]);
  assert.deepEqual([wrong('url', 'https://x'), wrong('url', 'x')], [false, true]);
  assert.deepEqual([wrong('2fa_code', 'anything'), wrong('text', '')], [false, true]);
  assert.equal(complaint({ id: 'x', optional: true }, ''), undefined);
  assert.equal(complaint({ id: 'x', type: 'select', options: ['a', 'b'] }, 'a'), undefined);
});
