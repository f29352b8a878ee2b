import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Partyline } from '@partyline/client';
import { commandsIn } from './commands-in.ts';
import { type Served, serve } from './served.ts';

let dataDir: string;
let server: Served;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  server = await serve(['--port=0', '--sandbox', '--data-dir', dataDir, '--log-level', 'silent']);
  const added = await partyline('accounts', 'add', 'sandbox', '--set', 'username=ada', '--set', 'password=any');
  assert.equal(added.code, 0, added.stderr);
});
after(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const { partyline, json } = commandsIn(() => dataDir);

test('a token with a policy, its proposals, and the audit log of both', async () => {
  const { document } = await json(
    'token',
    'create',
    '--name',
    'assistant',
    '--account',
    'sandbox',
    '--approve',
    '--sends-per-hour',
    '3',
  );
  assert.deepEqual(
    [document.policy.accountIDs.length, document.policy.approval, document.policy.sendsPerHour],
    [1, true, 3],
  );
  const [accountID] = document.policy.accountIDs;
  assert.match(
    (await partyline('token', 'list')).stdout,
    /sees accounts local-sandbox_.*\n.*3 messages an hour.*\n.*what you approve/,
  );
  const client = new Partyline({ accessToken: document.token, baseURL: server.url });
  const chat = await client.chats.start({ accountID, user: { id: 'echo' } });
  const { pendingMessageID: id } = await client.messages.send(chat.chatID, { text: 'may I?' });
  const { pendingMessageID: other } = await client.messages.send(chat.chatID, { text: 'or this?' });

  const listed = await partyline('approvals', 'list');
  assert.match(listed.stdout, /Or decide in a browser: http:\/\/localhost:\d+\/approvals/);
  assert.ok(listed.stdout.includes(id) && listed.stdout.includes('may I?') && listed.stdout.includes('assistant'));
  assert.match((await partyline('approvals', 'show', id)).stdout, /waits for you until/);
  assert.match((await partyline('approvals', 'approve', id, '--text', 'you may')).stdout, /approved, with your text/);
  assert.match((await partyline('approvals', 'refuse', other, '--reason', 'Not this')).stdout, /refused: Not this/);
  assert.equal((await partyline('approvals', 'approve', other)).code, 1);
  assert.equal((await partyline('approvals', 'show', 'm1')).code, 5);
  assert.equal((await partyline('approvals', 'list', '--state', 'nothing')).code, 2);
  assert.match((await partyline('approvals', 'list')).stdout, /Nothing waits/);
  assert.equal((await json('approvals', 'list', '--state', 'all')).document.items.length, 2);

  const audit = await partyline('audit', '--by', document.id);
  assert.equal(audit.stdout.split('\n').filter((line) => line.includes('messages.send')).length, 2);
  const lines = (await partyline('audit', 'export')).stdout.trim().split('\n');
  const entries = lines.map((line): { id: string; operation: string } => JSON.parse(line));
  assert.deepEqual(
    entries.map((entry) => Number(entry.id)),
    entries.map((entry) => Number(entry.id)).toSorted((one, two) => one - two),
  );
  for (const operation of ['bridges.loginSessions.create', 'messages.send', 'approvals.approve', 'approvals.refuse'])
    assert.ok(
      entries.some((entry) => entry.operation === operation),
      operation,
    );
});

test('a policy that names what is not there makes no token', async () => {
  const before = (await json('token', 'list')).document.length;
  const unknown = await json('token', 'create', '--name', 'x', '--chat', '!none');
  assert.deepEqual([unknown.code, unknown.document.error.code], [5, 'nothing_matched']);
  assert.equal((await json('token', 'create', '--name', 'x', '--account', 'nobody')).code, 5);
  assert.equal((await json('token', 'create', '--name', 'x', '--sends-per-hour', 'many')).code, 2);
  assert.equal((await json('token', 'list')).document.length, before);
  assert.deepEqual((await json('token', 'create', '--name', 'x', '--scope', 'read')).document.scopes, ['read']);
});
