/** A webhook ends with the token it came with, so that a program that was shut out is told nothing more; and how webhooks do is counted. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NewWebhook, Webhook } from '@partyline/protocol';
import { claimedBrowser, letIn, postForm } from '../../../test/support/sign-in.ts';
import { openTokens } from '../src/auth/token-desk.ts';
import { type Api, apiOf } from './support/api.ts';
import { tamper } from './support/data-folder.ts';
import { eventually } from './support/eventually.ts';
import { hookFlags, openReceiver, readWebhook } from './support/receiver.ts';
import { command, connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';
import { tokenWith } from './support/tokens.ts';

const server = await startTestServer({ after }, { flags: hookFlags });
const { api: owner, running, dataDir } = server;
const { url } = running;
const { accountID } = await connectedAccount(owner, 'maker');
const say = (text: string) => command(owner, accountID, { say: { contact: 'herald', text } });
const add = (api: Api, address: string) =>
  api.post<NewWebhook>('/v1/webhooks', { url: address, types: ['message.upserted'] });
const disabledReason = async (webhook: Webhook) => (await readWebhook(owner, webhook)).disabledReason;

/** Of two webhooks, one that goes on shows that the other would have been told by now. */
async function toldAfter(receiver: Awaited<ReturnType<typeof openReceiver>>, witness: typeof receiver, text: string) {
  const [before, seen] = [receiver.taken().length, witness.taken().length];
  await say(text);
  await witness.untilTaken(seen + 1);
  return receiver.taken().length - before;
}

test('it says whose it is, and is told nothing from the moment its token is revoked', async (t) => {
  const [receiver, witness] = [await openReceiver(t), await openReceiver(t)];
  await add(owner, witness.url);
  const program = await tokenWith(owner, url, undefined);
  const webhook = await add(program.api, receiver.url);
  assert.deepEqual([webhook.tokenID, webhook.tokenName], [program.id, 'assistant']);
  await say('while it is good');
  await receiver.untilTaken(1);
  await owner.call('DELETE', `/v1/tokens/${program.id}`);
  assert.equal(await disabledReason(webhook), 'revoked');
  assert.equal(await toldAfter(receiver, witness, 'a secret'), 0);
  assert.equal((await owner.call('POST', `/v1/webhooks/${webhook.id}/dead-letters/replay`, {})).status, 409);
  // A change of nothing changes nothing.
  assert.equal((await owner.call('PATCH', `/v1/webhooks/${webhook.id}`, {})).status, 200);
  assert.equal(await disabledReason(webhook), 'revoked');
  // Another address does not bring it back, the owner does; and then it is theirs.
  const elsewhere = await openReceiver(t);
  const moved = await owner.call<Webhook>('PATCH', `/v1/webhooks/${webhook.id}`, { url: elsewhere.url });
  assert.deepEqual([moved.body.isDisabled, moved.body.tokenName], [true, 'PARTYLINE_ACCESS_TOKEN']);
  const on = await owner.call<Webhook>('PATCH', `/v1/webhooks/${webhook.id}`, { isDisabled: false });
  assert.equal(on.body.isDisabled, false);
  const [first] = await elsewhere.untilTaken(1);
  assert.match(first?.text ?? '', /a secret/);
});

test('so it is when the token runs out, when another process revokes it, and over a restart', async (t) => {
  const [receiver, witness] = [await openReceiver(t), await openReceiver(t)];
  await add(owner, witness.url);
  const [expiring, revoked] = [await tokenWith(owner, url, undefined), await tokenWith(owner, url, undefined)];
  const webhooks = [await add(expiring.api, receiver.url), await add(revoked.api, receiver.url)];
  tamper(dataDir, `update tokens set expires_at = 1 where id = '${expiring.id}'`);
  const desk = await openTokens(dataDir);
  t.after(() => desk.close());
  await desk.revoke(revoked.id);
  assert.equal(await toldAfter(receiver, witness, 'nobody hears'), 0);
  for (const webhook of webhooks) assert.equal(await disabledReason(webhook), 'revoked');
});

test('of a program that was let in it lasts over each exchange of tokens, and ends with the sign-in', async (t) => {
  const own = await startTestServer(t, { flags: hookFlags });
  const { accountID: home } = await connectedAccount(own.api, 'home');
  const browser = await claimedBrowser(t, own);
  const both = { grant_types: ['authorization_code', 'refresh_token'] };
  const { body } = await letIn(browser, own.running.url, both);
  const [receiver, witness] = [await openReceiver(t), await openReceiver(t)];
  await add(own.api, witness.url);
  const webhook = await add(apiOf(own.running.url, String(body['access_token'])), receiver.url);
  assert.equal(webhook.tokenName, 'Test program');
  const next = await postForm(own.running.url, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
  });
  // The first access token runs out, as they do each hour.
  tamper(
    own.dataDir,
    'update tokens set expires_at = 1 where grant_id is not null and expires_at = (select min(expires_at) from tokens)',
  );
  const tell = (text: string) => command(own.api, home, { say: { contact: 'herald', text } });
  await tell('still told');
  await receiver.untilTaken(1);
  await postForm(own.running.url, '/oauth/revoke', { token: String(next.body['refresh_token']) });
  await tell('told no more');
  await witness.untilTaken(2);
  assert.equal(receiver.taken().length, 1);
  const again = await own.restart();
  const { disabledReason: reason } = await readWebhook(again.api, webhook);
  assert.equal(reason, 'revoked');
});

test('how webhooks do is counted, by kinds of things alone', async (t) => {
  const own = await startTestServer(t, { flags: hookFlags });
  const { accountID: home } = await connectedAccount(own.api, 'counted');
  const tell = (text: string) => command(own.api, home, { say: { contact: 'herald', text } });
  const receiver = await openReceiver(t);
  const webhook = await add(own.api, receiver.url);
  const figure = async (name: string) => {
    const text = await (await fetch(new URL('/metrics', own.running.url))).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  };
  const delivered = 'partyline_webhook_posts_total{kind="event",outcome="delivered"}';
  const failed = 'partyline_webhook_posts_total{kind="event",outcome="failed"}';
  assert.equal(await figure('partyline_webhooks{state="ok"}'), 1);
  await tell('counted');
  await receiver.untilTaken(1);
  await eventually(
    () => figure(delivered),
    (count) => count === 1,
  );
  receiver.answer(() => 500);
  await tell('not taken');
  await eventually(
    () => figure(failed),
    (count) => count > 0,
  );
  assert.equal(await figure('partyline_webhooks{state="retrying"}'), 1);
  assert.ok((await figure('partyline_webhook_events_waiting')) >= 1);
  assert.equal(await figure('partyline_webhook_dead_letters'), 0);
  const all = await (await fetch(new URL('/metrics', own.running.url))).text();
  for (const secret of [webhook.id, String(receiver.port), home]) assert.ok(!all.includes(secret), secret);
});
