import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LoginInputField, LoginSession } from '@partyline/protocol';
import { account, bridge, fakeServer, session } from './fake-server.ts';
import { run, temporaryFolder } from './run.ts';

const form = (fields: LoginInputField[], instructions?: string, stepID = 'form'): LoginSession =>
  session({ currentStep: { type: 'user_input', stepID, fields, ...(instructions && { instructions }) } });
const complete = session({ status: 'complete', account: account('irc_ada') });
const submits = (calls: readonly string[]) =>
  calls.filter((call) => call.includes('/steps/')).map((call) => call.slice(call.indexOf('{')));

const nick: LoginInputField = { id: 'nick', label: 'Nick' };
const password: LoginInputField = { id: 'password', type: 'password', label: 'Password' };
const server: LoginInputField = { id: 'server', type: 'select', options: ['Libera', 'OFTC'], initialValue: 'Libera' };
const realName: LoginInputField = { id: 'realName', optional: true };

test('fields come from --set, --set-file and --fields; prefilled and optional ones need nothing', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.script = [form([nick, password, server, realName]), complete];
  const file = join(await temporaryFolder(t), 'secret');
  await writeFile(file, 'p=ss word\n');
  const { code, stdout } = await run(
    ['accounts', 'add', 'IRC', '--fields', '-', '--set-file', `password=${file}`, ...fake.flags],
    { input: '{"nick": "ada"}' },
  );
  assert.equal(code, 0);
  assert.deepEqual(submits(fake.calls), [
    '{"type":"user_input","fields":{"nick":"ada","password":"p=ss word","server":"Libera"}}',
  ]);
  assert.equal(fake.calls[0], 'POST /v1/bridges/irc/login-sessions {"flowID":"password"}');
  assert.match(stdout, /Added:\n\nACCOUNT.*\nirc_ada .* connected\n$/);
  assert.doesNotMatch(stdout, /p=ss/);
});

test('--json gives the accounts, and names what was not asked for', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'), account('irc_two', { status: 'reconnect_required' }));
  const login = {
    loginID: 'l',
    bridgeID: 'irc',
    status: 'connected',
    removeScopes: [],
    accountIDs: ['irc_ada', 'irc_two'],
  } as const;
  fake.script = [
    form([nick]),
    { ...complete, login: { ...login, removeScopes: [], accountIDs: [...login.accountIDs] } },
  ];
  const { code, stdout, stderr } = await run([
    'accounts',
    'add',
    'irc',
    '--set',
    'nick=ada',
    '--set',
    'nik=x',
    '--json',
    ...fake.flags,
  ]);
  assert.equal(code, 0, stderr);
  const document = JSON.parse(stdout);
  assert.deepEqual(
    document.accounts.map((one: { accountID: string }) => one.accountID),
    ['irc_ada', 'irc_two'],
  );
  assert.deepEqual(document.unusedFields, ['nik']);
});

test('2: a needed field is missing and nobody can be asked; the session is cancelled', async (t) => {
  const fake = await fakeServer(t);
  fake.script = [form([nick, password, server])];
  const { code, stdout } = await run(['accounts', 'add', 'irc', '--set', 'nick=ada', '--json', ...fake.flags]);
  assert.equal(code, 2);
  const { error } = JSON.parse(stdout);
  assert.deepEqual([error.code, error.fields], ['missing_fields', ['password']]);
  assert.equal(fake.calls.at(-1), 'DELETE /v1/bridges/irc/login-sessions/ls1');
});

test('a misspelt field is named on failure too', async (t) => {
  const fake = await fakeServer(t);
  fake.script = [form([nick])];
  const { code, stdout } = await run(['accounts', 'add', 'irc', '--set', 'nik=ada', '--json', ...fake.flags]);
  const { error } = JSON.parse(stdout);
  assert.deepEqual([code, error.code, error.fields, error.unusedFields], [2, 'missing_fields', ['nick'], ['nik']]);
  assert.match(error.message, /\nNot asked for so far: nik$/);
});

