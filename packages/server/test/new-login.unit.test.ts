import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoginError, type LoginResult } from '@partyline/connector';
import { newLogin, repairedLogin } from '../src/accounts/login-sessions/new-login.ts';

const account = (remoteID: string) => ({ remoteID, network: 'Net', user: { id: remoteID } });
const result = (remoteID: string, ...accounts: string[]): LoginResult => ({
  remoteID,
  settings: { by: remoteID },
  secrets: {},
  accounts: [account(accounts[0] ?? remoteID), ...accounts.slice(1).map(account)],
});
const made = (...accounts: string[]) => newLogin({ owner: 'owner', bridgeID: 'local-x' }, result('me', ...accounts));
const ids = (login: ReturnType<typeof made>) => login.accounts.map(({ accountID }) => accountID);

test('account IDs name bridge and login, and hold no colon', () => {
  const one = made();
  assert.deepEqual(ids(one), [`local-x_${one.loginID}`]);
  const two = made('home', 'work');
  assert.deepEqual(ids(two), [`local-x_${two.loginID}_1`, `local-x_${two.loginID}_2`]);
  assert.match(one.loginID, /^[a-z0-9]{12}$/);
  assert.notEqual(one.loginID, two.loginID);
});

test('contract 10: IDs are stable: a repair keeps them, whatever the order, and new accounts get new ones', () => {
  const before = made('home', 'work');
  const after = repairedLogin(before, result('me', 'work', 'club', 'home'));
  const known = new Map(before.accounts.map(({ remoteID, accountID }) => [remoteID, accountID]));
  assert.deepEqual(
    after.accounts.map(({ remoteID, accountID }) => [remoteID, accountID]),
    [
      ['work', known.get('work')],
      ['club', `local-x_${before.loginID}_3`],
      ['home', known.get('home')],
    ],
  );
  assert.deepEqual([after.loginID, after.createdAt], [before.loginID, before.createdAt]);
  assert.equal(new Set(ids(after)).size, 3);
});

test('an account that a repair does not name stays', () => {
  const before = made('home', 'work');
  assert.deepEqual(ids(repairedLogin(before, result('me', 'work'))).sort(), ids(before));
});

test('a repair by another identity is refused', () => {
  assert.throws(
    () => repairedLogin(made(), result('you')),
    (error) => {
      assert.ok(error instanceof LoginError);
      assert.equal(error.code, 'different_account');
      assert.match(error.message, /Nothing was changed/);
      return true;
    },
  );
});
