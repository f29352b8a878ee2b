import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { commandsIn } from './commands-in.ts';
import { type Served, serve } from './served.ts';

let dataDir: string;
let server: Served;
let status = 200;
const receiver = createServer((request, response) => {
  request.resume();
  response.writeHead(status).end();
});
let url: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  const flags = ['--webhook-private-addresses', '127.0.0.1', '--log-level', 'silent'];
  server = await serve(['--port=0', '--sandbox', '--data-dir', dataDir, ...flags]);
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const address = receiver.address();
  assert.ok(address !== null && typeof address === 'object');
  url = `http://127.0.0.1:${address.port}/hook`;
});
after(async () => {
  await server.stop();
  receiver.close();
  receiver.closeAllConnections();
  await rm(dataDir, { recursive: true, force: true });
});

const { partyline, json } = commandsIn(() => dataDir);

test('a webhook from adding to removing', async () => {
  assert.match((await partyline('webhooks', 'list')).stdout, /No webhooks yet.*webhooks add/s);
  const added = await json('webhooks', 'add', url, '--type', 'reminder.due', '--description', 'my receiver');
  assert.equal(added.code, 0);
  const { id, secret } = added.document;
  assert.match(secret, /^whsec_/);
  const listed = await partyline('webhooks', 'list');
  assert.ok(listed.stdout.includes(id) && listed.stdout.includes('only events: reminder.due'));
  // The token of the command that added it is gone.
  assert.match(listed.stdout, / ok$/m);
  assert.ok(!listed.stdout.includes(secret));
  assert.match((await partyline('webhooks', 'test', 'my receiver')).stdout, /^delivered, HTTP 200/);
  status = 500;
  const failed = await json('webhooks', 'test', id);
  assert.deepEqual([failed.code, failed.document.error], [1, 'HTTP 500']);
  status = 200;
  const shown = await json('webhooks', 'show', id);
  assert.deepEqual(
    shown.document.deliveries.map((one: { status: number }) => one.status),
    [500, 200],
  );
  const rotated = await json('webhooks', 'rotate', id, '--overlap', '2');
  assert.notEqual(rotated.document.secret, secret);
  assert.ok(rotated.document.previousSecretUntil);
  assert.equal((await json('webhooks', 'disable', id)).document.disabledReason, 'owner');
  assert.equal((await json('webhooks', 'enable', id)).document.isDisabled, false);
  assert.deepEqual((await json('webhooks', 'remove', 'receiver')).document, { removed: id });
  assert.equal((await json('webhooks', 'show', id)).code, 5);
});

test('dead letters are listed and posted again', async () => {
  const { document: webhook } = await json('webhooks', 'add', url, '--type', 'reminder.due');
  assert.match((await partyline('webhooks', 'dead', webhook.id)).stdout, /^No dead letters/);
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  const insert = database.prepare(
    "insert into webhook_dead_letters (webhook_id, seq, type, subject, at, failed_at, attempts, error) values (?, ?, 'chat.deleted', '!gone:irc.localhost', 1, 2, 3, 'HTTP 500')",
  );
  for (const seq of [1, 2, 3]) insert.run(webhook.id, seq);
  database.close();
  const dead = await partyline('webhooks', 'dead', webhook.id);
  assert.match(
    dead.stdout,
    /chat\.deleted +!gone:irc\.localhost.*given up .* after 3 tries: HTTP 500.*webhooks replay/s,
  );
  const { document } = await json('webhooks', 'dead', webhook.id);
  const ids = document.items.map((letter: { id: string }) => letter.id).reverse();
  status = 503;
  const failed = await json('webhooks', 'replay', webhook.id);
  assert.deepEqual([failed.code, failed.document.remaining, failed.document.failure.status], [1, 3, 503]);
  status = 200;
  const one = await json('webhooks', 'replay', webhook.id, ids[1]);
  assert.deepEqual([one.code, one.document], [0, { replayed: [ids[1]], remaining: 2 }]);
  assert.match((await partyline('webhooks', 'replay', webhook.id)).stdout, /^Delivered 2; 0 left/);
  await json('webhooks', 'remove', webhook.id);
});

test('chats are named as everywhere, and one that is gone by its ID', async () => {
  await json('accounts', 'add', 'sandbox', '--set', 'username=ada', '--set', 'password=x');
  const { document } = await json('webhooks', 'add', url, '--chat', 'lobby', '--chat', '!gone:irc.localhost');
  const lobby = (await json('chats', 'show', 'lobby')).document.id;
  assert.deepEqual(document.chatIDs, [lobby, '!gone:irc.localhost'].sort());
  await json('webhooks', 'remove', document.id);
});

test('what makes no sense is refused in words', async () => {
  assert.equal((await json('webhooks', 'add', url, '--type', 'message.read')).code, 2);
  assert.equal((await json('webhooks', 'add', url, '--account', 'nobody')).code, 5);
  assert.equal((await json('webhooks', 'add', url, '--chat', 'nobody')).code, 5);
  const private_ = await json('webhooks', 'add', 'https://192.168.1.1/');
  assert.equal(private_.code, 1);
  assert.match(private_.document.error.message, /webhookPrivateAddresses/);
  assert.equal((await json('webhooks', 'rotate', 'x', '--overlap', 'soon')).code, 2);
});