test('2: a value that is none of the options', async (t) => {
  const fake = await fakeServer(t);
  fake.script = [form([server])];
  const { code, stderr } = await run(['accounts', 'add', 'irc', '--set', 'server=EFnet', ...fake.flags]);
  assert.equal(code, 2);
  assert.match(stderr, /server: One of: Libera, OFTC/);
});

test('2: what cannot be read, without quoting it', async (t) => {
  const fake = await fakeServer(t);
  for (const args of [
    ['--set', 'nothing'],
    ['--set-file', 'a=/does/not/exist'],
    ['--fields', '-'],
  ]) {
    const { code, stderr } = await run(['accounts', 'add', 'irc', ...args, ...fake.flags], {
      input: '{"password": "hunter2',
    });
    assert.equal(code, 2, stderr);
    assert.doesNotMatch(stderr, /hunter2/);
  }
  assert.deepEqual(fake.calls, []);
});

test('1: the network asks again for what was given: its words, and no endless loop', async (t) => {
  const fake = await fakeServer(t);
  fake.script = [form([nick]), form([nick], 'This nick is in use.')];
  const { code, stderr } = await run(['accounts', 'add', 'irc', '--set', 'nick=ada', ...fake.flags]);
  assert.equal(code, 1);
  assert.match(stderr, /This nick is in use\./);
  assert.equal(submits(fake.calls).length, 1);
  assert.equal(fake.calls.at(-1), 'DELETE /v1/bridges/irc/login-sessions/ls1');
});

test('1: prefilled and optional fields are not sent again and again either', async (t) => {
  const fake = await fakeServer(t);
  for (const fields of [[server], [realName]]) {
    fake.script = [form(fields, 'Not like this.')];
    const { code, stderr } = await run(['accounts', 'add', 'irc', ...fake.flags]);
    assert.equal(code, 1);
    assert.match(stderr, /Not like this\./);
  }
  assert.equal(submits(fake.calls).length, 2);
});

test('1: the login fails, with the code and the words of the network', async (t) => {
  const fake = await fakeServer(t);
  fake.script = [form([nick]), session({ status: 'failed', error: { code: 'banned', message: 'You are banned.' } })];
  const { code, stdout } = await run(['accounts', 'add', 'irc', '--set', 'nick=ada', '--json', ...fake.flags]);
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(stdout).error, {
    code: 'banned',
    message: 'The login failed: You are banned.',
    exitCode: 1,
  });
});

test('cookies: sent as given; what is missing is listed with where to find it', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  const fields = [
    { id: 'sid', name: 'session', type: 'cookie' as const },
    { id: 'csrf', name: 'x-csrf', type: 'header' as const, required: false },
  ];
  const currentStep = { type: 'cookies', stepID: 'c', url: 'https://chat.example/login', fields } as const;
  const asking = session({ status: 'waiting_for_cookies', currentStep: { ...currentStep, fields } });
  fake.script = [asking, asking, complete];
  const missing = await run(['accounts', 'add', 'irc', ...fake.flags]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /--set sid=/);
  assert.match(
    missing.stderr,
    /https:\/\/chat\.example\/login\n.*\n {2}- cookie session\n {2}- request header x-csrf \(optional\)/,
  );
  const { code } = await run(['accounts', 'add', 'irc', '--set', 'sid=s3cret', ...fake.flags]);
  assert.equal(code, 0);
  assert.deepEqual(submits(fake.calls), ['{"type":"cookies","fields":{"sid":"s3cret"},"source":"api"}']);
});

