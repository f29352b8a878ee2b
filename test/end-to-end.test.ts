/**
 * The promise of the README, kept on real programs: a real IRC server, `partyline serve` with its default settings, `partyline accounts add`, and
 * the examples of the reference pages as users run them.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { joinAsPeer, requireProgram, startNgircd } from './support/ircd.ts';
import { run, runTypeScript } from './support/program.ts';
import { python, requirePython } from './support/python.ts';
import {
  program,
  removeFolder,
  repository,
  type ServerProgram,
  startProgram,
  TOKEN,
  temporaryFolder,
} from './support/server.ts';
import { until } from './support/until.ts';

/** Within this a status tells the truth again, whatever happened (contract 4 of the design). */
const truthMs = 90_000;

/** A dead link is retried after a pause of up to 60 s, with jitter, and a server that was away may be slow to let people in. */
const returnMs = 120_000;

describe('the main job, end to end', { skip: requireProgram('ngircd', 'openssl') || requirePython() }, () => {
  it('lists an IRC account truly while its server stops, comes back and freezes, and after kill -9', async (t) => {
    const ircd = await startNgircd();
    t.after(() => ircd.end());
    const dataDir = await temporaryFolder();
    t.after(() => removeFolder(dataDir));
    let server = await startProgram(dataDir);
    t.after(() => server.kill());

    const { accountID } = await addIrcAccount(dataDir, ircd.port, 'partyline');
    const prints = (connected: boolean, limitMs: number) => examplesPrint(server, accountID, connected, limitMs);

    await prints(true, truthMs);
    await ircd.stop();
    await prints(false, truthMs);
    await ircd.restart();
    await prints(true, returnMs);

    await server.kill();
    server = await startProgram(dataDir);
    await prints(true, returnMs);

    const other = await addIrcAccount(dataDir, ircd.port, 'other');
    await partyline(dataDir, ['accounts', 'disable', other.accountID]);
    await partyline(dataDir, ['accounts', 'remove', other.accountID, '--yes']);

    ircd.freeze();
    await prints(false, truthMs);
    ircd.thaw();
    await prints(true, returnMs);
  });

  it('begins a chat on IRC with whoever bears the nick', async (t) => {
    const ircd = await startNgircd();
    t.after(() => ircd.end());
    const dataDir = await temporaryFolder();
    t.after(() => removeFolder(dataDir));
    const server = await startProgram(dataDir);
    t.after(() => server.kill());
    const { accountID } = await addIrcAccount(dataDir, ircd.port, 'partyline');
    const dora = await joinAsPeer(ircd, { nick: 'dora' });
    t.after(() => dora.end());

    const client = new Partyline({ accessToken: TOKEN, baseURL: server.url });
    // As the official CLI asks: the same text in every field.
    const user = { id: 'dora', username: 'dora', fullName: 'dora' };
    const { id } = await client.chats.start({ accountID, user, messageText: 'hello' });
    await dora.line(/PRIVMSG dora :hello$/);
    assert.equal((await client.chats.start({ accountID, user: { username: 'DORA' } })).id, id);
    const nobody = client.chats.start({ accountID, user: { phoneNumber: '+12025550101' } });
    await assert.rejects(nobody, /User not found on NgTest/);
  });
});

/** Runs the command line beside the server, without a token. @returns what it prints */
async function partyline(dataDir: string, args: readonly string[], input = ''): Promise<string> {
  const options = [...args, '--json', `--data-dir=${dataDir}`];
  const { code, stdout, stderr } = await run(process.execPath, [program, ...options], { input });
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return stdout;
}

async function addIrcAccount(dataDir: string, port: number, nick: string): Promise<Account> {
  const fields = { server: '127.0.0.1', port, tls: 'no', nick, auth: 'none' };
  const args = ['accounts', 'add', 'irc', '--flow=server', '--fields=-'];
  const { accounts } = JSON.parse(await partyline(dataDir, args, JSON.stringify(fields)));
  assert.equal(accounts.length, 1);
  return accounts[0];
}

/** Waits until the account is connected, or is not; then has both examples print it: it is the only one, and has that status and its old ID. */
async function examplesPrint(
  server: ServerProgram,
  accountID: string,
  connected: boolean,
  limitMs: number,
): Promise<void> {
  const client = new Partyline({ accessToken: TOKEN, baseURL: server.url });
  const fits = (status: string | undefined) => (status === 'connected') === connected;
  await until(
    `${accountID} is ${connected ? '' : 'not '}connected`,
    async () => (fits((await client.accounts.retrieve(accountID)).status) ? true : undefined),
    limitMs,
  );
  const env = { BEEPER_BASE_URL: server.url, BEEPER_ACCESS_TOKEN: TOKEN };
  const [fromPython, fromTypeScript] = await Promise.all([
    run(python, [join(repository, 'test', 'python', 'list_accounts.py')], { env }),
    runTypeScript(listAccounts, env),
  ]);
  for (const { code, stderr } of [fromPython, fromTypeScript]) assert.equal(code, 0, stderr);
  const [account, ...others] = JSON.parse(fromTypeScript.stdout);
  assert.deepEqual(others, []);
  assert.equal(account.accountID, accountID);
  assert.ok(fits(account.status), fromTypeScript.stdout);
  const printed = /^\[Account\(account_id='([^']+)', .*?\bstatus='(\w+)'/.exec(fromPython.stdout);
  assert.equal(printed?.[1], accountID, fromPython.stdout);
  assert.ok(fits(printed?.[2]), fromPython.stdout);
}

const listAccounts = `
import Partyline from '@partyline/client';

const client = new Partyline({ accessToken: process.env['BEEPER_ACCESS_TOKEN'] });
const accounts = await client.accounts.list();
console.log(JSON.stringify(accounts));
`;
