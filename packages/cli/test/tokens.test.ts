import assert from 'node:assert/strict';
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
  server = await serve(['--port=0', '--sandbox', '--data-dir', dataDir, '--log-level', 'silent']);
});
after(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const { partyline, json } = commandsIn(() => dataDir);

test('tokens: made with scope and end, listed without the secret, revoked by ID or name', async () => {
  const { document: made } = await json('token', 'create', '--name', 'app', '--scope', 'read', '--expires', '30d');
  assert.match(made.token, /^ply_/);
  const withIt = (...args: string[]) => run([...args, '--url', server.url, '--token', made.token]);
  assert.equal((await withIt('accounts', 'list')).code, 0);
  assert.equal((await withIt('accounts', 'add', 'sandbox')).code, 3);
  const listed = await partyline('token', 'list');
  assert.match(listed.stdout, /app +read\n {4}created 2\d{3}-\d\d-\d\d \d\d:\d\d, expires 2/);
  assert.ok(!listed.stdout.includes(made.token));
  assert.deepEqual((await json('token', 'revoke', 'app')).document, { revoked: 1 });
  assert.equal((await json('token', 'revoke', made.id)).code, 5);
  assert.equal((await json('token', 'create', '--name', 'x', '--scope', 'admin')).code, 2);
  assert.equal((await json('token', 'create', '--name', 'x', '--expires', 'soon')).code, 2);
});

test('several tokens of one name are revoked only when all are meant', async () => {
  const made = [];
  for (const expires of ['1d', '2d']) {
    made.push((await json('token', 'create', '--name', 'twin', '--expires', expires)).document.id);
  }
  const { code, document } = await json('token', 'revoke', 'twin');
  assert.deepEqual([code, document.error.candidates], [6, made]);
  for (const id of made) assert.ok(document.error.message.includes(id));
  assert.deepEqual((await json('token', 'revoke', 'twin', '--all')).document, { revoked: 2 });
});

test('the tokens of a server elsewhere that is named are asked of it, and it is not taken for the one here', async () => {
  const { token } = (await json('token', 'create', '--name', 'remote')).document;
  const elsewhere = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  const there = (...args: string[]) =>
    run([...args, '--json', '--url', server.url, '--token', token, '--data-dir', elsewhere]);
  const made = await there('token', 'create', '--name', 'from afar', '--scope', 'read', '--expires', '30d');
  assert.equal(made.code, 0, made.stdout);
  assert.deepEqual(JSON.parse(made.stdout).scopes, ['read']);
  const listed = JSON.parse((await there('token', 'list')).stdout);
  assert.ok(listed.some(({ name }: { name: string }) => name === 'from afar'));
  assert.equal((await there('token', 'create', '--name', 'x', '--account', 'nowhere')).code, 5);
  assert.deepEqual(JSON.parse((await there('token', 'revoke', 'from afar')).stdout), { revoked: 1 });
  assert.equal((await there('token', 'list', '--read-only')).code, 0);
  await rm(elsewhere, { recursive: true });
  const { code } = await json('token', 'create', '--name', 'astray', '--url', 'http://127.0.0.1:1');
  assert.equal(code, 4);
  assert.doesNotMatch((await partyline('token', 'list')).stdout, /astray|from afar/);
});

test('an unknown token: with the data folder at hand, leaving it out is enough', async () => {
  const told = await json('accounts', 'list', '--token', 'bad');
  assert.deepEqual([told.code, told.document.error.code], [3, 'sign_in_needed']);
  assert.ok(
    told.document.error.message.includes(`Leave --token out: the data folder of this server is here, ${dataDir}`),
  );
  const { code, stderr } = await run(['accounts', 'list', '--data-dir', dataDir, '--url', server.url], {
    env: { BEEPER_ACCESS_TOKEN: 'bad' },
  });
  assert.equal(code, 3);
  assert.match(stderr, /Unset BEEPER_ACCESS_TOKEN: the data folder/);
});
