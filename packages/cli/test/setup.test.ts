import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { Browser, passphrase, statusWith } from '../../../test/support/sign-in.ts';
import { inTerminal, keys, skip } from './pseudo-terminal.ts';
import { run, temporaryFolder } from './run.ts';
import { serve } from './served.ts';
import { begin, claimedServer, home } from './signed-in.ts';

/** Its tokens are shorter than what a command wants to begin with: every command exchanges them. */
const shared = await claimedServer({ after }, '--refreshed-token-minutes=1');
const { url, dataDir, token } = shared;

test('setup claims the server of this machine with a passphrase from a file, once, and says what comes next', async (t) => {
  const server = await unclaimed(t);
  const { dataDir } = server;
  const file = join(await temporaryFolder(t), 'passphrase');
  const { json } = await home(t);
  const setup = () => json(['setup', '--passphrase-file', file, '--data-dir', dataDir]);
  const before = await json(['setup', '--data-dir', dataDir]);
  assert.deepEqual([before.code, before.document.server.claimed], [0, false]);
  await writeFile(file, 'short\n');
  const weak = await setup();
  assert.deepEqual([weak.code, weak.document.error.code], [2, 'weak_passphrase']);
  assert.equal((await setup()).document.error.code, 'weak_passphrase', 'nothing was claimed');
  await writeFile(file, `${passphrase}\nanother line\n`);
  const { code, document } = await setup();
  assert.equal(code, 0);
  assert.deepEqual([document.server.url, document.server.claimed, document.accounts], [server.url, true, 0]);
  assert.match(document.next.join('\n'), /accounts add --data-dir /);
  const again = await setup();
  assert.deepEqual([again.code, again.document.error.code], [2, 'claimed']);
  // By its address it is the same server.
  const byURL = await json(['setup', '--url', server.url, '--data-dir', dataDir]);
  assert.deepEqual([byURL.code, byURL.document.server.claimed], [0, true]);
});

test('setup at a terminal: asks for the passphrase twice, and again when it will not do', { skip }, async (t) => {
  const server = await unclaimed(t);
  const { dataDir } = server;
  const terminal = inTerminal(['setup', '--data-dir', dataDir], (await home(t)).env);
  t.after(() => terminal.type(keys.ctrlC));
  await terminal.sees(/let programs in now\?/);
  terminal.type(keys.enter);
  const answer = async (first: string, again: string) => {
    await terminal.sees(/at least 12 characters/);
    terminal.type(`${first}${keys.enter}`);
    await terminal.sees(/The same again/);
    terminal.type(`${again}${keys.enter}`);
  };
  await answer(passphrase, `${passphrase}!`);
  await terminal.sees(/The two are not the same/);
  await answer('short', 'short');
  await terminal.sees(/Choose at least 12 characters/);
  await answer(passphrase, passphrase);
  await terminal.sees(/The server is yours: programs with a browser ask for your passphrase/);
  await terminal.sees(/accounts add/);
  assert.equal(await terminal.ended(), 0);
  assert.doesNotMatch(terminal.raw(), new RegExp(passphrase));
});

