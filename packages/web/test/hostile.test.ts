/** Whatever hostile people write stays text: in messages, names, titles and file names, in every view, also when the server itself lets it through. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Locator, Page } from 'playwright-core';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { image, letHostilePeopleIn } from './support/hostile-people.ts';
import { type HostileWatch, ofParsing, watchForHarm } from './support/hostile-watch.ts';
import { claim } from './support/owner.ts';
import { payloads } from './support/payloads.ts';
import { command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

interface Place {
  readonly page: Page;
  readonly watch: HostileWatch;
  readonly list: Locator;
  /** The attribute by which its rows are known. */
  readonly mark: 'data-chat' | 'data-key';
  /** Scrolls from the end to the beginning. */
  readonly isBackwards?: boolean;
}

/** Goes through a list, which has only those rows in the page that are in sight, until each that is wanted was drawn. @returns what they say, by their mark */
async function scrollThrough(place: Place, wanted: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const { page, watch, list, mark, isBackwards = false } = place;
  const seen = new Map<string, string>();
  const missing = new Set(wanted);
  let by = isBackwards ? -0.8 : 0.8;
  for (const until = Date.now() + 60_000; missing.size > 0; ) {
    assert.ok(Date.now() < until, `never drawn: ${[...missing].join(', ')}`);
    await drawn(page);
    await watch.check(`after ${seen.size} rows`);
    const { rows, isAtEnd } = await list.evaluate(lookAndScroll, { mark, by });
    // What was passed over while a page was put in front is on the way back.
    if (isAtEnd) by = -by;
    for (const [key, text] of rows) {
      seen.set(key, text);
      missing.delete(key);
    }
  }
  return seen;
}

/** Runs in the page. */
function lookAndScroll(list: Element, { mark, by }: { readonly mark: string; readonly by: number }) {
  const rows = [...list.querySelectorAll(`[${mark}]`)].map(
    (row) => [row.getAttribute(mark) ?? '', `${row.getAttribute('aria-label') ?? ''}\n${row.textContent}`] as const,
  );
  const scroller = [list, ...list.querySelectorAll('*')].find((one) => one.scrollHeight > one.clientHeight + 10);
  const before = scroller?.scrollTop;
  scroller?.scrollBy(0, by * scroller.clientHeight);
  return { rows, isAtEnd: scroller?.scrollTop === before };
}

/** Nothing is refused, and nothing is changed on the way but half a character, which UTF-8 cannot say. */
const stored = payloads.map((payload) => payload.toWellFormed());

const compared = (texts: readonly string[]) => ({
  missing: stored.filter((payload) => !texts.includes(payload)),
  others: texts.filter((text) => !stored.includes(text)).toSorted(),
});

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

test('hostile messages, names and files stay text in every view', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  const watch = await watchForHarm(page, { origin: server.url });
  await claim(page, server);
  const { accountID, group } = await letHostilePeopleIn(server);
  const { token } = await server.client.tokens.create({ name: image, policy: { approval: true } });
  const program = new Partyline({ baseURL: server.url, accessToken: token, maxRetries: 0 });

  await page.goto(server.url);
  const list = page.getByRole('region', { name: 'Chats' });
  const chats = await Array.fromAsync(server.client.chats.list());
  const titles = chats.map(({ title }) => title);
  assert.deepEqual(compared(titles), { missing: [], others: [`Everybody ${image}`, 'Lobby'] });
  const chatRows = await scrollThrough({ page, watch, list, mark: 'data-chat' }, idsOf(chats));
  for (const { id, title } of chats) assert.ok(chatRows.get(id)?.includes(title), title);
  await page.goto(`${server.url}/inbox/${encodeURIComponent(group)}`);
  const log = page.getByRole('log', { name: 'Messages' });
  const messages = await Array.fromAsync(server.client.messages.list(group));
  const names = messages.map(({ senderName = '' }) => senderName);
  assert.deepEqual(compared(names), { missing: [], others: [] });
  const messageRows = await scrollThrough(
    { page, watch, list: log, mark: 'data-key', isBackwards: true },
    idsOf(messages),
  );
  for (const { id, senderName = '' } of messages) assert.ok(messageRows.get(id)?.includes(senderName), senderName);
  // It arrives live, too: the toasts, the list and the title of the window.
  await command(server, accountID, { say: { contact: 'herald', text: image, html: image } });
  const proposed = [image, ...payloads.filter((one) => one.length < 400).slice(0, 25)];
  for (const text of proposed) await program.messages.send(group, { text });
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
  const cards = await page.getByRole('article').allTextContents();
  for (const text of proposed)
    assert.ok(
      cards.some((card) => card.includes(text)),
      text,
    );
  await watch.check('approvals');
});

test('what a server lets through stays text as well', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  const watch = await watchForHarm(page, { origin: server.url, isParsed: true });
  await claim(page, server);
  const { group } = await letHostilePeopleIn(server);
  // As if nothing were cleaned on the way: payloads are the HTML of the messages, and everything that is said about them.
  const payloadOf = new Map<string, string>();
  await page.route(/\/v1\/chats\/[^/]+\/messages\?/, async (route) => {
    const response = await route.fetch();
    const page_ = await response.json();
    for (const item of page_.items) {
      const payload = payloadOf.get(item.id) ?? payloads[payloadOf.size % payloads.length] ?? '';
      payloadOf.set(item.id, payload);
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
  const messages = await Array.fromAsync(server.client.messages.list(group));
  const rows = await scrollThrough({ page, watch, list: log, mark: 'data-key', isBackwards: true }, idsOf(messages));
  assert.deepEqual([...payloadOf.values()].toSorted(), payloads.toSorted());
  for (const [id, payload] of payloadOf) assert.ok(rows.get(id)?.includes(payload), payload);
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
