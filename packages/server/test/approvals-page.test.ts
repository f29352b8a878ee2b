/** The page on which the owner decides what programs may send, at the level of HTTP. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Approval, AuditPage, Message } from '@partyline/protocol';
import type { Reply } from '../../../test/support/http.ts';
import { Browser, claimedBrowser, pageSecret, passphrase } from '../../../test/support/sign-in.ts';
import { eventually } from './support/eventually.ts';
import { command } from './support/sandbox.ts';
import { type Place, path, placeToSend, settled, textsReceived } from './support/sending.ts';
import { type Scope, startTestServer, type TestServer } from './support/server.ts';
import { type Held, tokenWith } from './support/tokens.ts';

interface Desk {
  readonly server: TestServer;
  readonly place: Place;
  readonly held: Held;
  readonly browser: Browser;
  propose(body: string | Readonly<Record<string, unknown>>): Promise<string>;
  state(id: string): Promise<Approval>;
}

async function desk(t: Scope, contact?: string): Promise<Desk> {
  const server = await startTestServer(t);
  const place = await placeToSend(server, contact);
  const held = await tokenWith(server.api, server.running.url, { approval: true });
  return {
    server,
    place,
    held,
    browser: await claimedBrowser(t, server),
    async propose(body) {
      const message = typeof body === 'string' ? { text: body } : body;
      return (await held.api.post<{ pendingMessageID: string }>(path(place), message)).pendingMessageID;
    },
    state: (id) => server.api.get<Approval>(`/v1/approvals/${id}`),
  };
}

/** Presses a button of the page. */
async function press(
  browser: Browser,
  shown: Reply,
  id: string,
  fields: Readonly<Record<string, string>>,
  headers?: Readonly<Record<string, string>>,
): Promise<Reply> {
  return browser.post(`/approvals/${id}`, { page: pageSecret(shown), ...fields }, headers);
}

/** As a person reads it. */
const read = ({ text }: Reply): string =>
  text
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<textarea.*?<\/textarea>/gs, '')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

const open = (browser: Browser): Promise<Reply> => browser.open('/approvals');

/** The session was begun longer ago than it is believed without the passphrase. */
async function age({ server }: Desk): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(server.dataDir, 'partyline.db'));
  database.prepare('update owner_sessions set confirmed_at = confirmed_at - 600000').run();
  database.close();
}

