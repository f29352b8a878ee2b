import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CliError } from '../src/exit.ts';
import { matching, normalise, pickAccount, pickBridge } from '../src/match.ts';
import { account, bridge } from './fake-server.ts';

const keys = (text: string) => [text];

test('case, spaces, dots, dashes and underscores make no difference', () => {
  assert.equal(normalise('Libera.Chat_IRC - x'), 'liberachatircx');
  assert.deepEqual(matching('Ada-Lovelace', ['ada_lovelace', 'ben'], keys), ['ada_lovelace']);
});

test('what equals goes before what contains', () => {
  assert.deepEqual(matching('irc', ['irc', 'irc2', 'my irc'], keys), ['irc']);
  assert.deepEqual(matching('irc', ['irc2', 'my irc', 'xmpp'], keys), ['irc2', 'my irc']);
  assert.deepEqual(matching('zzz', ['irc'], keys), []);
});

test('a query of nothing but separators matches nothing', () => {
  assert.deepEqual(matching('-', ['irc', '-'], keys), []);
});

test('an account is found by each of its names', () => {
  const user = { id: 'user-id', username: 'handle', email: 'a@example.org', fullName: 'Ada Lovelace' };
  const one = account('acc', { user, network: 'Net', bridge: { id: 'bridge-id', type: 'kind', provider: 'local' } });
  const other = account('zzz', { bridge: { id: 'q', type: 'q', provider: 'local' }, network: 'q', user: { id: 'q' } });
  for (const name of [
    'acc',
    'net',
    'kind',
    'bridgeid',
    'USER ID',
    'handle',
    'a@example.org',
    'adalovelace',
    'lovela',
  ]) {
    assert.equal(pickAccount(name, [other, one]).accountID, 'acc', name);
  }
});

test('an ID that is exactly right means that account, even if others are called the same', () => {
  assert.equal(pickAccount('irc', [account('irc_x'), account('irc')]).accountID, 'irc');
  assert.equal(pickBridge('a-b', [bridge('a_b'), bridge('a-b')]).id, 'a-b');
  assert.throws(
    () => pickBridge('a.b', [bridge('a_b'), bridge('a-b')]),
    (error) => error instanceof CliError && error.exitCode === 6,
  );
});

test('nothing matched: what there is, or that there is nothing', () => {
  assert.throws(() => pickBridge('x', [bridge('irc')]), {
    exitCode: 5,
    details: { candidates: ['irc'] },
    message: /irc/,
  });
  assert.throws(() => pickAccount('x', []), { exitCode: 5, message: /There is no account yet/ });
});

test('several are numbered, and one of them can be picked', () => {
  const both = [account('irc_x'), account('irc_y')];
  assert.throws(() => pickAccount('irc', both), { exitCode: 6, message: /--pick:\n {2}1\. irc_x.*\n {2}2\. irc_y/ });
  assert.equal(pickAccount('irc', both, 2).accountID, 'irc_y');
  assert.throws(() => pickAccount('irc', both, 3), { exitCode: 6, message: /there is no number 3/ });
  assert.equal(pickAccount('irc_y', both, 1).accountID, 'irc_y');
  assert.equal(pickAccount('ircy', both, 2).accountID, 'irc_y');
});

test('names of others cannot fool a terminal', () => {
  const hostile = account('irc_z', { network: 'x\u001b[2Jy\u202e' });
  assert.throws(() => pickAccount('nobody', [hostile]), { message: /\(xy , / });
});
