import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import { account, fakeServer, session } from './fake-server.ts';
import { inTerminal, keys, skip } from './pseudo-terminal.ts';

const complete = session({ status: 'complete', account: account('irc_ada') });
const cancelCall = 'DELETE /v1/bridges/irc/login-sessions/ls1';

const form = (instructions: string): LoginSession =>
  session({
    currentStep: {
      type: 'user_input',
      stepID: 'form',
      instructions,
      fields: [
        { id: 'nick', label: 'Nick', initialValue: 'guest' },
        { id: 'password', label: 'Password', type: 'password' },
        { id: 'server', label: 'Server', type: 'select', options: ['Libera', 'OFTC'] },
        { id: 'realName', label: 'Real name', optional: true },
      ],
    },
  });

const showing = (data: string): LoginSession =>
  session({
    status: 'waiting_for_display',
    currentStep: {
      type: 'display_and_wait',
      stepID: 'scan',
      display: { type: 'qr', data },
      instructions: 'Scan this.',
    },
  });

test('a form is asked field by field; the password is not echoed; what was typed is offered again', {
  skip,
}, async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.script = [form('Sign in to IRC.'), form('That is not right.'), complete];
  const terminal = inTerminal(['accounts', 'add', 'irc', ...fake.flags]);
  await terminal.sees(/Sign in to IRC\.[\s\S]*Nick[\s\S]*guest/);
  terminal.type(`2${keys.enter}`);
  await terminal.sees(/Password/);
  terminal.type(`hunter2${keys.enter}`);
  await terminal.sees(/Server[\s\S]*OFTC/);
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.sees(/Real name \(optional\)/);
  terminal.type(keys.enter);
  await terminal.sees(/That is not right\.[\s\S]*Nick[\s\S]*guest2/);
  terminal.type(keys.enter);
  await terminal.sees(/Password/);
  terminal.type(`hunter3${keys.enter}`);
  await terminal.sees(/Server/);
  terminal.type(keys.enter);
  await terminal.sees(/Real name/);
  terminal.type(keys.enter);
  await terminal.sees(/Added:[\s\S]*irc_ada .* connected/);
  assert.equal(await terminal.ended(), 0);
  assert.doesNotMatch(terminal.raw(), /hunter/);
  const sent = fake.calls.slice(1).map((call) => JSON.parse(call.slice(call.indexOf('{'))).fields);
  assert.deepEqual(sent, [
    { nick: 'guest2', password: 'hunter2', server: 'OFTC' },
    { nick: 'guest2', password: 'hunter3', server: 'OFTC' },
  ]);
});

test('several networks and ways to sign in are offered to choose from', { skip }, async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.flows.push({ id: 'sasl', name: 'Certificate' });
  fake.script = [complete];
  const terminal = inTerminal(['accounts', 'add', ...fake.flags]);
  await terminal.sees(/Which network\?/);
  terminal.type(keys.enter);
  await terminal.sees(/How do you want to sign in\?[\s\S]*Certificate/);
  terminal.type(`${keys.down}${keys.enter}`);
  assert.equal(await terminal.ended(), 0);
  assert.equal(fake.calls[0], 'POST /v1/bridges/irc/login-sessions {"flowID":"sasl"}');
});

test('who brings answers along, or signs in again, is not asked for the way', { skip }, async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.flows.push({ id: 'sasl', name: 'Certificate' });
  for (const args of [
    ['irc', '--set', 'nick=ada'],
    ['--account', 'irc_ada'],
  ]) {
    fake.script = [complete];
    const terminal = inTerminal(['accounts', 'add', ...args, ...fake.flags]);
    assert.equal(await terminal.ended(), 0);
    assert.match(fake.calls.pop() ?? '', /login-sessions \{"flowID":"password"/);
  }
});

test('a QR code that rotates takes the place of the one before', { skip }, async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.script = [showing('first'), showing('second'), complete];
  const terminal = inTerminal(['accounts', 'add', 'irc', ...fake.flags]);
  await terminal.sees(/Added:/);
  assert.equal(await terminal.ended(), 0);
  // Up by the height of the first picture with its line of instructions, then clear from there.
  const height = 1 + Math.ceil((21 + 4) / 2);
  assert.ok(terminal.raw().includes(`\x1b[${height}A\x1b[0J`));
  assert.equal(terminal.screen().match(/Scan this\./g)?.length, 2);
  // The cursor is hidden while waiting, and comes back.
  assert.ok(terminal.raw().lastIndexOf('\x1b[?25h') > terminal.raw().lastIndexOf('\x1b[?25l'));
});

for (const [where, script, prompt] of [
  ['at a question', form('Sign in.'), /Nick/],
  ['while waiting', showing('x'), /Waiting for the code to be scanned/],
] as const) {
  test(`Ctrl-C ${where} cancels the session on the server and says so`, { skip }, async (t) => {
    const fake = await fakeServer(t);
    fake.script = [script];
    const terminal = inTerminal(['accounts', 'add', 'irc', ...fake.flags]);
    await terminal.sees(prompt);
    terminal.type(keys.ctrlC);
    await terminal.sees(/Cancelled\. Nothing was changed\./);
    assert.equal(await terminal.ended(), 130);
    assert.ok(fake.calls.includes(cancelCall));
  });
}

test('remove says what it will do, and does nothing without a yes', { skip }, async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada', { loginID: 'l' }), account('irc_two', { loginID: 'l' }));
  const refused = inTerminal(['accounts', 'remove', 'irc_ada', ...fake.flags]);
  await refused.sees(/signed out and forgotten here[\s\S]*irc_two[\s\S]*Remove it\?/);
  refused.type(keys.enter);
  assert.equal(await refused.ended(), 1);
  assert.deepEqual(fake.calls, []);
  const given = inTerminal(['accounts', 'remove', 'irc_ada', ...fake.flags]);
  await given.sees(/Remove it\?/);
  given.type(keys.ctrlC);
  assert.equal(await given.ended(), 130);
  assert.deepEqual(fake.calls, []);
  const agreed = inTerminal(['accounts', 'remove', 'irc_ada', ...fake.flags]);
  await agreed.sees(/Remove it\?/);
  agreed.type('y');
  assert.equal(await agreed.ended(), 0);
  assert.deepEqual(fake.calls, ['DELETE /v1/accounts/irc_ada']);
});

test('colours on a terminal; none with NO_COLOR; nothing wider than 80 columns', { skip }, async (t) => {
  const fake = await fakeServer(t);
  const long = 'A name so long that no table could ever hold it together with all of the rest';
  fake.accounts.push(
    account('irc_ada', { user: { id: 'x', fullName: long }, status: 'disconnected', statusText: `${long}. ${long}.` }),
  );
  const terminal = inTerminal(['accounts', 'list', ...fake.flags]);
  assert.equal(await terminal.ended(), 0);
  assert.ok(terminal.raw().includes('\x1b[31mdisconnected\x1b[39m'));
  assert.ok(
    terminal
      .screen()
      .split(/\r?\n/)
      .every((line) => line.length <= 80),
  );
  const plain = inTerminal(['accounts', 'list', ...fake.flags], { NO_COLOR: '1' });
  assert.equal(await plain.ended(), 0);
  assert.ok(!plain.raw().includes('\x1b['));
});
