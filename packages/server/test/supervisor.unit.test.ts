import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { openAccountBook } from '../src/accounts/account-book.ts';
import { builtInBridges } from '../src/accounts/bridge-definitions.ts';
import { newLogin } from '../src/accounts/login-sessions/new-login.ts';
import { createSupervisor } from '../src/accounts/supervisor.ts';
import type { RunningConnector } from '../src/runtime/running-connector.ts';
import { openStore } from '../src/store/store.ts';
import { openVault } from '../src/vault/vault.ts';
import { eventually } from './support/eventually.ts';
import { connection, times } from './support/network.ts';
import { temporaryFolder } from './support/server.ts';

const definitions = builtInBridges({ sandbox: true, sandboxConfig: {} });
const unused = () => Promise.reject(new Error('not part of these tests'));

/** One login, and a network that counts the connections that are open. */
async function supervised(t: TestContext) {
  const store = await openStore(temporaryFolder(t));
  const vault = await openVault(store, Buffer.alloc(32));
  const book = await openAccountBook(store, new Map(definitions.map((bridge) => [bridge.id, bridge])));
  const identity = { remoteID: 'sam', network: 'N', user: { id: 'sam' } };
  const login = newLogin(
    { owner: 'owner', bridgeID: 'local-sandbox' },
    { remoteID: 'sam', settings: {}, secrets: {}, accounts: [identity] },
  );
  await book.add(login);
  let open = 0;
  let most = 0;
  let closingMs = 0;
  const connector: RunningConnector = {
    login: unused,
    open: unused,
    control: unused,
    stop: async () => {},
    async connect() {
      most = Math.max(most, ++open);
      const close = async () => {
        await new Promise((resolve) => setTimeout(resolve, closingMs));
        open--;
      };
      return connection({ close });
    },
  };
  const supervisor = createSupervisor({
    book,
    vault,
    store,
    log: pino({ level: 'silent' }),
    times,
    connectors: new Map([[login.bridgeID, connector]]),
    ingest: async () => {},
  });
  t.after(async () => {
    await supervisor.stop();
    await store.close();
  });
  const connected = () =>
    eventually(
      () => supervisor.connection(login.loginID),
      (link) => link !== undefined,
    );
  return {
    supervisor,
    book,
    login,
    connected,
    open: () => open,
    most: () => most,
    closesIn: (ms: number) => {
      closingMs = ms;
    },
  };
}

test('a login that is opened several times side by side has one connection, and none after the stop', async (t) => {
  const { supervisor, login, connected, open, most } = await supervised(t);
  await Promise.all([1, 2, 3].map(() => supervisor.open(login.loginID)));
  await connected();
  assert.deepEqual([open(), most()], [1, 1]);
  await supervisor.stop();
  assert.equal(open(), 0);
});

test('opening again closes the old connection before', async (t) => {
  const { supervisor, login, connected, open, most } = await supervised(t);
  await supervisor.open(login.loginID);
  await connected();
  await supervisor.open(login.loginID);
  await connected();
  assert.deepEqual([open(), most()], [1, 1]);
});

test('a login that is shut stays shut, until it is woken', async (t) => {
  const { supervisor, login, connected, open } = await supervised(t);
  supervisor.start();
  await connected();
  await supervisor.shut(login.loginID);
  assert.equal(open(), 0);
  assert.equal(supervisor.connection(login.loginID), undefined);
  await supervisor.wake(login.loginID);
  await connected();
  assert.equal(open(), 1);
});

test('nothing is opened any more once it stops', async (t) => {
  const { supervisor, login, open } = await supervised(t);
  await Promise.all([supervisor.open(login.loginID), supervisor.stop()]);
  await supervisor.open(login.loginID);
  assert.equal(open(), 0);
});

test('a login whose accounts are off is not opened', async (t) => {
  const { supervisor, book, login } = await supervised(t);
  await book.change(login.loginID, (now) => ({
    ...now,
    accounts: now.accounts.map((account) => ({ ...account, disabled: true })),
  }));
  supervisor.start();
  await supervisor.open(login.loginID);
  await supervisor.wake(login.loginID);
  assert.equal(book.login('owner', login.loginID)?.status, 'connecting', 'as it was: nothing was tried');
  assert.equal(supervisor.connection(login.loginID), undefined);
});

test('a login that is being removed is not opened meanwhile, whoever asks', async (t) => {
  const { supervisor, book, login, connected, open } = await supervised(t);
  await supervisor.open(login.loginID);
  await connected();
  const removing = supervisor.shut(login.loginID, () => book.remove(login));
  await Promise.all([removing, supervisor.open(login.loginID), supervisor.wake(login.loginID)]);
  assert.equal(open(), 0);
  assert.equal(supervisor.connection(login.loginID), undefined);
});

test('a connection that takes long to close is gone before the next one is opened', async (t) => {
  const { supervisor, login, connected, most, closesIn } = await supervised(t);
  await supervisor.open(login.loginID);
  await connected();
  closesIn(50);
  void supervisor.open(login.loginID);
  await supervisor.open(login.loginID);
  await connected();
  assert.equal(most(), 1);
});
