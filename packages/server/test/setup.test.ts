/** The setup group (contract 3.10), called as the official command line does (client-expectations.md, 2.3; auth.md, 5). */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { claimedBrowser, statusWith } from '../../../test/support/sign-in.ts';
import type { Failure } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { startTestServer } from './support/server.ts';

interface Complete {
  readonly matrix: { readonly accessToken: string };
  readonly session: { readonly state: string };
}

/** As the CLI's client is made for these calls: with a token that is none. */
async function call<T>(url: string, method: string, path: string, body?: unknown) {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: 'Bearer setup-login-public-client',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}

async function start(url: string): Promise<string> {
  const { body } = await call<{ setupRequestID: string }>(url, 'POST', '/v1/app/setup/start');
  return body.setupRequestID;
}

test('setup --email ends with a token that works: the code is on the console', async (t) => {
  const codes: string[] = [];
  const announce = (_text: string, { code = '' }: Readonly<Record<string, string>>) => void codes.push(code);
  const server = await startTestServer(t, { sandbox: false, announce });
  const { url } = server.running;
  const before = await call<{ state: string }>(url, 'GET', '/v1/app/setup');
  assert.deepEqual([before.status, before.body.state], [200, 'needs-login']);
  const started = await call<{ setupRequestID: string; signInMethods: string[] }>(url, 'POST', '/v1/app/setup/start');
  assert.deepEqual([started.status, started.body.signInMethods], [200, ['email']]);
  const { setupRequestID } = started.body;
  const asked = await call(url, 'POST', '/v1/app/setup/email', { setupRequestID, email: 'me@example.org' });
  assert.deepEqual([asked.status, asked.body], [204, undefined]);
  const [code = ''] = codes;
  assert.match(code, /^[A-Z]{4}-[A-Z]{4}$/);

  const answer = (response: string) =>
    call<Complete & Failure>(url, 'POST', '/v1/app/setup/response', { setupRequestID, response });
  const wrong = await answer('BBBB-BBBB');
  assert.deepEqual([wrong.status, wrong.body.details?.issues[0]?.path], [422, ['body', 'response']]);
  const { status, body } = await answer(` ${code.toLowerCase().replace('-', '')} `);
  assert.equal(status, 200);
  assert.equal(body.session.state, 'ready');
  const token = body.matrix.accessToken;
  assert.equal(await statusWith(url, token, '/v1/app/setup'), 200);
  assert.equal(await statusWith(url, token), 200);
  assert.equal((await answer(code)).status, 404);
});

test('five wrong codes end the request, a new code ends the one before', async (t) => {
  const codes: string[] = [];
  const server = await startTestServer(t, {
    sandbox: false,
    announce: (_text, { code = '' }) => void codes.push(code),
  });
  const { url } = server.running;
  const ask = (setupRequestID: string) =>
    call(url, 'POST', '/v1/app/setup/email', { setupRequestID, email: 'me@example.org' });
  const answer = async (setupRequestID: string, response: string) =>
    (await call(url, 'POST', '/v1/app/setup/response', { setupRequestID, response })).status;
  const first = await start(url);
  assert.equal(await answer(first, 'BBBB-BBBB'), 409);
  await ask(first);
  await ask(first);
  assert.equal(await answer(first, codes[0] ?? ''), 422);
  for (let tries = 1; tries < 5; tries++) assert.equal(await answer(first, 'BBBB-BBBB'), 422);
  assert.equal(await answer(first, codes[1] ?? ''), 404);
  assert.equal((await ask('unknown')).status, 404);
  const second = await start(url);
  const registered = await call<Failure>(url, 'POST', '/v1/app/setup/register', {
    setupRequestID: second,
    leadToken: 'x',
    username: 'x',
    acceptTerms: true,
  });
  assert.equal(registered.status, 409);
});

test('codes can be asked for so often and no more', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { url } = server.running;
  const setupRequestID = await start(url);
  const statuses: number[] = [];
  for (let times = 0; times < 31; times++)
    statuses.push((await call(url, 'POST', '/v1/app/setup/email', { setupRequestID, email: 'me@example.org' })).status);
  assert.deepEqual(new Set(statuses.slice(0, 30)), new Set([204]));
  assert.equal(statuses[30], 429);
});