test('setup --url signs in in the browser; later commands need nothing more; sign-out ends it at the server', async (t) => {
  const me = await home(t);
  const { code, document } = await me.json(['setup', '--url', `${url}/`]);
  assert.equal(code, 0, JSON.stringify(document));
  const { host } = new URL(url);
  const { expiresAt, ...kept } = document.server;
  assert.deepEqual(kept, { name: host, url, way: 'browser', isDefault: true });
  assert.ok(Date.parse(expiresAt) > Date.now());
  assert.equal(await me.mode(), '600');
  const [{ accessToken, refresh }] = (await me.servers()).servers;
  assert.match(refresh.token, /^plr_/);
  assert.doesNotMatch(JSON.stringify(document), new RegExp(accessToken));

  assert.deepEqual(await me.json(['accounts', 'list']), { code: 0, document: [] });
  assert.deepEqual(await me.json(['accounts', 'list', '--url', url]), { code: 0, document: [] });
  const { items } = (await me.json(['targets', 'list'])).document;
  assert.deepEqual(
    items.map(({ name, answers, isDefault }: { name: string; answers: boolean; isDefault: boolean }) => [
      name,
      answers,
      isDefault,
    ]),
    [[host, true, true]],
  );

  assert.deepEqual((await me.json(['sign-out'])).document, { signedOut: host, url, revoked: true });
  assert.equal(await statusWith(url, accessToken), 401);
  assert.deepEqual((await me.servers()).servers, []);
  assert.deepEqual([(await me.json(['sign-out'])).code, (await me.json(['accounts', 'list'])).code], [5, 4]);
  const asked = await me.json(['accounts', 'list', '--url', url]);
  assert.deepEqual([asked.code, asked.document.error.code], [3, 'sign_in_needed']);
  assert.match(asked.document.error.message, /sign in with `.*setup --url http/);
});

test('the owner refuses: setup ends with 1 and keeps nothing', async (t) => {
  const me = await home(t);
  const { code, document } = await me.json(['setup', '--url', url], { DECISION: 'deny' });
  assert.deepEqual([code, document.error.code], [1, 'sign_in_refused']);
  assert.ok(!existsSync(me.file));
});

test('tokens that run out are exchanged, also by commands side by side; one that was taken away ends it in words', async (t) => {
  const me = await home(t);
  await me.json(['setup', '--url', url]);
  const first = (await me.servers()).servers[0];
  const outcomes = await Promise.all(Array.from({ length: 3 }, () => me.json(['accounts', 'list'])));
  assert.deepEqual(
    outcomes.map(({ code }) => code),
    [0, 0, 0],
  );
  const later = (await me.servers()).servers[0];
  assert.notEqual(later.refresh.token, first.refresh.token);
  assert.equal(await me.mode(), '600');
  // Had one of them used a refresh token twice, the sign-in would be over.
  assert.equal((await me.json(['accounts', 'list'])).code, 0);

  const { document: tokens } = await me.json(['token', 'list', '--data-dir', dataDir]);
  const { name } = tokens.find((one: { name: string }) => one.name.startsWith('partyline on '));
  await me.json(['token', 'revoke', name, '--all', '--data-dir', dataDir]);
  const ended = await me.json(['accounts', 'list']);
  assert.deepEqual([ended.code, ended.document.error.code], [3, 'sign_in_needed']);
  assert.match(ended.document.error.message, /sign in to http\S+ again with `npx partyline setup --url /);
});

test('setup --device shows a code that is typed elsewhere', async (t) => {
  const me = await home(t);
  const setup = begin(['setup', '--device', '--url', url, '--scope', 'read', '--name', 'work'], me.env);
  const code = await setup.prints(/^ {2}([A-Z]{4}-[A-Z]{4})$/m);
  const browser = new Browser(t, url);
  await browser.answer(await browser.open(`/oauth/device?user_code=${code}`), { decision: 'allow', passphrase });
  const { code: exit, output, errors } = await setup.ended();
  assert.equal(exit, 0, errors);
  assert.match(output, /Signed in to http:\S+ \(Partyline \S+\) as "work"/);
  assert.equal((await me.json(['accounts', 'list'])).code, 0);
  const written = await me.json(['api', 'post', '/v1/focus', '--data', '{}']);
  assert.deepEqual([written.code, (await me.servers()).servers[0].way], [0, 'device']);
  const refused = await me.json(['api', 'post', '/v1/webhooks', '--data', '{"url":"https://example.org"}']);
  assert.equal(refused.code, 3, 'it may only read');
});

test('setup --email takes the code of the console', async (t) => {
  const me = await home(t);
  const setup = begin(['setup', '--url', url, '--email', 'me@example.org', '--json'], me.env);
  await setup.prints(/made a code/);
  const shown = async () => /\b([A-Z]{4}-[A-Z]{4})\b/.exec(shared.output())?.[1];
  let code = await shown();
  while (code === undefined) {
    await once(shared.child, 'line', { signal: AbortSignal.timeout(10_000) });
    code = await shown();
  }
  setup.type(code);
  const { code: exit, output, errors } = await setup.ended();
  assert.equal(exit, 0, output + errors);
  assert.equal(JSON.parse(output).server.way, 'code');
  assert.equal((await me.json(['accounts', 'list'])).code, 0);
});

