/** The official TypeScript SDK, and the example of the reference page, against a live server. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import BeeperDesktop from '@beeper/desktop-api';
import { startAtDefaultPort } from './support/default-port.ts';
import { runTypeScript } from './support/program.ts';
import { addSandboxAccount } from './support/sandbox.ts';
import { startInProcess, type TestServer, TOKEN } from './support/server.ts';

/**
 * "Get account" of the reference, word for word but for the import: npm's 5.0.0 has no `accounts.retrieve` yet. The ID is put in below.
 */
const example = `
import Partyline from '@partyline/client';

const client = new Partyline({
  accessToken: process.env['BEEPER_ACCESS_TOKEN'],
});

const account = await client.accounts.retrieve('accountID');

console.log(account.accountID);
`;

describe('@beeper/desktop-api 5.0.0', () => {
  let server: TestServer;
  let client: BeeperDesktop;

  before(async () => {
    server = await startInProcess('--sandbox');
    client = new BeeperDesktop({ accessToken: TOKEN, baseURL: server.url, maxRetries: 0 });
  });
  after(() => server.end());

  it('lists accounts, connected or not', async () => {
    assert.deepEqual(await client.accounts.list(), []);
    const well = await addSandboxAccount(server.url, 'well');
    const ill = await addSandboxAccount(server.url, 'ill', 'signed_out');
    const listed = await client.accounts.list();
    assert.deepEqual(
      listed.map(({ accountID, bridge, network, user }) => ({ accountID, bridge, network, name: user.fullName })),
      [well, ill].map(({ accountID }, index) => ({
        accountID,
        bridge: { id: 'local-sandbox', type: 'sandbox', provider: 'local' },
        network: 'Sandbox',
        name: `Name of ${index === 0 ? 'well' : 'ill'}`,
      })),
    );
  });

  it('finds contacts, and walks their pages to the end', async () => {
    const { accountID } = await addSandboxAccount(server.url, 'sociable');
    const { items } = await client.accounts.contacts.search(accountID, { query: '+12025550101' });
    assert.deepEqual(
      items.map(({ id }) => id),
      ['echo'],
    );
    const walked: string[] = [];
    for await (const contact of client.accounts.contacts.list(accountID, { limit: 2 })) walked.push(contact.id);
    assert.equal(walked.length, 7);
    assert.equal(new Set(walked).size, walked.length);
  });

  it('reads what the server is', async () => {
    const info = await client.info.retrieve();
    assert.equal(info.server.base_url, server.url);
  });

  it('gets its own errors', async () => {
    await assert.rejects(client.accounts.contacts.search('nobody', { query: 'x' }), BeeperDesktop.NotFoundError);
    const stranger = client.withOptions({ accessToken: 'wrong' });
    await assert.rejects(stranger.accounts.list(), BeeperDesktop.AuthenticationError);
  });
});

describe('the TypeScript example of the reference', () => {
  it('prints the account, at the default address', async (t) => {
    const { server, env } = await startAtDefaultPort(t);
    const { accountID } = await addSandboxAccount(server.url, 'example');
    const source = example.replace("'accountID'", JSON.stringify(accountID));
    const outcome = await runTypeScript(source, { ...env, BEEPER_ACCESS_TOKEN: TOKEN });
    assert.deepEqual(outcome, { code: 0, stdout: `${accountID}\n`, stderr: '' });
  });
});
