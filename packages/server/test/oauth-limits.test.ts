/** What the owner holds a program to on the approval page is held to by each of its tokens, behind every door. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Account, ApprovalPage, Message } from '@partyline/protocol';
import type { Reply } from '../../../test/support/http.ts';
import {
  authorizePath,
  Browser,
  claimedBrowser,
  exchange,
  passphrase,
  pkce,
  postForm,
  redirected,
  register,
} from '../../../test/support/sign-in.ts';
import { type Api, apiOf, type Failure } from './support/api.ts';
import { connectedAccount, signIn, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });
const { api: owner, running } = server;
const { url } = running;
const browser = await claimedBrowser({ after }, server);
const seen = await connectedAccount(owner, 'seen');
const hidden = await signIn(owner, 'other', { fullName: '<b>hid\u202Eden' });
await untilStatus(owner, hidden.accountID, 'connected');
const both = { grant_types: ['authorization_code', 'refresh_token'] };
const chatOf = async (api: Api, accountID: string) =>
  (await api.post<{ chatID: string }>('/v1/chats/start', { accountID, user: { id: 'silent' } })).chatID;
const [seenChat, hiddenChat] = [await chatOf(owner, seen.accountID), await chatOf(owner, hidden.accountID)];

/** A program is let in with a choice. */
async function letInWith(fields: Readonly<Record<string, string>>) {
  const client = await register(url, both);
  const proof = pkce();
  const shown = await browser.open(authorizePath(client, proof));
  const reply = await browser.answer(shown, { decision: 'allow', passphrase, ...fields });
  const code = redirected(reply).searchParams.get('code') ?? '';
  const { status, body } = await exchange(url, client, proof, code);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const of = (body: Readonly<Record<string, unknown>>) => apiOf(url, String(body['access_token']));
const onlySeen = { see: 'these', [`account:${seen.accountID}`]: 'yes' };

async function seesOnlyOne(api: Api): Promise<void> {
  const accounts = await api.get<Account[]>('/v1/accounts');
  assert.deepEqual(
    accounts.map(({ accountID }) => accountID),
    [seen.accountID],
  );
  assert.equal((await api.call('GET', `/v1/chats/${encodeURIComponent(hiddenChat)}`)).status, 404);
  assert.equal((await api.call('GET', `/v1/chats/${encodeURIComponent(seenChat)}`)).status, 200);
}

test('a program is the same one over its refreshes: its keys, its budget and its uploads stay its own', async (t) => {
  const own = await startTestServer(t);
  const account = await connectedAccount(own.api, 'refreshed');
  const { chatID } = await own.api.post<{ chatID: string }>('/v1/chats/start', {
    accountID: account.accountID,
    user: { id: 'silent' },
  });
  const client = await register(own.running.url, both);
  const proof = pkce();
  const atDoor = await claimedBrowser(t, own);
  const shown = await atDoor.open(authorizePath(client, proof));
  const reply = await atDoor.answer(shown, {
    decision: 'allow',
    write: 'yes',
    passphrase,
    see: 'these',
    [`account:${account.accountID}`]: 'yes',
  });
  const code = redirected(reply).searchParams.get('code') ?? '';
  const { body } = await exchange(own.running.url, client, proof, code);
  const next = await postForm(own.running.url, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
    client_id: client.client_id,
  });
  assert.equal(next.status, 200, JSON.stringify(next.body));
  assert.notEqual(next.body['access_token'], body['access_token']);
  const [before, after] = [body, next.body].map((granted) => apiOf(own.running.url, String(granted['access_token'])));
  assert.ok(before && after);
  const path = `/v1/chats/${encodeURIComponent(chatID)}/messages`;
  const send = async (token: unknown) => {
    const response = await fetch(new URL(path, own.running.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'the-key' },
      body: JSON.stringify({ text: 'once' }),
    });
    const answer: unknown = await response.json();
    assert.equal(response.status, 200, JSON.stringify(answer));
    return answer;
  };
  assert.deepEqual(await send(next.body['access_token']), await send(body['access_token']));
  const uploaded = await before.call<{ uploadID: string }>('POST', '/v1/assets/upload/base64', {
    content: Buffer.from('a file').toString('base64'),
    fileName: 'a.txt',
  });
  const withFile = await after.call('POST', path, { text: '', attachment: { uploadID: uploaded.body.uploadID } });
  assert.equal(withFile.status, 200, JSON.stringify(withFile.body));
});

test('the page lists the accounts to the owner, as text, and to nobody else', async (t) => {
  const client = await register(url);
  const { text } = await browser.open(authorizePath(client, pkce()));
  assert.match(text, new RegExp(`<input type="checkbox" name="account:${seen.accountID}" value="yes">`));
  assert.match(text, /&lt;b&gt;hid/);
  assert.doesNotMatch(text, /\u202E|<b>/);
  assert.match(text, /name="see" value="all" checked/);
  const stranger = new Browser(t, url);
  const shown = await stranger.open(authorizePath(client, pkce()));
  const wrong = await stranger.answer(shown, { decision: 'allow', see: 'these', passphrase: 'a wrong guess at it' });
  for (const page of [shown, wrong]) {
    assert.doesNotMatch(page.text, new RegExp(`${seen.accountID}|&lt;b`));
    assert.match(page.text, /name="see" value="these"/);
  }
  assert.match(wrong.text, /name="see" value="these" checked/);
});

