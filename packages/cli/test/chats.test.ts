import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Partyline } from '@partyline/client';
import { commandsIn } from './commands-in.ts';
import { inTerminal, keys, skip } from './pseudo-terminal.ts';
import { type Served, serve } from './served.ts';

let dataDir: string;
let server: Served;
let client: Partyline;
let ada: string;
let ben: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  server = await serve(['--port=0', '--sandbox', '--data-dir', dataDir, '--log-level', 'silent']);
  client = new Partyline({ accessToken: server.token, baseURL: server.url });
  [ada, ben] = [await signIn('ada'), await signIn('ben')];
});
after(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function signIn(username: string): Promise<string> {
  const { bridgeID, loginSessionID, currentStep } = await client.bridges.loginSessions.create('local-sandbox', {
    flowID: 'form',
  });
  const done = await client.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', {
    bridgeID,
    loginSessionID,
    type: 'user_input',
    fields: { username, password: 'any' },
  });
  return done.account?.accountID ?? assert.fail(`${username} was not signed in`);
}

const { partyline, json } = commandsIn(() => dataDir);

test('a chat is begun with whoever fits, and once', async () => {
  const begun = await json('chats', 'start', 'ada', '+12025550101');
  assert.deepEqual([begun.code, begun.document.status, begun.document.accountID], [0, 'created', ada]);
  const again = await json('chats', 'start', 'ada', 'echo@sandbox.invalid');
  assert.deepEqual([again.document.status, again.document.id], ['existing', begun.document.id]);
  const group = await json('chats', 'start', 'ada', 'Echo', 'silent', '--title', 'Trip');
  assert.deepEqual([group.document.type, group.document.title], ['group', 'Trip']);
  assert.equal((await json('chats', 'start', 'ada', 'nobody-at-all')).code, 5);
  assert.equal((await json('chats', 'start', 'sandbox', 'echo')).code, 6);
});

test('a chat is found by number, ID, title, person and account', async () => {
  const { document: echo } = await json('chats', 'start', 'ada', 'echo');
  for (const name of [echo.id, echo.localChatID, 'echo', '+1 202-555-0101', 'echo@sandbox.invalid', 'ech'])
    assert.equal((await json('chats', 'show', name)).document.id, echo.id, name);
  const wrong = await partyline('chats', 'show', 'ehco');
  assert.equal(wrong.code, 5);
  assert.match(wrong.stderr, /Did you mean:\n {2}Echo .*Sandbox/);
  assert.equal((await json('chats', 'show', '!none')).code, 5);
  assert.equal((await json('chats', 'show', '...')).code, 5);
  assert.equal((await json('chats', 'show', echo.id, '--account', 'ben')).code, 5);
});

test('a name of several is listed with numbers, and --pick takes one of them', async () => {
  const first = (await json('chats', 'start', ada, 'slow')).document;
  const second = (await json('chats', 'start', ben, 'slow')).document;
  const { code, stderr } = await partyline('chats', 'show', 'slow echo');
  assert.equal(code, 6);
  const lines = stderr.split('\n').filter((line) => /^ {2}\d\. Slow Echo {2}\(Sandbox, .*\) {2}ID \d+$/.test(line));
  assert.ok(lines[0]?.includes(ada) && lines[1]?.includes(ben), stderr);
  assert.deepEqual((await json('chats', 'show', 'slow echo')).document.error.candidates, [first.id, second.id]);
  assert.equal((await json('chats', 'show', 'slow echo', '--pick', '2')).document.id, second.id);
  assert.equal((await json('--pick', '1', 'chats', 'show', 'slow echo')).document.id, first.id);
  assert.equal((await json('chats', 'show', 'slow echo', '--account', 'ben')).document.id, second.id);
  assert.equal((await json('chats', 'show', 'slow echo', '--pick', '3')).code, 6);
  assert.equal((await json('chats', 'show', 'slow echo', '--pick', '0')).code, 2);
  assert.equal((await json('chats', 'show', 'Trip', '--pick', '2')).document.title, 'Trip');
  assert.equal((await json('accounts', 'show', 'sandbox')).code, 6);
  assert.equal((await json('accounts', 'show', 'sandbox', '--pick', '2')).code, 0);
});

