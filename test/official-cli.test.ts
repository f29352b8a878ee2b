/**
 * The official command line's calls, one after the other as it makes them, against the real program (client-expectations.md, section 2). The program
 * itself cannot be had from npm: what is replayed is what it does, with its time limits, headers and checks.
 */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { requests, type Session } from './support/official-cli.ts';
import { addSandboxAccount } from './support/sandbox.ts';
import { commandSandbox } from './support/sandbox-commands.ts';
import { environment, program, removeFolder, TOKEN, temporaryFolder } from './support/server.ts';
import { Browser, passphrase, redirected } from './support/sign-in.ts';
import { until } from './support/until.ts';

/** What the CLI asks of a server that it started: that it answers within this, and ends within that. */
const readyMs = 15_000;
const stopMs = 5_000;

describe('the official command line', () => {
  let dataDir: string;
  let child: ChildProcess;
  let url: string;
  const log: string[] = [];
  let cli: Session;

  before(async () => {
    dataDir = await temporaryFolder();
    // 2.2: flags alone, and the folder in the environment as well.
    const flags = ['--host=127.0.0.1', '--port=0', `--data-dir=${dataDir}`, '--server-env=staging'];
    const env = environment({
      BEEPER_SERVER_DATA_DIR: dataDir,
      PARTYLINE_ACCESS_TOKEN: TOKEN,
      PARTYLINE_SANDBOX: 'true',
      PARTYLINE_SANDBOX_CONFIG: '{"stepMs": 1000, "replyMs": 10}',
    });
    const began = performance.now();
    child = spawn(process.execPath, [program, ...flags], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const orphan = () => child.kill('SIGKILL');
    process.once('exit', orphan);
    child.once('exit', () => process.removeListener('exit', orphan));
    if (child.stdout === null) throw new Error('The server has no standard output');
    createInterface({ input: child.stdout }).on('line', (line) => log.push(line));
    url = await until(
      'the server says where it is',
      async () => /listens on (http:\S+)/.exec(log.join('\n'))?.[1],
      readyMs,
    );
    const answers = await fetch(`${url}/v1/info`, { signal: AbortSignal.timeout(readyMs) });
    assert.equal(answers.status, 200);
    assert.ok(performance.now() - began < readyMs, 'ready within 15 s of the start');
    cli = requests(url, TOKEN);
  });
  after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await removeFolder(dataDir);
  });

  describe('2.1 probes', () => {
    it('takes the server for one that fits every target: /v1/info within 500 ms, JSON, a bundle ID of neither kind', async () => {
      for (const host of ['127.0.0.1', 'localhost']) {
        const info = await requests(url.replace(/\/\/[^:]+/, `//${host}`)).get('/v1/info', { timeoutMs: 500 });
        assert.equal(info.status, 200);
        assert.doesNotMatch(info.body.app.bundle_id, /\.server|\.desktop/i);
        assert.equal(typeof info.body.app.version, 'string');
        assert.equal(info.body.server.remote_access, false);
        assert.match(info.body.endpoints.ws_events, /^ws:/);
      }
    });

    it('reads the state of setup within 2 s: needs-login must not block OAuth, refusals count as unknown', async () => {
      const { status, body } = await requests(url).get('/v1/app/setup', { timeoutMs: 2_000 });
      assert.ok(status === 200 || [401, 403, 404].includes(status), String(status));
      if (status === 200) assert.equal(typeof body.state, 'string');
    });

    it('reads /v1/spec without a token (2.6), and with the token that is none', async () => {
      for (const token of [undefined, 'setup-login-public-client']) {
        const spec = await requests(url, token).get('/v1/spec');
        assert.match(spec.body.openapi, /^3\.1/);
      }
    });
  });

  describe('2.3 sets up', () => {
    it('setup --server --email: start, email, response; then setup and accounts with the account token', async () => {
      const open = requests(url, 'setup-login-public-client');
      const { setupRequestID } = (await open.post('/v1/app/setup/start')).body;
      assert.equal((await open.post('/v1/app/setup/email', { setupRequestID, email: 'me@example.org' })).status, 204);
      const response = await until(
        'the code is on the console',
        async () => /\b([A-Z]{4}-[A-Z]{4})\b/.exec(log.join('\n'))?.[1],
      );
      const done = await open.post('/v1/app/setup/response', { setupRequestID, response });
      assert.equal(done.body.registrationRequired ?? false, false);
      await ready(done.body.matrix.accessToken);
    });

    it('setup --oauth: register, browser, loopback callback, token as a form; then setup and accounts', async (t) => {
      const link = /(http:\/\/\S+\/claim\/\S+)/.exec(log.join('\n'))?.[1];
      assert.ok(link, 'the first start shows the link that claims the server');
      const browser = new Browser(t, url);
      await browser.post(new URL(link).pathname, { passphrase, again: passphrase });
      const redirectURI = 'http://127.0.0.1:49152/callback';
      const registered = await requests(url).post('/oauth/register', {
        client_name: 'Beeper CLI',
        redirect_uris: [redirectURI],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        scope: 'read write',
      });
      assert.equal(registered.status, 201);
      const { client_id, authorization_endpoint, token_endpoint } = registered.body;
      const verifier = randomBytes(32).toString('base64url');
      const state = randomBytes(16).toString('base64url');
      const page = new URL(authorization_endpoint);
      for (const [name, value] of Object.entries({
        client_id,
        redirect_uri: redirectURI,
        response_type: 'code',
        code_challenge: hash('sha256', verifier, 'base64url'),
        code_challenge_method: 'S256',
        scope: 'read write',
        state,
      }))
        page.searchParams.set(name, value);
      const shown = await browser.open(page.pathname + page.search);
      const back = redirected(await browser.answer(shown, { decision: 'allow', write: 'yes', passphrase }));
      assert.equal(back.searchParams.get('state'), state);
      const form = {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        code_verifier: verifier,
        client_id,
        redirect_uri: redirectURI,
      };
      const exchanged = await fetch(token_endpoint, { method: 'POST', body: new URLSearchParams(form) });
      const tokens = JSON.parse(await exchanged.text());
      assert.deepEqual(
        [typeof tokens.access_token, tokens.token_type, typeof tokens.expires_in],
        ['string', 'Bearer', 'number'],
      );
      await ready(tokens.access_token);
      // auth logout: 5 s, no Authorization header.
      const body = new URLSearchParams({ token: tokens.access_token, token_type_hint: 'access_token' });
      const revoked = await fetch(`${url}/oauth/revoke`, { method: 'POST', body, signal: AbortSignal.timeout(5_000) });
      assert.deepEqual([revoked.status, await revoked.text()], [200, '']);
      assert.equal((await requests(url, tokens.access_token).get('/v1/accounts')).status, 401);
    });

    it('verify: nothing to verify is an answer that its loop ends on', async () => {
      const { body } = await cli.get('/v1/app/setup');
      assert.deepEqual([body.state, body.verification], ['ready', undefined]);
      assert.deepEqual((await cli.get('/v1/app/setup/verifications')).body, { items: [] });
      // A 409 that may not be repeated, once.
      const refused = await cli.post('/v1/app/setup/verifications', {});
      assert.deepEqual([refused.status, refused.headers.get('x-should-retry')], [409, 'false']);
    });

    /** What ends every sign-in: both at once. */
    async function ready(token: string): Promise<void> {
      const session = requests(url, token);
      const [setup, accounts] = await Promise.all([session.get('/v1/app/setup'), session.get('/v1/accounts')]);
      assert.equal(setup.body.state, 'ready');
      assert.ok(Array.isArray(accounts.body), 'accounts are a bare array');
    }
  });

  describe('2.4 and 2.5 with an account', () => {
    let accountID: string;
    /** As every later call names the chat. */
    let chat: string;
    const path = (more = '') => `/v1/chats/${chat}/messages${more}`;

    before(async () => {
      ({ accountID } = await addSandboxAccount(url, 'ada'));
      await commandSandbox(url, accountID, { history: { chat: 'silent', count: 120 } });
    });

    it('accounts add: a bridge that stays available, flows, a session, steps until complete; a QR code rotates within 25 s', async () => {
      const { items: bridges } = (await cli.get('/v1/bridges')).body;
      const bridge = bridges.find(({ type }: { type: string }) => type === 'sandbox');
      assert.equal(bridge.status, 'available', 'though it has an account');
      const flows = (await cli.get(`/v1/bridges/${bridge.id}/login-flows`)).body.items;
      const flow = flows.find(({ id }: { id: string }) => id === 'qr');
      const sessions = `/v1/bridges/${bridge.id}/login-sessions`;
      let { body: session } = await cli.post(sessions, { flowID: flow.id });
      const codes: string[] = [];
      while (!['complete', 'cancelled', 'failed'].includes(session.status)) {
        const { stepID, type, display } = session.currentStep;
        assert.equal(type, 'display_and_wait');
        assert.ok(stepID);
        codes.push(display.data);
        const steps = `${sessions}/${session.loginSessionID}/steps/${stepID}`;
        ({ body: session } = await cli.post(steps, { type }, { timeoutMs: 25_000 }));
      }
      assert.equal(session.status, 'complete');
      assert.equal(new Set(codes).size, 3, 'each code was shown');
    });

    it('selects an account by ID, network, bridge or user, which accounts tell', async () => {
      const { body } = await cli.get('/v1/accounts');
      const account = body.find((one: { accountID: string }) => one.accountID === accountID);
      for (const key of [
        account.network,
        account.bridge.type,
        account.bridge.id,
        account.user.id,
        account.user.username,
      ])
        assert.equal(typeof key, 'string');
    });

    it('chats start: the user as it is built from what was typed', async () => {
      for (const user of [
        { id: 'silent', username: 'silent', fullName: 'silent' },
        { email: 'silent@sandbox.invalid', username: 'silent@sandbox.invalid' },
      ]) {
        const { status, body } = await cli.post('/v1/chats/start', { accountID, user });
        assert.equal(status, 200, JSON.stringify(body));
        chat ||= (await cli.get(`/v1/chats/${encodeURIComponent(body.chatID ?? body.id)}`)).body.localChatID;
      }
      const phone = await cli.post('/v1/chats/start', { accountID, user: { phoneNumber: '+12025550101' } });
      assert.equal(phone.status, 200);
      assert.match(chat, /^\d+$/);
    });

    it('selects a chat by its title: 404 "not found" for a title with slashes, then the search, then "did you mean"', async () => {
      for (const title of ['Lobby', 'One/other thing', '50 % off? #1']) {
        const missing = await cli.get(`/v1/chats/${encodeURIComponent(title)}?maxParticipantCount=0`);
        assert.equal(missing.status, 404, title);
        assert.match(missing.body.message, /not\s*found|404/i);
      }
      const found = await cli.get('/v1/chats/search?scope=titles&query=Lobby&limit=10');
      assert.ok(found.body.items.length >= 1);
      const chats = await cli.get('/v1/chats?limit=100');
      assert.ok(chats.body.items.some((one: { title: string }) => one.title === found.body.items[0].title));
      assert.equal((await cli.get(`/v1/chats/${chat}?maxParticipantCount=0`)).body.localChatID, chat);
    });

    it('messages context: a page after a message ID has the messages next to it', async () => {
      const all = await messages();
      const middle = all.length - 40;
      const { body } = await cli.get(path(`?cursor=${all[middle]?.id}&direction=after&limit=20`));
      const ids = body.items.map(({ id }: { id: string }) => id);
      assert.ok(ids.includes(all[middle - 1]?.id), 'the neighbour');
      assert.ok(!ids.includes(all[0]?.id), 'not the newest');
    });

    it('send text --wait: the first 200 of the pending ID ends the wait, and tells how it ended', async () => {
      const sent = await cli.post(path(), { text: 'Hello', mentions: [], disableLinkPreview: true });
      const { pendingMessageID } = sent.body;
      const waited = await until(
        'the pending ID is known',
        async () => {
          const { status, body } = await cli.get(path(`/${pendingMessageID}`));
          return status === 200 ? body : undefined;
        },
        30_000,
      );
      assert.equal(waited.sendStatus.status, 'SUCCESS');
    });

    it('send file: upload as multipart, send by uploadID with an empty text; media download gives the bytes back', async () => {
      const uploaded = await cli.upload('/v1/assets/upload', Buffer.from('Hello file'), 'hello.txt', 'text/plain');
      assert.equal(uploaded.status, 200, JSON.stringify(uploaded.body));
      const { uploadID } = uploaded.body;
      const size = { width: 1, height: 1 };
      const attachment = { uploadID, fileName: 'hello.txt', mimeType: 'text/plain', size };
      const sent = await cli.post(path(), { text: '', attachment });
      assert.equal(sent.status, 200, JSON.stringify(sent.body));
      const { body } = await cli.get(path(`/${sent.body.pendingMessageID}`));
      const { srcURL } = body.attachments[0];
      const served = await fetch(`${url}/v1/assets/serve?url=${encodeURIComponent(srcURL)}`, {
        headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/octet-stream' },
      });
      assert.equal(await served.text(), 'Hello file');
    });

    it('chats draft: sets one with the whole result of an upload, and clears it with null', async () => {
      const { body: upload } = await cli.upload('/v1/assets/upload', Buffer.from('x'), 'x.txt', 'text/plain');
      const draft = { text: 'Soon', attachments: { [upload.uploadID]: upload } };
      const set = await cli.patch(`/v1/chats/${chat}`, { draft });
      assert.deepEqual([set.status, set.body.draft?.text], [200, 'Soon']);
      const cleared = await cli.patch(`/v1/chats/${chat}`, { draft: null });
      assert.deepEqual([cleared.status, cleared.body.draft ?? null], [200, null]);
    });

    it('presence: typing', async () => {
      assert.equal((await cli.post(`/v1/chats/${chat}/typing`, { state: 'typing' })).status, 204);
    });

    it('contacts list: each has an ID to print', async () => {
      const { body } = await cli.get(`/v1/accounts/${encodeURIComponent(accountID)}/contacts/list`);
      assert.ok(body.items.length > 0);
      assert.ok(body.items.every((one: { userID?: string; id?: string }) => one.userID ?? one.id));
    });

    it('export: accounts, every chat by paging, every message once, and on from a message ID after an interruption', async () => {
      assert.ok((await cli.get('/v1/accounts')).body.length > 0);
      const chats: string[] = [];
      for (let query = 'limit=1'; ; ) {
        const { body } = await cli.get(`/v1/chats?${query}`);
        chats.push(...body.items.map(({ localChatID }: { localChatID: string }) => localChatID));
        if (!body.hasMore) break;
        query = `limit=1&cursor=${encodeURIComponent(body.oldestCursor)}`;
      }
      assert.equal(new Set(chats).size, chats.length);
      assert.ok(chats.includes(chat));
      assert.equal((await cli.get(`/v1/chats/${chat}?maxParticipantCount=500`)).status, 200);
      const all = await messages();
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      assert.ok(all.length >= 120);
      const keys = all.map(({ sortKey }) => sortKey);
      assert.deepEqual(keys, keys.toSorted().reverse(), 'sort keys order as strings');
      assert.deepEqual(await messages(all[30]?.id), all.slice(31), 'the rest, from the stored message ID');
    });

    it('watch: the address of /v1/info, subscriptions.set at open, a message as it comes, close 1000 at the end', async () => {
      const { endpoints } = (await cli.get('/v1/info')).body;
      const socket = await cli.watch(endpoints.ws_events);
      await cli.post(path(), { text: 'Watched' });
      const event = await socket.until(({ type }) => type === 'message.upserted');
      assert.ok(event.ts);
      assert.ok(event.entries?.length);
      assert.equal(await socket.close(), 1000);
    });

    it('end-to-end probes (2.6)', async () => {
      for (const probe of [
        '/v1/info',
        '/v1/spec',
        '/v1/app/setup',
        '/v1/app/setup/verifications',
        '/v1/accounts',
        '/v1/chats?limit=10',
      ])
        assert.equal((await cli.get(probe)).status, 200, probe);
    });

    async function messages(from?: string): Promise<{ id: string; sortKey: string }[]> {
      const read: { id: string; sortKey: string }[] = [];
      for (let cursor = from; ; ) {
        const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}&direction=before`;
        const { body } = await cli.get(path(query));
        read.push(...body.items);
        if (!body.hasMore || body.items.length === 0) return read;
        cursor = body.items.at(-1).id;
      }
    }
  });

  it('2.2 stops the server: SIGTERM ends it in good order within 5 s', async () => {
    const began = performance.now();
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.ok(performance.now() - began < stopMs);
  });
});
