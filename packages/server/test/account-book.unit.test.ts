import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openAccountBook } from '../src/accounts/account-book.ts';
import { builtInBridges } from '../src/accounts/bridge-definitions.ts';
import type { LinkState } from '../src/accounts/link-state.ts';
import { newLogin } from '../src/accounts/login-sessions/new-login.ts';
import { type LoginRecord, loadLogins } from '../src/accounts/records.ts';
import { openStore } from '../src/store/store.ts';
import { eventsOf, rowsOf } from './support/database.ts';
import { temporaryFolder } from './support/server.ts';

const bridges = builtInBridges({ sandbox: true, sandboxConfig: {} });

async function bookWithLogin(t: TestContext) {
  const dataDir = temporaryFolder(t);
  const store = await openStore(dataDir);
  t.after(() => store.close());
  const book = await openAccountBook(store, new Map(bridges.map((bridge) => [bridge.id, bridge])));
  const login = newLogin(
    { owner: 'owner', bridgeID: 'local-sandbox' },
    {
      remoteID: 'sam',
      settings: { a: 1 },
      secrets: {},
      accounts: [{ remoteID: 'sam', network: 'N', user: { id: 'sam' } }],
    },
  );
  await book.add(login);
  const accountID = login.accounts[0]?.accountID ?? '';
  return {
    dataDir,
    store,
    book,
    login,
    accountID,
    tell: (state: LinkState) => book.setLinkState(login.loginID, state),
    stored: async () => (await loadLogins(store.read))[0],
  };
}

const switchedOff = (login: LoginRecord): LoginRecord => ({
  ...login,
  accounts: login.accounts.map((account) => ({ ...account, disabled: true })),
});

test('contract 2: one log: every change is an event of its own, in order, however fast they come', async (t) => {
  const { tell, dataDir, accountID } = await bookWithLogin(t);
  await Promise.all([
    tell({ status: 'connected' }),
    tell({ status: 'backfilling', text: 'Fetching.' }),
    tell({ status: 'backfilling', text: 'Fetching.' }),
    tell({ status: 'disconnected', text: 'Cut.' }),
  ]);
  assert.deepEqual(
    eventsOf(dataDir, accountID).map(({ status }) => status),
    ['connecting', 'connected', 'backfilling', 'disconnected'],
  );
});

test('contract 2: one log: a change and its event are in one transaction', async (t) => {
  const { store, tell, dataDir, accountID, book } = await bookWithLogin(t);
  await store.write(async (tx) => {
    await tx.schema.alterTable('events').renameTo('events_hidden').execute();
  });
  await assert.rejects(tell({ status: 'disconnected', text: 'Cut.' }));
  assert.equal(rowsOf(dataDir, 'select status from logins')[0]?.['status'], 'connecting');
  assert.equal(book.account('owner', accountID)?.view.status, 'disconnected', 'shown all the same: it is true');
  await store.write(async (tx) => {
    await tx.schema.alterTable('events_hidden').renameTo('events').execute();
  });
  await tell({ status: 'connected' });
  assert.deepEqual(
    eventsOf(dataDir, accountID).map(({ status }) => status),
    ['connecting', 'connected'],
  );
});

test('a status that is told while the account is switched off does not switch it on', async (t) => {
  for (const order of ['status last', 'status first']) {
    const { book, tell, stored, login, accountID, dataDir } = await bookWithLogin(t);
    const off = () => book.change(login.loginID, switchedOff);
    const told = () => tell({ status: 'connected' });
    await Promise.all(order === 'status last' ? [off(), told()] : [told(), off()]);
    assert.equal(book.account('owner', accountID)?.view.status, 'disabled', order);
    assert.equal((await stored())?.accounts[0]?.disabled, true, `${order}: in the database`);
    assert.equal(eventsOf(dataDir, accountID).at(-1)?.status, 'disabled', `${order}: in the log`);
  }
});

test('a status that is told while the login is repaired does not bring its old settings back', async (t) => {
  const { book, tell, stored, login } = await bookWithLogin(t);
  await Promise.all([
    book.change(login.loginID, (now) => ({ ...now, settings: { a: 2 } })),
    tell({ status: 'disconnected', text: 'Cut.' }),
  ]);
  assert.deepEqual((await stored())?.settings, { a: 2 });
});

test('what happens to a login while it is removed does not bring it back', async (t) => {
  const { book, tell, stored, login, dataDir, accountID } = await bookWithLogin(t);
  await Promise.all([book.remove(login), book.change(login.loginID, switchedOff), tell({ status: 'connected' })]);
  assert.deepEqual(book.accounts('owner'), []);
  assert.equal(await stored(), undefined);
  assert.equal(eventsOf(dataDir, accountID).at(-1)?.type, 'account.deleted');
});

test('a change that could not be stored is not shown', async (t) => {
  const { book, login, accountID, stored, tell } = await bookWithLogin(t);
  const failing = book.change(login.loginID, switchedOff, async () => {
    throw new RangeError('no');
  });
  await assert.rejects(failing, RangeError);
  assert.equal(book.account('owner', accountID)?.view.status, 'connecting');
  await tell({ status: 'connected' });
  assert.equal((await stored())?.accounts[0]?.disabled, false);
});

test('the list as text is the list, before and after a change', async (t) => {
  const { book, tell } = await bookWithLogin(t);
  assert.deepEqual(JSON.parse(book.accountsJSON('owner')), book.accounts('owner'));
  await tell({ status: 'attention_required', text: 'Banned.' });
  assert.deepEqual(JSON.parse(book.accountsJSON('owner')), book.accounts('owner'));
  assert.equal(book.accounts('owner')[0]?.statusText, 'Banned.');
  assert.deepEqual(book.accounts('somebody else'), []);
});

test('what a connection tells of a person and of its abilities is shown and kept', async (t) => {
  const { book, tell, stored, accountID } = await bookWithLogin(t);
  await tell({ status: 'connected', profiles: { sam: { id: 'sam', fullName: 'Sam' } }, capabilities: { edit: true } });
  await tell({ status: 'disconnected', text: 'Cut.' });
  const view = book.account('owner', accountID)?.view;
  assert.deepEqual(view?.user, { id: 'sam', fullName: 'Sam', isSelf: true });
  assert.deepEqual(view?.capabilities, { edit: true });
  assert.deepEqual((await stored())?.accounts[0]?.profile, { id: 'sam', fullName: 'Sam' });
  assert.deepEqual((await stored())?.capabilities, { edit: true });
});
