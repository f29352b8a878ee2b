import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, bridge, fakeServer } from './fake-server.ts';
import { run } from './run.ts';

test('list: a table, and what is wrong under the account', async (t) => {
  const { flags, url, accounts } = await fakeServer(t);
  accounts.push(
    account('irc_ada'),
    account('irc_b', { status: 'reconnect_required', statusText: 'The password was refused.' }),
  );
  const { code, stdout, stderr } = await run(['accounts', 'list', ...flags]);
  assert.equal(
    stdout,
    [
      'ACCOUNT  NETWORK      NAME     STATUS',
      'irc_ada  Libera.Chat  irc_ada  connected',
      'irc_b    Libera.Chat  irc_b    reconnect_required',
      '    The password was refused.',
      `    Sign in again: npx partyline accounts add --account irc_b --url ${url}`,
      '',
    ].join('\n'),
  );
  assert.deepEqual([code, stderr], [0, '']);
});

test('list --json: the array of the API and nothing else', async (t) => {
  const { flags, accounts } = await fakeServer(t);
  accounts.push(account('irc_ada'));
  const { code, stdout, stderr } = await run(['--json', 'accounts', 'list', ...flags]);
  assert.deepEqual(JSON.parse(stdout), accounts);
  assert.deepEqual([code, stderr], [0, '']);
});

test('list: without accounts it says how to add the first', async (t) => {
  const { flags } = await fakeServer(t);
  const { code, stdout } = await run(['accounts', 'list', ...flags]);
  assert.match(stdout, /^ {2}npx partyline accounts add irc --url \S+$/m);
  assert.equal(code, 0);
  const folder = ['--data-dir', '/tmp/my data'];
  const named = await run(['accounts', 'list', ...folder, ...flags]);
  assert.ok(named.stdout.includes("npx partyline accounts add irc --data-dir '/tmp/my data' --url "));
});

test('list: what a network calls itself cannot drive the terminal', async (t) => {
  const { flags, accounts } = await fakeServer(t);
  accounts.push(
    account('a', {
      user: { id: 'x', fullName: 'Eve\x1b[2J\x07\u202e\nroot' },
      status: 'disconnected',
      statusText: '\x1b]0;owned\x07x',
    }),
  );
  const { stdout } = await run(['accounts', 'list', ...flags]);
  assert.match(stdout, /Eve {1,3}root/);
  for (const mark of ['\x1b', '\x07', '\u202e']) assert.ok(!stdout.includes(mark));
});

test('show: by ID, by what it contains, whatever the case', async (t) => {
  const { flags, accounts } = await fakeServer(t);
  accounts.push(
    account('irc_ada', { user: { id: 'u1', email: 'ada@example.org' } }),
    account('other', { network: 'OFTC' }),
  );
  for (const selector of ['irc_ada', 'IRC-ADA', 'ada@example.org', 'u1', 'libera']) {
    const { code, stdout } = await run(['accounts', 'show', selector, '--json', ...flags]);
    assert.equal(JSON.parse(stdout).accountID, 'irc_ada', selector);
    assert.equal(code, 0);
  }
  const { stdout } = await run(['accounts', 'show', 'irc_ada', ...flags]);
  assert.match(stdout, /^Account {3}irc_ada\nStatus {4}connected\n/);
  accounts.push(account('off', { status: 'disabled' }));
  const off = await run(['accounts', 'show', 'off', ...flags]);
  assert.match(off.stdout, /\nStatus {4}disabled\n {10}Switch it on: npx partyline accounts enable off --url /);
  accounts.push(account('held', { status: 'attention_required' }));
  const held = await run(['accounts', 'show', 'held', ...flags]);
  assert.match(held.stdout, /connect at once: npx partyline accounts reconnect held --url /);
});

test('5 when nothing is called that, 6 when several are, each with what there is', async (t) => {
  const { flags, accounts } = await fakeServer(t);
  accounts.push(account('irc_ada'), account('irc_ben'));
  const none = await run(['accounts', 'show', 'zoe', ...flags]);
  assert.equal(none.code, 5);
  assert.match(none.stderr, /irc_ada.*\n.*irc_ben/);
  const several = await run(['accounts', 'show', 'irc', '--json', ...flags]);
  assert.equal(several.code, 6);
  const { error } = JSON.parse(several.stdout);
  assert.deepEqual([error.code, error.exitCode, error.candidates], ['ambiguous', 6, ['irc_ada', 'irc_ben']]);
  assert.equal(several.stderr, '');
});

test('remove: asks, or wants --yes where nobody can be asked', async (t) => {
  const { flags, accounts, calls } = await fakeServer(t);
  accounts.push(account('a/b'));
  const unasked = await run(['accounts', 'remove', 'a/b', ...flags]);
  assert.equal(unasked.code, 2);
  assert.match(unasked.stderr, /--yes/);
  assert.deepEqual(calls, []);
  const { code, stdout } = await run(['accounts', 'remove', 'a/b', '--yes', '--json', ...flags]);
  assert.deepEqual([code, JSON.parse(stdout)], [0, { removed: 'a/b' }]);
  assert.deepEqual(calls, ['DELETE /v1/accounts/a%2Fb']);
});

test('disable and enable', async (t) => {
  const { flags, accounts, calls } = await fakeServer(t);
  accounts.push(account('a'));
  const { code, stdout } = await run(['accounts', 'disable', 'a', ...flags]);
  assert.equal(code, 0);
  assert.match(stdout, /disabled/);
  await run(['accounts', 'enable', 'a', ...flags]);
  assert.deepEqual(calls, ['PATCH /v1/accounts/a {"isDisabled":true}', 'PATCH /v1/accounts/a {"isDisabled":false}']);
});

test('bridges: a table, or the answer of the API', async (t) => {
  const { flags, bridges } = await fakeServer(t);
  bridges.push(bridge('xmpp', { status: 'temporarily_unavailable', statusText: 'It is being restarted.' }));
  const { stdout } = await run(['bridges', ...flags]);
  assert.match(stdout, /^xmpp +XMPP +0 +temporarily_unavailable\n {4}It is being restarted\.$/m);
  const json = await run(['bridges', '--json', ...flags]);
  assert.deepEqual(JSON.parse(json.stdout), { items: bridges });
});
