import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { commandsIn } from './commands-in.ts';
import { run } from './run.ts';
import { type Served, serve } from './served.ts';

let dataDir: string;
let server: Served;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  const env = { PARTYLINE_SANDBOX_CONFIG: '{"stepMs": 1000}' };
  server = await serve(['--port=0', '--sandbox', '--data-dir', dataDir, '--log-level', 'silent'], env);
});
after(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const { partyline, json } = commandsIn(() => dataDir);
const signIn = (username: string, ...more: string[]) =>
  json('accounts', 'add', 'sandbox', '--flow', 'form', '--set', `username=${username}`, '--set', 'password=x', ...more);

test('serve says where it listens, the token, the folder and the next step', () => {
  assert.match(server.output(), /Partyline listens on http:\/\/localhost:\d+/);
  assert.ok(server.output().includes(`Data folder: ${dataDir}`));
  assert.ok(server.output().includes(`npx partyline accounts add irc --data-dir ${dataDir}`));
});

test('on the machine of the server no token is needed, and the one that is made is gone afterwards', async () => {
  assert.deepEqual((await json('accounts', 'list')).code, 0);
  const { document } = await json('token', 'list');
  assert.deepEqual(
    document.map((token: { name: string }) => token.name),
    ['first start'],
  );
});

test('its address is enough too, under any loopback name; another server of this machine wants a token', async () => {
  const { port } = new URL(server.url);
  for (const url of [server.url, `http://127.0.0.1:${port}`, `http://[::1]:${port}`]) {
    assert.equal((await partyline('accounts', 'list', '--url', url)).code, 0, url);
  }
  const { code, stderr } = await run(['accounts', 'list', '--url', server.url], {
    env: { XDG_DATA_HOME: join(dataDir, 'none') },
  });
  assert.equal(code, 3);
  assert.match(stderr, /token create/);
});

test('an account from adding to removing', async () => {
  const added = await signIn('ada', '--set', 'fullName=Ada');
  assert.equal(added.code, 0);
  const [{ accountID, status }] = added.document.accounts;
  assert.equal(status, 'connected');
  assert.equal((await json('accounts', 'show', 'Ada')).document.accountID, accountID);
  assert.equal((await json('accounts', 'reconnect', 'ada')).document.accountID, accountID);
  assert.equal((await json('accounts', 'disable', 'ada')).document.status, 'disabled');
  assert.notEqual((await json('accounts', 'enable', 'ada')).document.status, 'disabled');
  assert.deepEqual((await json('accounts', 'remove', accountID, '--yes')).document, { removed: accountID });
  assert.equal((await json('accounts', 'show', accountID)).code, 5);
});

test('what the network refuses is told in its words', async () => {
  const refused = await json(
    'accounts',
    'add',
    'sandbox',
    '--flow',
    'form',
    '--set',
    'username=ben',
    '--set',
    'password=wrong',
  );
  assert.deepEqual([refused.code, refused.document.error.code], [1, 'login_rejected']);
  const failed = await json('accounts', 'add', 'sandbox', '--flow', 'fails', '--set', 'code=refused');
  assert.deepEqual([failed.code, failed.document.error.code], [1, 'refused']);
});

test('an account that does not connect is added all the same, with the reason', async () => {
  const { code, document } = await signIn('cleo', '--set', 'status=blocked');
  assert.equal(code, 0);
  assert.equal(document.accounts[0].status, 'attention_required');
  assert.ok(document.accounts[0].statusText);
});

test('signing in again keeps the account', async () => {
  const { document } = await signIn('dora', '--set', 'status=signed_out');
  const [{ accountID, status }] = document.accounts;
  assert.equal(status, 'reconnect_required');
  const again = await json(
    'accounts',
    'add',
    '--account',
    accountID,
    '--flow',
    'form',
    '--set',
    'username=dora',
    '--set',
    'password=x',
    '--set',
    'status=connected',
  );
  assert.deepEqual(
    again.document.accounts.map((one: { accountID: string; status: string }) => [one.accountID, one.status]),
    [[accountID, 'connected']],
  );
});

test('a QR code is drawn anew each time it rotates, until it is scanned', async () => {
  const { code, stdout } = await partyline('accounts', 'add', 'sandbox', '--flow', 'qr');
  assert.equal(code, 0);
  // Every code begins with a line of nothing but border.
  assert.equal(stdout.match(/^█{20,}$/gm)?.length, 3);
  assert.match(stdout, /qr-user .* connected/);
});

for (const flow of ['code', 'pairing-code', 'emoji', 'nothing', 'cookies', 'two-accounts', 'slow']) {
  test(`the flow ${flow} can be walked without a terminal`, async () => {
    const fields = { username: `${flow}-x`, password: 'x', code: '123456', session: 'good', seconds: '0' };
    const { code, stdout, stderr } = await run(
      ['accounts', 'add', 'sandbox', '--flow', flow, '--fields', '-', '--json', '--data-dir', dataDir],
      { input: JSON.stringify(fields) },
    );
    assert.equal(code, 0, stdout + stderr);
    assert.equal(JSON.parse(stdout).accounts.length, flow === 'two-accounts' ? 2 : 1);
  });
}

test('doctor: all is well but for the port and the accounts that need somebody', async () => {
  await signIn('emil', '--set', 'status=signed_out');
  const { code, document } = await json('doctor');
  assert.deepEqual([code, document.ok], [0, true]);
  const levels = Object.groupBy(document.findings as { check: string; level: string }[], ({ level }) => level);
  assert.deepEqual(levels['fail'], undefined);
  const port = { check: 'port', level: 'warn' };
  const message = `SDKs look at http://localhost:23373 by default: export BEEPER_BASE_URL=${server.url}`;
  assert.deepEqual(
    levels['warn']?.filter(({ check }) => check === 'port'),
    [{ ...port, message }],
  );
  // Other servers of this machine are told too; they are not this test's.
  assert.ok(levels['warn']?.every(({ check }) => ['account', 'port', 'other server'].includes(check)));
  const emil = document.findings.find(({ message }: { message: string }) => message.includes('reconnect_required'));
  assert.match(emil.message, /Sign in again: npx partyline accounts add --account \S+ --data-dir /);
  for (const check of ['node', 'data folder', 'database', 'server', 'token']) {
    assert.ok(
      levels['ok']?.some((finding) => finding.check === check),
      check,
    );
  }
});

test('a server that was killed is not found, though its file is still there; tokens can be made without it', async () => {
  assert.equal(await server.stop('SIGKILL'), 'SIGKILL');
  assert.ok(existsSync(join(dataDir, 'server.json')));
  const { code, document } = await json('accounts', 'list');
  assert.deepEqual([code, document.error.code], [4, 'server_not_found']);
  const doctor = await json('doctor');
  assert.deepEqual([doctor.code, doctor.document.ok], [4, false]);
  assert.equal((await json('token', 'create', '--name', 'later')).code, 0);
});