test('display: shown, submitted at once, shown anew when it changes, until the login ends', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  const show = (display: object): LoginSession =>
    session({
      status: 'waiting_for_display',
      currentStep: { type: 'display_and_wait', stepID: 's', display: display as { type: 'nothing' } },
    });
  fake.script = [
    show({ type: 'code', data: 'AB12' }),
    show({ type: 'code', data: 'AB12' }),
    show({ type: 'code', data: 'CD34' }),
    show({ type: 'emoji', imageURL: 'https://x.example/e.png' }),
    complete,
  ];
  const { code, stdout } = await run(['accounts', 'add', 'irc', ...fake.flags]);
  assert.equal(code, 0);
  assert.deepEqual(submits(fake.calls), Array(4).fill('{"type":"display_and_wait"}'));
  assert.equal(stdout.match(/A B 1 2/g)?.length, 1);
  assert.equal(stdout.match(/C D 3 4/g)?.length, 1);
  assert.match(stdout, /https:\/\/x\.example\/e\.png/);
});

test('with --json what is shown goes to standard error', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  const currentStep = { type: 'display_and_wait', stepID: 's', display: { type: 'qr', data: 'hello' } } as const;
  fake.script = [session({ status: 'waiting_for_display', currentStep }), complete];
  const { code, stdout, stderr } = await run(['accounts', 'add', 'irc', '--json', ...fake.flags]);
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).accounts[0].accountID, 'irc_ada');
  assert.match(stderr, /[█▀▄]{10}/);
});

test('a step that the server has left behind is looked up, and the walk goes on', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  const conflict = { status: 400, body: { code: 'CONFLICT', message: 'Not the current step' } };
  fake.script = [form([nick]), { ...conflict, status: 404 }, form([password], undefined, 'second'), complete];
  const { code, stderr } = await run([
    'accounts',
    'add',
    'irc',
    '--set',
    'nick=a',
    '--set',
    'password=b',
    ...fake.flags,
  ]);
  assert.equal(code, 0, stderr);
  assert.match(fake.calls.at(-1) ?? '', /steps\/second \{"type":"user_input","fields":\{"password":"b"\}\}$/);
});

test('--account signs in again, on the bridge of that account', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.script = [form([nick]), complete];
  const { code, stdout } = await run(['accounts', 'add', '--account', 'ada', '--set', 'nick=ada', ...fake.flags]);
  assert.equal(code, 0);
  assert.match(stdout, /^Signed in again/);
  assert.equal(fake.calls[0], 'POST /v1/bridges/irc/login-sessions {"flowID":"password","accountID":"irc_ada"}');
});

test('which network: 2 when none is named, 5, 6, and 4 when it takes no account now', async (t) => {
  const fake = await fakeServer(t);
  fake.bridges.push(bridge('xmpp-one'), bridge('xmpp-two', { status: 'limit_reached', statusText: 'Only one.' }));
  const add = async (...args: string[]) => {
    const { code, stdout } = await run(['accounts', 'add', ...args, '--json', ...fake.flags]);
    return [code, JSON.parse(stdout).error.candidates ?? JSON.parse(stdout).error.message];
  };
  const all = ['irc', 'xmpp-one', 'xmpp-two'];
  assert.deepEqual(await add(), [2, all]);
  assert.deepEqual(await add('signal'), [5, all]);
  assert.deepEqual(await add('xmpp'), [6, ['xmpp-one', 'xmpp-two']]);
  assert.deepEqual(await add('XMPP Two'), [4, 'XMPP-TWO takes no new account now: Only one.']);
});

test('which flow: the first where nobody can be asked, or --flow; 4 when there is none', async (t) => {
  const fake = await fakeServer(t);
  fake.accounts.push(account('irc_ada'));
  fake.flows.push({ id: 'sasl', name: 'Certificate' });
  fake.script = [complete];
  const add = async (...args: string[]) => (await run(['accounts', 'add', 'irc', ...args, ...fake.flags])).code;
  assert.equal(await add(), 0);
  assert.equal(fake.calls.pop(), 'POST /v1/bridges/irc/login-sessions {"flowID":"password"}');
  assert.equal(await add('--flow', 'no'), 5);
  assert.equal(await add('--flow', 'certificate'), 0);
  assert.deepEqual(fake.calls, ['POST /v1/bridges/irc/login-sessions {"flowID":"sasl"}']);
  fake.flows.length = 0;
  assert.equal(await add(), 4);
});
