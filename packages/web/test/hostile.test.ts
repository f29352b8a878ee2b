/** Whatever hostile people write stays text: in messages, names, titles and file names, in every view, also when the server itself lets it through. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Page } from 'playwright-core';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { type HostileWatch, ofParsing, watchForHarm } from './support/hostile-watch.ts';
import { claim } from './support/owner.ts';
import { payloads } from './support/payloads.ts';
import { addSandboxAccount, command, eventually, startTestServer, type TestServer } from './support/server.ts';

after(closeBrowser);

const image = `<img src=x onerror=globalThis.ran=1>`;
const self = { id: 'sam', isSelf: true };

/** A chat for each payload, by which it is called, with a message of it by somebody of that name; and a group with all of them. */
async function spread(server: TestServer): Promise<{ accountID: string; group: string }> {
  const { accountID } = await addSandboxAccount(server, 'sam');
  const start = Date.now() - payloads.length * 60_000;
  const events = payloads.flatMap((payload, index) => {
    const sender = { id: `person-${index}`, name: payload, isSelf: false };
    const at = { timestamp: start + index * 60_000, text: payload, html: payload };
    const file = {
      kind: 'unknown',
      ref: 'media:document',
      fileName: payload.slice(0, 200),
      mimeType: payload.slice(0, 60),
    };
    const own = { id: `chat-${index}`, type: 'group', title: payload };
    const all = { id: 'everybody', type: 'group', title: `Everybody ${image}` };
    return [
      { kind: 'chat', chat: { ...own, description: payload } },
      { kind: 'message', id: `own-${index}`, chat: own, sender, ...at },
      { kind: 'message', id: `all-${index}`, chat: all, sender, ...at, attachments: [file] },
      {
        kind: 'reaction',
        chatID: 'everybody',
        messageID: `all-${index}`,
        sender: self,
        key: payload.slice(0, 40),
        timestamp: start + index * 60_000,
      },
    ];
  });
  for (let from = 0; from < events.length; from += 100) {
    const part = events.slice(from, from + 100);
    // Some are refused as a whole, as they should be: then one by one, those that are taken.
    await command(server, accountID, { events: part }).catch(async () => {
      for (const event of part) await command(server, accountID, { event }).catch(() => undefined);
    });
  }
  const { items } = await eventually(
    () => server.client.chats.search({ query: 'Everybody' }),
    (found) => found.items.length > 0,
  );
  return { accountID, group: items[0]?.id ?? assert.fail() };
}

/** From the last message to the first, so that each was drawn. */
async function scrollThrough(page: Page, watch: HostileWatch, place: ReturnType<Page['getByRole']>, back: boolean) {
  let before = -1;
  for (let steps = 0; steps < 200; steps++) {
    await drawn(page);
    await watch.check(`step ${steps}`);
    const at = await place.evaluate((element, up) => {
      const scroller =
        [element, ...element.querySelectorAll('*')].find((one) => one.scrollHeight > one.clientHeight + 10) ?? element;
      scroller.scrollBy(0, (up ? -0.8 : 0.8) * scroller.clientHeight);
      return scroller.scrollTop + (up ? scroller.scrollHeight * 1e-9 : 0);
    }, back);
    if (at === before) return;
    before = at;
  }
}