test('what can be changed about a chat', async () => {
  const { document: chat } = await json('chats', 'start', 'ada', 'silent');
  const change = async (words: string, ...more: string[]) => {
    const { code, document } = await json('chats', words, chat.localChatID, ...more);
    assert.equal(code, 0, JSON.stringify(document));
    return document;
  };
  assert.equal((await change('pin')).isPinned, true);
  assert.equal((await change('mute')).isMuted, true);
  assert.equal((await change('archive')).isArchived, true);
  assert.equal((await change('unarchive')).isArchived, false);
  assert.equal((await change('unread')).isMarkedUnread, true);
  assert.equal((await change('read')).isMarkedUnread, false);
  assert.ok((await change('remind', '2h', '--unless-answered')).reminder.dismissOnIncomingMessage);
  assert.equal((await change('remind', '--off')).reminder ?? null, null);
  assert.equal((await json('chats', 'remind', chat.localChatID, 'yesterday')).code, 2);
  assert.equal((await change('expire', '7d')).messageExpirySeconds, 7 * 86_400);
  await change('draft', 'not', 'yet');
  assert.match((await partyline('chats', 'draft', chat.localChatID)).stdout, /^not yet\n$/);
  assert.equal((await json('chats', 'draft', chat.localChatID, 'other')).document.error.code, 'draft_exists');
  assert.equal((await change('draft', 'other', '--replace')).draft.text, 'other');
  assert.equal((await change('draft', '--clear')).draft ?? null, null);
  assert.equal((await json('chats', 'label', chat.localChatID, 'Family')).code, 5);
  assert.equal((await change('label', 'Family', '--create')).labels[0].name, 'Family');
  assert.equal((await json('labels')).document.length, 1);
  assert.match((await partyline('labels', 'rename', 'family', 'Friends')).stdout, /Friends/);
  assert.equal((await json('chats', 'list', '--label', 'friends')).document.items.length, 1);
  assert.deepEqual((await change('unlabel', 'friends')).labels ?? [], []);
  assert.equal((await json('labels', 'delete', 'friends')).code, 2);
  assert.equal((await json('labels', 'delete', 'friends', '-y')).code, 0);
  const group = await json('chats', 'rename', 'trip', 'Journey');
  assert.equal(group.document.title, 'Journey');
});

test('the list has what is asked for, and no archived chats unless they are', async () => {
  await json('chats', 'archive', 'journey');
  const titles = async (...flags: string[]) => {
    const { document } = await json('chats', ...flags);
    return document.items.map(({ title }: { title: string }) => title);
  };
  assert.ok(!(await titles()).includes('Journey'));
  assert.deepEqual(await titles('--archived'), ['Journey']);
  assert.ok((await titles('--inbox', 'all')).includes('Journey'));
  assert.deepEqual(await titles('search', 'jour'), ['Journey']);
  assert.equal((await json('chats', '--limit', '1')).document.hasMore, true);
  assert.match((await partyline('chats', '--limit', '1')).stdout, /There are more: --limit 4/);
  assert.deepEqual(new Set(await titles('--account', 'ben', '--type', 'single')), new Set(['Slow Echo']));
  const table = (await partyline('chats', 'list')).stdout;
  assert.match(table, /^CHAT +TITLE +NETWORK +LAST +NEW\n/);
  assert.match(table, /^\d+ +Silent +Sandbox +\d\d:\d\d\n {4}\[pinned muted\]$/m);
  const unknown = await partyline('chats', 'bogus');
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /unknown command 'chats bogus'/);
});

test('deleting asks first; a network that cannot is a refusal', { skip }, async (t) => {
  const { document: chat } = await json('chats', 'start', 'ada', 'Echo', 'fan', '--title', 'Gone');
  assert.equal((await json('chats', 'delete', 'gone')).document.error.code, 'not_confirmed');
  const terminal = inTerminal(['chats', 'delete', 'gone', '--data-dir', dataDir]);
  t.after(() => terminal.type(keys.ctrlC));
  await terminal.sees(/Gone \(Sandbox\) is deleted for you/);
  await terminal.sees(/Delete it\?/);
  terminal.type(keys.enter);
  assert.equal(await terminal.ended(), 1);
  assert.equal((await json('chats', 'show', chat.id)).code, 0);
  assert.deepEqual((await json('chats', 'delete', 'gone', '-y')).document, { deleted: chat.id });
  assert.equal((await json('chats', 'show', chat.id)).code, 5);
});

test('contacts of one account and of all', async () => {
  const all = await json('contacts', 'search', 'echo@sandbox.invalid');
  assert.deepEqual(
    all.document.items.map(({ id, accountID }: { id: string; accountID: string }) => [id, accountID]).toSorted(),
    [
      ['echo', ada],
      ['echo', ben],
    ].toSorted(),
  );
  const { stdout } = await partyline('contacts', '--account', 'ada');
  assert.match(stdout, /^NAME +FOUND AS +ID +ACCOUNT\n/);
  assert.match(stdout, /^Slow Echo +slow, \+12025550102 +slow +local-sandbox_/m);
  assert.match(stdout, /^Herald \(takes no messages\)/m);
  assert.match((await partyline('contacts', 'search', 'nobody-at-all')).stdout, /Nobody was found/);
});