test('a claimed server tells its state to tokens only', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  await claimedBrowser(t, server);
  assert.equal((await call(server.running.url, 'GET', '/v1/app/setup')).status, 401);
  const { body } = await server.api.call<{ state: string; verification?: unknown }>('GET', '/v1/app/setup');
  assert.deepEqual([body.state, body.verification], ['ready', undefined]);
});

test('verify finds nothing to verify, and its loop ends', async (t) => {
  const { api } = await startTestServer(t, { sandbox: false });
  assert.deepEqual(await api.get('/v1/app/setup/verifications'), { items: [] });
  const refused = async (method: string, path: string, body?: unknown) => {
    const answer = await api.call<Failure>(method, `/v1/app/setup/${path}`, body);
    // The SDK repeats 409 unless it is told that it does not help.
    assert.equal(answer.headers.get('x-should-retry'), 'false', path);
    return answer.status;
  };
  assert.equal(await refused('POST', 'verifications', {}), 409);
  assert.equal(await refused('POST', 'verifications', { userID: '@x:y' }), 409);
  assert.equal(await refused('POST', 'verifications/qr/scan', { data: 'x' }), 409);
  assert.equal(await refused('GET', 'verifications/active'), 404);
  for (const step of ['accept', 'cancel', 'qr/confirm-scanned', 'sas/start', 'sas/confirm'])
    assert.equal(await refused('POST', `verifications/active/${step}`), 404, step);
  assert.equal(await refused('POST', 'verification/recovery-key', { recoveryKey: 'x' }), 409);
  assert.equal(await refused('POST', 'verification/recovery-key/reset', {}), 409);
  assert.equal(await refused('POST', 'verification/recovery-key/reset/confirm', { recoveryCode: 'x' }), 409);
});

test("the code is mailed to the owner's address and to no other, and shown when mailing fails", async (t) => {
  const mails: string[] = [];
  const smtp = createServer((socket) => receiveMail(socket, mails));
  smtp.listen(0, '127.0.0.1');
  t.after(() => smtp.close());
  await once(smtp, 'listening');
  const address = smtp.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const shown: string[] = [];
  const server = await startTestServer(t, {
    sandbox: false,
    env: { PARTYLINE_SMTP_URL: `smtp://127.0.0.1:${port}`, PARTYLINE_OWNER_EMAIL: 'owner@example.org' },
    announce: (_text, { code = '' }) => void shown.push(code),
  });
  const { url } = server.running;
  const setupRequestID = await start(url);
  const ask = (email: string) => call(url, 'POST', '/v1/app/setup/email', { setupRequestID, email });
  await ask('Owner@Example.org');
  await eventually(
    () => mails.length,
    (count) => count === 1,
  );
  assert.match(mails[0] ?? '', /^To: owner@example\.org$/m);
  const response = /([A-Z]{4}-[A-Z]{4})/.exec(mails[0] ?? '')?.[1] ?? '';
  assert.equal((await call(url, 'POST', '/v1/app/setup/response', { setupRequestID, response })).status, 200);
  assert.deepEqual(shown, []);

  const other = await start(url);
  await call(url, 'POST', '/v1/app/setup/email', { setupRequestID: other, email: 'stranger@example.org' });
  await eventually(
    () => shown.length,
    (count) => count === 1,
  );
  assert.equal(mails.length, 1);
  await new Promise((resolve) => smtp.close(resolve));
  await call(url, 'POST', '/v1/app/setup/email', { setupRequestID: other, email: 'owner@example.org' });
  await eventually(
    () => shown.length,
    (count) => count === 2,
  );
});

/** As little of RFC 5321 as a client needs. */
function receiveMail(socket: Socket, mails: string[]): void {
  let mail: string | undefined;
  let buffered = '';
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.write('220 here\r\n');
  const answer = (line: string) => {
    if (mail !== undefined) {
      if (line !== '.') mail += `${line}\n`;
      else {
        mails.push(mail);
        mail = undefined;
        socket.write('250 kept\r\n');
      }
    } else if (/^data/i.test(line)) {
      mail = '';
      socket.write('354 go on\r\n');
    } else if (/^quit/i.test(line)) socket.end('221 bye\r\n');
    else socket.write('250 good\r\n');
  };
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    const lines = buffered.split('\r\n');
    buffered = lines.pop() ?? '';
    for (const line of lines) answer(line);
  });
}