describe('the approvals page', { timeout: 180_000 }, () => {
  it('shows who wants to send what, where to, and until when; approved, it is sent as it is', async (t) => {
    const { browser, place, propose, state, server } = await desk(t);
    assert.match(read(await open(browser)), /Nothing waits for your approval/);
    const id = await propose('may **I**?\nReally');
    const shown = await open(browser);
    assert.match(
      read(shown),
      /To with silent On Sandbox, as .*Asked for by assistant (?:now|1 minute ago)\. may \*\*I\*\*\? Really/,
    );
    assert.match(read(shown), /it is dropped in 3 days \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)/);
    const reply = await press(browser, shown, id, { decision: 'approve' });
    assert.deepEqual([reply.status, reply.headers.location], [303, `/approvals?about=${id}`]);
    await settled(place, id);
    const after = await browser.open(reply.headers.location ?? '');
    assert.match(read(after), /with silent: Approved, and sent\..*Nothing waits.*What became of the last ones/);
    assert.deepEqual(await textsReceived(place), ['may I?\nReally']);
    assert.equal((await state(id)).isEdited, false);
    const { items } = await server.api.get<AuditPage>('/v1/audit');
    const noted = items.find(({ operation }) => operation === 'approvals.approve');
    assert.deepEqual(
      [noted?.tokenID, noted?.tokenName, noted?.target['pendingMessageID'], noted?.result],
      ['owner-page', 'the page /approvals', id, 'done'],
    );
  });

  it('sends the text of the owner instead, line by line as it was typed', async (t) => {
    const { browser, place, propose, state } = await desk(t);
    const id = await propose('clumsy');
    const reply = await press(browser, await open(browser), id, { decision: 'edit', text: 'elegant\r\nand *kind*' });
    assert.equal(reply.status, 303);
    await settled(place, id);
    assert.deepEqual(await textsReceived(place), ['elegant\nand kind']);
    const { text, isEdited } = await state(id);
    assert.deepEqual([text, isEdited], ['elegant\nand *kind*', true]);
    assert.match(read(await open(browser)), /Approved with your text, and sent\./);
    const nothing = await propose('something');
    const empty = await press(browser, await open(browser), nothing, { decision: 'edit', text: '' });
    assert.equal(empty.status, 422);
    assert.match(read(empty), /needs a text or an attachment\. Nothing was sent/);
    assert.equal((await state(nothing)).state, 'pending');
  });

  it('refuses, with a reason that the program is told', async (t) => {
    const { browser, place, held, propose } = await desk(t);
    const id = await propose('rude');
    const reply = await press(browser, await open(browser), id, { decision: 'refuse', reason: 'Too <rude>' });
    assert.match(read(await browser.open(reply.headers.location ?? '')), /with silent: Not sent\. Too <rude>/);
    const { sendStatus } = await held.api.get<Message>(path(place, `/${id}`));
    assert.deepEqual([sendStatus?.status, sendStatus?.reason], ['FAIL_PERMANENT', 'refused']);
    assert.match(sendStatus?.message ?? '', /Too <rude>/);
    assert.deepEqual(await textsReceived(place), []);
  });

  it('takes each page once: a second press sends nothing more, and loses nothing that was typed', async (t) => {
    const { browser, place, propose, state } = await desk(t);
    const [first, second] = [await propose('first'), await propose('second')];
    const shown = await open(browser);
    const both = await Promise.all(
      [1, 2].map(() => press(browser, shown, first, { decision: 'edit', text: 'first, once' })),
    );
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 409]);
    const stale = await press(browser, shown, second, { decision: 'edit', text: 'typed for long' });
    assert.equal(stale.status, 409);
    assert.match(read(stale), /answered already, or stood open for too long\. Nothing was done/);
    assert.match(stale.text, /<textarea[^>]*>\s*typed for long<\/textarea>/);
    assert.equal((await state(second)).state, 'pending');
    assert.equal((await press(browser, stale, second, { decision: 'edit', text: 'typed for long' })).status, 303);
    await settled(place, second);
    assert.deepEqual(await textsReceived(place), ['first, once', 'typed for long']);
  });

  it('says so when a message was decided elsewhere, taken back, or nobody decided in time', async (t) => {
    const { browser, held, place, propose, server } = await desk(t);
    const [refused, sent, withdrawn, late] = [
      await propose('refused'),
      await propose('sent'),
      await propose('withdrawn'),
      await propose('late'),
    ];
    const [one, two, three, four] = [
      await open(browser),
      await open(browser),
      await open(browser),
      await open(browser),
    ];
    await server.api.post(`/v1/approvals/${refused}/refuse`, { reason: 'no' });
    await server.api.post(`/v1/approvals/${sent}/approve`, {});
    await settled(place, sent);
    assert.equal((await held.api.call('DELETE', `/v1/outbox/${withdrawn}`)).status, 204);
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(server.dataDir, 'partyline.db'));
    database.prepare('update proposals set expires_at = ? where pending_id = ?').run(Date.now() - 1, late);
    database.close();
    const approve = { decision: 'approve' };
    const answers = [
      await press(browser, one, refused, approve),
      await press(browser, two, sent, { decision: 'refuse' }),
      await press(browser, three, withdrawn, approve),
      await press(browser, four, late, approve),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [409, 409, 409, 409],
    );
    const said = answers.map(read);
    assert.match(said[0] ?? '', /refused already\. Nothing was sent\..*with silent: Not sent\. no/);
    assert.match(said[1] ?? '', /approved already.*with silent: Approved, and sent/);
    assert.match(said[2] ?? '', /Not sent\. It was taken back/);
    assert.match(
      said[3] ?? '',
      /The time to approve this message is over\. Nothing was sent.*Nothing waits for your approval/,
    );
    assert.deepEqual(await textsReceived(place), ['sent']);
    await propose('another');
    const unknown = await press(browser, await open(browser), 'm1', approve);
    assert.equal(unknown.status, 404);
  });

  it('shows the file that goes with a message, what it answers, and when it is to be sent', async (t) => {
    const { browser, held, place, propose, server } = await desk(t);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const upload = async (content: Buffer, fileName: string) =>
      (
        await held.api.post<{ uploadID: string }>('/v1/assets/upload/base64', {
          content: content.toString('base64'),
          fileName,
        })
      ).uploadID;
    const { pendingMessageID } = await server.api.post<{ pendingMessageID: string }>(path(place), {
      text: 'What do <you> say?',
    });
    const replyToMessageID = (await settled(place, pendingMessageID)).id;
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const picture = await propose({
      text: 'look',
      attachment: { uploadID: await upload(png, 'dot.png') },
      replyToMessageID,
      sendAt,
    });
    const page = await propose({
      attachment: { uploadID: await upload(Buffer.from('<script>alert(1)</script>'), 'x.html') },
    });
    const shown = await open(browser);
    assert.match(
      read(shown),
      /It answers: What do <you> say\?.*With the file dot\.png \(image\/png, 70 bytes\).*To be sent at .*in (?:1 hour|59 minutes)/,
    );
    assert.match(shown.text, new RegExp(`<img src="/approvals/${picture}/file"`));
    assert.match(String(shown.headers['content-security-policy']), /img-src 'self'/);
    assert.doesNotMatch(shown.text, new RegExp(`<img src="/approvals/${page}/file"`));
    const file = await browser.open(`/approvals/${picture}/file`);
    assert.deepEqual([file.status, file.headers['content-type']], [200, 'image/png']);
    const hostile = await browser.open(`/approvals/${page}/file`);
    assert.match(String(hostile.headers['content-security-policy']), /sandbox/);
    assert.match(String(hostile.headers['content-disposition']), /^attachment/);
    const stranger = await new Browser(t, server.running.url).open(`/approvals/${picture}/file`);
    assert.match(read(stranger), /Only the owner of this server may see this page/);
    await press(browser, shown, picture, { decision: 'approve' });
    assert.match(read(await open(browser)), /Approved\. It goes out at/);
  });

  it('tells when what was approved did not go out', async (t) => {
    const { browser, place, propose } = await desk(t);
    await command(place.api, place.accountID, { send: 'refuse' });
    const id = await propose('never');
    const reply = await press(browser, await open(browser), id, { decision: 'approve' });
    await settled(place, id);
    assert.match(read(await browser.open(reply.headers.location ?? '')), /Approved, but not sent\. \w+/);
  });

  it('leaves the texts of others inert, and names the signs in them that nobody sees', async (t) => {
    const { browser, propose } = await desk(t, '<img src=x onerror=alert(1)>');
    const hidden = 'pay \u202Eevil\u202C \u{E0041}\u200B now';
    await propose(`</div><script>alert("1")</script> ${hidden}`);
    const id = await propose('</textarea><form action="https://evil.example">');
    const shown = await open(browser);
    assert.doesNotMatch(shown.text, /<script|<img|<form action/);
    assert.match(
      read(shown),
      /<script>alert\("1"\)<\/script> pay U\+202Eevil U\+E0041U\+200B now|U\+202EevilU\+202C U\+E0041U\+200B now/,
    );
    assert.match(read(shown), /To with <img src=x onerror=alert\(1\)>/);
    const policy = String(shown.headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /form-action 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /script-src|unsafe-inline/);
    await press(browser, shown, id, { decision: 'refuse', reason: '"><script>alert(2)</script>' });
    assert.doesNotMatch((await open(browser)).text, /<script/);
  });

  it('a long text is read as a whole before it is approved, and many are on several pages', async (t) => {
    const { browser, propose } = await desk(t);
    const id = await propose(`${'long '.repeat(1_000)}the end`);
    const shown = await open(browser);
    assert.match(read(shown), /Read the whole of it to approve it: it has 5007 characters/);
    assert.doesNotMatch(shown.text, /value="approve"|the end/);
    const whole = await browser.open(`/approvals/${id}`);
    assert.match(whole.text, /the end/);
    for (let number = 0; number < 20; number++) await propose(`number ${number}.`);
    const first = await open(browser);
    assert.equal(first.text.match(/<article/g)?.length, 20);
    const [, older] = /href="(\/approvals\?cursor=\d+)"/.exec(first.text) ?? [];
    assert.match(read(await browser.open(older ?? '')), /Read the whole of it/);
    assert.equal((await press(browser, whole, id, { decision: 'approve' })).status, 303);
    const gone = await browser.open(`/approvals/${id}`);
    assert.deepEqual([gone.status, gone.headers.location], [303, `/approvals?about=${id}`]);
  });
});

