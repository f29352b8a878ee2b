import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import Default, { Partyline, PartylineError } from '../src/index.ts';

const names = ['BEEPER_ACCESS_TOKEN', 'PARTYLINE_ACCESS_TOKEN', 'BEEPER_BASE_URL'];

beforeEach(() => {
  for (const name of names) delete process.env[name];
});

test('the default export is the class', () => assert.equal(Default, Partyline));

test('the token is the given one, else BEEPER_ACCESS_TOKEN, else PARTYLINE_ACCESS_TOKEN', () => {
  process.env['PARTYLINE_ACCESS_TOKEN'] = 'third';
  assert.equal(new Partyline().accessToken, 'third');
  process.env['BEEPER_ACCESS_TOKEN'] = ' ';
  assert.equal(new Partyline().accessToken, 'third');
  process.env['BEEPER_ACCESS_TOKEN'] = 'second';
  assert.equal(new Partyline({ accessToken: undefined }).accessToken, 'second');
  assert.equal(new Partyline({ accessToken: 'first' }).accessToken, 'first');
});

test('a missing token is told with what to do', () => {
  assert.throws(
    () => new Partyline({ accessToken: process.env['BEEPER_ACCESS_TOKEN'] }),
    (error) => error instanceof PartylineError && /token create.*BEEPER_ACCESS_TOKEN/s.test(error.message),
  );
});

test('a token that cannot travel in a header is refused without being shown', () => {
  for (const accessToken of ['two words', 'line\nbreak', 'é', '']) {
    assert.throws(
      () => new Partyline({ accessToken }),
      (error) => {
        return error instanceof PartylineError && (accessToken === '' || !error.message.includes(accessToken));
      },
    );
  }
});

test('the base URL is the given one, else BEEPER_BASE_URL, else the default', () => {
  const baseURL = (given?: string | null) => new Partyline({ accessToken: 'x', baseURL: given }).baseURL;
  assert.equal(baseURL(), 'http://localhost:23373');
  process.env['BEEPER_BASE_URL'] = 'http://127.0.0.1:5/';
  assert.equal(baseURL(null), 'http://127.0.0.1:5');
  assert.equal(baseURL('https://example.org/base//'), 'https://example.org/base');
  for (const bad of ['localhost:23373', 'nonsense', 'file:///etc']) assert.throws(() => baseURL(bad), PartylineError);
});