test('accounts that were chosen are all that its tokens see, after a refresh and a restart too', async () => {
  const body = await letInWith({ ...onlySeen, write: 'yes' });
  await seesOnlyOne(of(body));
  const next = await postForm(url, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
  });
  assert.equal(next.status, 200);
  await seesOnlyOne(of(next.body));
  // What is the owner's alone is refused, and there is no way to a wider token.
  for (const [method, path] of [
    ['POST', '/v1/tokens'],
    ['GET', '/v1/webhooks'],
    ['GET', '/v1/audit'],
  ] as const)
    assert.equal(
      (await of(next.body).call(method, path, method === 'POST' ? { name: 'wide' } : undefined)).status,
      403,
    );
  const { items } = await owner.get<{ items: { name: string; policy?: unknown }[] }>('/v1/tokens');
  assert.ok(
    items.some(
      ({ policy }) => JSON.stringify(policy) === JSON.stringify({ accountIDs: [seen.accountID], chatIDs: [] }),
    ),
  );
});

test('what it sends waits for the owner where they chose that', async () => {
  const body = await letInWith({ see: 'all', write: 'yes', approve: 'yes' });
  const api = of(body);
  assert.equal((await api.get<Account[]>('/v1/accounts')).length, 2);
  const at = `/v1/chats/${encodeURIComponent(hiddenChat)}/messages`;
  const { pendingMessageID } = await api.post<{ pendingMessageID: string }>(at, { text: 'may I?' });
  const { items } = await owner.get<ApprovalPage>('/v1/approvals?state=pending');
  assert.deepEqual(
    items.map(({ pendingMessageID: id, text }) => [id, text]),
    [[pendingMessageID, 'may I?']],
  );
  assert.equal((await owner.get<{ items: Message[] }>(at)).items.length, 0);
  const next = await postForm(url, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
  });
  await of(next.body).post(at, { text: 'and this?' });
  assert.equal((await owner.get<ApprovalPage>('/v1/approvals?state=pending')).items.length, 2);
  const refused = await of(next.body).call<Failure>('DELETE', `${at}/1`);
  assert.equal(refused.status, 403);
});

test('a choice that could mean two things is asked for again, and lets nobody in', async () => {
  const client = await register(url);
  const answerTo = async (fields: Record<string, string>): Promise<Reply> =>
    browser.answer(await browser.open(authorizePath(client, pkce())), { decision: 'allow', write: 'yes', ...fields });
  for (const fields of [
    { ...onlySeen, see: 'all' },
    { see: 'these' },
    { see: 'some' },
    { see: 'these', 'account:nowhere_1': 'yes' },
  ]) {
    const reply = await answerTo(fields);
    assert.deepEqual([reply.status, reply.headers.location], [422, undefined], JSON.stringify(fields));
    assert.match(reply.text, /role="alert"/);
  }
  // What was chosen so far is kept, and the page that is shown again is good.
  const again = await answerTo({ ...onlySeen, see: 'all', approve: 'yes' });
  assert.match(again.text, new RegExp(`name="account:${seen.accountID}" value="yes" checked`));
  assert.match(again.text, /name="approve" value="yes" checked/);
  redirected(await browser.answer(again, { decision: 'allow', ...onlySeen }));
});

test('who signs in on the page chooses accounts on the next', async (t) => {
  const stranger = new Browser(t, url);
  const client = await register(url);
  const proof = pkce();
  const shown = await stranger.open(authorizePath(client, proof));
  const second = await stranger.answer(shown, { decision: 'allow', see: 'these', passphrase });
  assert.equal(second.status, 422);
  assert.doesNotMatch(second.text, /type="password"/);
  const back = redirected(await stranger.answer(second, { decision: 'allow', ...onlySeen }));
  const { body } = await exchange(url, client, proof, back.searchParams.get('code') ?? '');
  assert.equal(body['scope'], 'read');
  await seesOnlyOne(of(body));
});

test('a device is held to the same choice', async () => {
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const client = await register(url, { grant_types: [grant], redirect_uris: [] });
  const { body } = await postForm(url, '/oauth/device_authorization', { client_id: client.client_id });
  const shown = await browser.open(`/oauth/device?user_code=${String(body['user_code'])}`);
  assert.equal((await browser.answer(shown, { decision: 'allow', ...onlySeen })).status, 200);
  const granted = await postForm(url, '/oauth/token', { grant_type: grant, device_code: String(body['device_code']) });
  await seesOnlyOne(of(granted.body));
});

test('an account that is removed takes its part of the grant with it, and nothing else opens', async () => {
  const extra = await connectedAccount(owner, 'extra');
  const body = await letInWith({ see: 'these', [`account:${extra.accountID}`]: 'yes' });
  await owner.call('DELETE', `/v1/accounts/${extra.accountID}`);
  const next = await postForm(url, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
  });
  assert.equal(next.status, 200);
  for (const one of [body, next.body]) assert.deepEqual(await of(one).get<Account[]>('/v1/accounts'), []);
});

test('another server start holds them to it still', async () => {
  const body = await letInWith({ ...onlySeen, write: 'yes' });
  const again = await server.restart();
  const next = await postForm(again.running.url, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
  });
  for (const token of [body['access_token'], next.body['access_token']])
    await seesOnlyOne(apiOf(again.running.url, String(token)));
});