describe('who may decide', { timeout: 180_000 }, () => {
  it('no other page can, whatever it knows', async (t) => {
    const { browser, propose, state } = await desk(t);
    const id = await propose('x');
    const shown = await open(browser);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:1' },
      { origin: 'null' },
      { origin: '' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      assert.equal(
        (await press(browser, shown, id, { decision: 'approve' }, headers)).status,
        403,
        JSON.stringify(headers),
      );
    const signIn = await browser.post('/approvals/sign-in', { passphrase }, { origin: 'https://evil.example' });
    assert.equal(signIn.status, 403);
    // The page's secret alone, another browser's, and none.
    for (const page of ['', 'guess', pageSecret(shown)])
      assert.equal((await browser.post(`/approvals/${id}`, { page: `${page}x`, decision: 'approve' })).status, 409);
    assert.equal((await state(id)).state, 'pending');
  });

  it('nobody without the owner’s session, and nobody with a token', async (t) => {
    const { server, held, propose, browser, state } = await desk(t);
    const id = await propose('secret plan');
    const stranger = new Browser(t, server.running.url);
    const asked = await open(stranger);
    assert.match(asked.text, /action="\/approvals\/sign-in"/);
    for (const where of ['/approvals', `/approvals/${id}`, `/approvals/${id}/file`, `/approvals?about=${id}`]) {
      const reply = await stranger.open(where, { authorization: `Bearer ${held.token}` });
      assert.doesNotMatch(reply.text, /secret plan|assistant/);
    }
    const stolen = pageSecret(await open(browser));
    const tried = await stranger.post(`/approvals/${id}`, { page: stolen, decision: 'approve' });
    assert.match(tried.text, /action="\/approvals\/sign-in"/);
    assert.equal((await state(id)).state, 'pending');
    const wrong = await stranger.post('/approvals/sign-in', { passphrase: 'not the passphrase' });
    assert.equal(wrong.status, 403);
    assert.match(read(wrong), /This is not the passphrase/);
    assert.equal((await stranger.post('/approvals/sign-in', {})).status, 403);
    const right = await stranger.post('/approvals/sign-in', { passphrase });
    assert.deepEqual([right.status, right.headers.location], [303, '/approvals']);
    assert.match(read(await open(stranger)), /secret plan/);
  });

  it('passphrases cannot be tried without end', async (t) => {
    const { browser } = await desk(t);
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => browser.post('/approvals/sign-in', { passphrase: 'wrong' })),
    );
    const refused = tries.filter(({ status }) => status === 429);
    assert.ok(refused.length >= 2);
    assert.ok(Number(refused[0]?.headers['retry-after']) > 0);
  });

  it('a session of plain HTTP that is older than five minutes decides with the passphrase, and nothing that was typed is lost', async (t) => {
    const here = await desk(t);
    const { browser, propose, state, place } = here;
    const id = await propose('old');
    const shown = await open(browser);
    await age(here);
    const asked = await press(browser, shown, id, { decision: 'edit', text: 'a\r\n<b>new</b> text' });
    assert.equal(asked.status, 403);
    assert.match(read(asked), /This text is sent instead.*a <b>new<\/b> text/);
    const form = { decision: 'edit', text: 'a\r\n<b>new</b> text' };
    assert.match(asked.text, /<textarea name="text" hidden>\na\n&lt;b&gt;new&lt;\/b&gt; text<\/textarea>/);
    const wrong = await press(browser, asked, id, { ...form, passphrase: 'something else' });
    assert.match(read(wrong), /This is not the passphrase/);
    assert.equal((await state(id)).state, 'pending');
    assert.equal((await press(browser, wrong, id, { ...form, passphrase })).status, 303);
    await settled(place, id);
    await eventually(
      () => textsReceived(place),
      (texts) => texts.length === 1,
    );
    await age(here);
    assert.match((await open(browser)).text, /action="\/approvals\/sign-in"/);
  });

  it('a server without an owner says how to get one', async (t) => {
    const server = await startTestServer(t, { sandbox: false });
    const browser = new Browser(t, server.running.url);
    for (const reply of [await open(browser), await browser.post('/approvals/sign-in', { passphrase })]) {
      assert.equal(reply.status, 400);
      assert.match(read(reply), /has no owner yet Open the link that Partyline shows in the terminal/);
    }
    const claimed = await browser.post(new URL(server.running.claimURL ?? 'none:').pathname, {
      passphrase,
      again: passphrase,
    });
    assert.match(claimed.text, /href="\/approvals"/);
    assert.equal((await open(browser)).status, 200);
    const wrongMethod = await browser.post('/approvals', {});
    assert.deepEqual([wrongMethod.status, wrongMethod.headers.allow], [405, 'GET, HEAD']);
  });
});