test('a token that the person has: kept when it works, forgotten and not revoked by sign-out', async (t) => {
  const me = await home(t);
  const wrong = await me.json(['setup', '--url', url, '--token', 'not-a-token']);
  assert.deepEqual([wrong.code, existsSync(me.file)], [3, false]);
  assert.equal((await me.json(['setup', '--url', url, '--name', 'mine'], { PARTYLINE_TOKEN: token })).code, 0);
  assert.deepEqual(await me.json(['accounts', 'list']), { code: 0, document: [] });
  assert.equal((await me.json(['sign-out', 'mine'])).document.revoked, false);
  assert.equal(await statusWith(url, token), 200);
});

test('which server is called: what is named, then the data folder, then the usual one; two have two names', async (t) => {
  const [one, other] = [shared, await claimedServer(t)];
  const me = await home(t);
  await me.json(['setup', '--url', one.url, '--name', 'one'], { PARTYLINE_TOKEN: one.token });
  const taken = await me.json(['setup', '--url', other.url, '--name', 'ONE'], { PARTYLINE_TOKEN: other.token });
  assert.deepEqual([taken.code, taken.document.error.code], [2, 'usage']);
  const second = await me.json(['setup', '--url', other.url, '--name', 'other'], { PARTYLINE_TOKEN: other.token });
  assert.equal(second.document.server.isDefault, false);
  const called = async (...args: string[]) =>
    (await me.json(['api', 'get', '/v1/info', ...args])).document.server.base_url;
  const port = (url: string) => new URL(url).port;
  assert.equal(port(await called()), port(one.url));
  assert.equal(port(await called('--url', other.url)), port(other.url));
  assert.equal(port(await called('--data-dir', other.dataDir)), port(other.url));
  assert.deepEqual((await me.json(['servers', 'use', 'other'])).document, { default: 'other', url: other.url });
  assert.equal(port(await called()), port(other.url));
  assert.equal((await me.json(['servers', 'use', 'none'])).code, 5);
  assert.equal((await me.json(['servers', 'remove', 'other'])).code, 0);
  assert.equal(await statusWith(other.url, other.token), 200);
  // None is usual now, and none is picked by itself.
  assert.equal((await me.json(['accounts', 'list'])).code, 4);
  const readOnly = await me.json(['servers', 'use', 'one', '--read-only']);
  assert.deepEqual([readOnly.code, readOnly.document.error.code], [2, 'read_only']);
});

test('a server that sends programs elsewhere, and a file that is broken, are told; nothing is sent or lost', async (t) => {
  const posted: string[] = [];
  const lying = await liar(t, posted);
  const me = await home(t);
  const { code, document } = await me.json(['setup', '--url', lying]);
  assert.deepEqual([code, document.error.code, posted], [4, 'other_server', []]);

  await mkdir(dirname(me.file), { recursive: true });
  await writeFile(me.file, '{"servers": [{"name": "x"}]}');
  const broken = await me.json(['servers', 'list']);
  assert.deepEqual([broken.code, broken.document.error.code], [1, 'servers_file']);
  assert.match(broken.document.error.message, /Mend it, or remove it/);
  const elsewhere = await run(['setup', '--url', 'ftp://x'], { env: me.env });
  assert.equal(elsewhere.code, 2);
  assert.match(elsewhere.stderr, /--url must be like https:\/\/chat\.example\.org/);
});

async function unclaimed(t: TestContext) {
  const dataDir = await temporaryFolder(t);
  const server = await serve(['--port=0', '--log-level=silent', `--data-dir=${dataDir}`]);
  t.after(() => server.stop());
  return { url: server.url, dataDir };
}

/** Says that tokens are to be had at another place. */
async function liar(t: TestContext, posted: string[]): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === 'POST') posted.push(request.url ?? '');
    const url = `http://${request.headers.host}`;
    const doors = {
      issuer: url,
      authorization_endpoint: `${url}/oauth/authorize`,
      registration_endpoint: `${url}/oauth/register`,
      token_endpoint: 'https://elsewhere.example.org/oauth/token',
    };
    const info = { app: { name: 'Liar', version: '1' }, server: {} };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/v1/info' ? info : doors));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}