test('hostile messages, names and files stay text in every view', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  const watch = await watchForHarm(page, { origin: server.url });
  await claim(page, server);
  const { accountID, group } = await spread(server);
  const { token } = await server.client.tokens.create({ name: image, policy: { approval: true } });
  const program = new Partyline({ baseURL: server.url, accessToken: token, maxRetries: 0 });

  await page.goto(server.url);
  const list = page.getByRole('region', { name: 'Chats' });
  await list.getByRole('link').first().waitFor();
  await scrollThrough(page, watch, list, false);
  await page.goto(`${server.url}/inbox/${encodeURIComponent(group)}`);
  const log = page.getByRole('log', { name: 'Messages' });
  await log.getByText('tags').first().waitFor();
  await scrollThrough(page, watch, log, true);
  // It arrives live, too: the toasts, the list and the title of the window.
  await command(server, accountID, { say: { contact: 'herald', text: image, html: image } });
  for (const text of [image, ...payloads.filter((one) => one.length < 400).slice(0, 25)])
    await program.messages.send(group, { text }).catch(() => undefined);
  await page.getByText(`${image} wants to write to`).first().waitFor();
  await watch.check('toasts');
  assert.doesNotMatch(await page.title(), /\n/);

  const views = [
    '/search?q=press',
    '/search?q=onerror',
    `/search?q=${encodeURIComponent(image)}`,
    '/accounts',
    `/accounts/${encodeURIComponent(accountID)}`,
    `/accounts/${encodeURIComponent(image)}`,
    `/inbox/${encodeURIComponent(image)}`,
    `/settings/${encodeURIComponent(image)}`,
    '/settings/apps',
    '/settings/approvals',
    '/settings/audit',
    '/settings/webhooks',
    '/settings/about',
    '/accounts/add',
    `/accounts/add/${encodeURIComponent(image)}`,
  ];
  for (const view of views) {
    await page.goto(server.url + view);
    await page.locator('main').waitFor();
    await eventually(
      () => page.getByText('Loading…').count(),
      (count) => count === 0,
    );
    await drawn(page);
    await watch.check(view);
  }
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog').getByRole('combobox');
  for (const words of ['onerror', 'script', image]) {
    await palette.fill(words);
    await drawn(page);
    await watch.check(`palette, ${words}`);
  }
  await page.keyboard.press('Escape');
  // What is not there is asked for once, and said to be missing.
  assert.deepEqual(
    problems().filter((problem) => !/404 .*\/v1\/chats\/%3Cimg/.test(problem)),
    [],
  );
  await page.goto(`${server.url}/settings/approvals`);
  await page.getByRole('article').first().getByText(image, { exact: true }).first().waitFor();
});

test('what a server lets through stays text as well', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  const watch = await watchForHarm(page, { origin: server.url, isParsed: true });
  await claim(page, server);
  const { group } = await spread(server);
  // As if nothing were cleaned on the way: payloads are the HTML of the messages, and everything that is said about them.
  let at = 0;
  await page.route(/\/v1\/chats\/[^/]+\/messages\?/, async (route) => {
    const response = await route.fetch();
    const page_ = await response.json();
    for (const item of page_.items) {
      const payload = payloads[at++ % payloads.length] ?? '';
      Object.assign(item, {
        text: payload,
        senderName: payload,
        attachments: [
          { id: payload, type: 'unknown', fileName: payload, srcURL: `javascript:globalThis.ran=1`, mimeType: payload },
        ],
        links: [
          {
            url: `javascript:globalThis.ran=1`,
            title: payload,
            summary: payload,
            img: 'https://evil.invalid/preview.png',
            favicon: 'https://evil.invalid/f.ico',
          },
        ],
        reactions: [
          { id: payload, reactionKey: payload, participantID: payload, imgURL: 'https://evil.invalid/r.png' },
        ],
      });
    }
    await route.fulfill({ response, json: page_ });
  });
  await page.route(/\/v1\/accounts$/, async (route) => {
    const response = await route.fetch();
    const accounts: object[] = await response.json();
    const hostile = payloads.map((payload, index) => ({
      ...accounts[0],
      accountID: `${index}-${payload}`,
      network: payload,
      status: index % 2 ? 'attention_required' : 'connected',
      statusText: payload,
      user: { id: payload, fullName: payload, username: payload, imgURL: 'https://evil.invalid/a.png' },
    }));
    await route.fulfill({ response, json: [...accounts, ...hostile] });
  });
  await page.goto(`${server.url}/accounts`);
  await page.getByText('{{constructor').first().waitFor();
  await watch.check('accounts');
  await page.goto(`${server.url}/inbox/${encodeURIComponent(group)}`);
  const log = page.getByRole('log', { name: /Messages/ });
  await eventually(
    () => log.getByText('press').count(),
    (count) => count > 0,
  );
  await scrollThrough(page, watch, log, true);
  assert.ok(at >= payloads.length, `${at} of ${payloads.length}`);
  // Nothing that is pressed does anything either.
  for (const link of await log.getByRole('link').all()) {
    const href = await link.getAttribute('href');
    assert.match(href ?? 'https:', /^(?:https?:|mailto:|tel:|matrix:|\/v1\/assets\/)/);
  }
  await watch.check('links');
  assert.deepEqual(
    problems().filter((problem) => !ofParsing.test(problem)),
    [],
  );
});
