/** Long chats: they open where reading ended, go back as far as the network goes, and scroll without a stutter however many messages there are. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { closeBrowser, drawn, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { hold } from './support/hold.ts';
import { takePictures } from './support/pictures.ts';
import { eventually } from './support/server.ts';

after(closeBrowser);

/** What stands where in the list. */
const placeOf = (page: Page, text: string) =>
  page
    .getByRole('log')
    .getByRole('article')
    .filter({ hasText: text })
    .first()
    // Rows that are out of sight are out of the page.
    .evaluate((row) => Math.round(row.getBoundingClientRect().top), undefined, { timeout: 2_000 });

const scrollTo = (page: Page, top: number) =>
  page.getByRole('log').evaluate((list, to) => {
    list.scrollTop = to;
  }, top);

test('a chat opens where reading ended, goes to a date, to a hit, and back to the newest', withBrowser, async (t) => {
  const { page, order, open, row, server, messages } = await startChatting(t);
  await order({ history: { chat: 'silent', count: 400, from: '2025-03-01T00:00:00Z', everyMs: 3_600_000 } });
  const chatID = await open('Silent');
  await row(/^.*400: /s).waitFor();
  await page.goto(server.url);
  await server.client.chats.markRead(chatID);
  const events = Array.from({ length: 60 }, (_, index) => ({
    kind: 'message',
    id: `new-${index}`,
    chat: { id: 'silent', type: 'single' },
    sender: { id: 'silent', isSelf: false },
    text: `fresh ${index}.`,
    timestamp: Date.now() - 60_000 + index,
  }));
  await order({ events });
  await eventually(
    () => server.client.chats.retrieve(chatID),
    ({ unreadCount }) => unreadCount === 60,
  );
  await open('Silent');
  await page.getByRole('heading', { name: 'Unread messages' }).waitFor();
  await takePictures(page, 'chat-unread');
  // How far the first screen is read is still being told when somebody goes on to the end.
  const told = hold();
  await page.route('**/read', async (route) => {
    await told.held;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  const first = page.waitForRequest('**/read');
  await page.getByRole('heading', { name: 'Unread messages' }).waitFor();
  await first;
  await page.getByRole('button', { name: /To the newest messages, \d+ are unread/ }).click();
  await row('fresh 59.').waitFor();
  await drawn(page);
  told.letGo();
  await eventually(
    () => server.client.chats.retrieve(chatID),
    ({ unreadCount }) => unreadCount === 0,
  );

  await page.getByRole('button', { name: 'More about this chat' }).click();
  await page.getByRole('menuitem', { name: 'Go to a date…' }).click();
  await page.getByLabel('Date', { exact: true }).fill('2025-03-05');
  await page.getByRole('button', { name: 'Go there' }).click();
  // Four days of 24 messages were before.
  await messages.locator('article[data-marked="true"]', { hasText: /97: / }).waitFor();
  await page.getByRole('heading', { name: 'Wednesday, 5 March 2025' }).waitFor();
  await takePictures(page, 'chat-date');

  const { items } = await server.client.messages.search({ query: '"200:"', chatIDs: [chatID] });
  const hit = items.find(({ text }) => text?.startsWith('200: '));
  assert.ok(hit);
  await page.goto(`${server.url}/inbox/${encodeURIComponent(chatID)}?message=${hit.id}`, { waitUntil: 'commit' });
  await messages.locator('article[data-marked="true"]', { hasText: '200: ' }).waitFor();
  // Down from there: newer ones are loaded until the newest.
  await eventually(
    async () => {
      await scrollTo(page, 1e9);
      return row('fresh 59.').count();
    },
    (count) => count === 1,
  );
});

test('older history of the network loads above and nothing moves; its end is told', withBrowser, async (t) => {
  const { page, order, open, row, messages } = await startChatting(t);
  await order({ say: { contact: 'silent', text: 'The newest of all' } });
  await order({ past: { chat: 'silent', count: 230, from: '2025-03-01T00:00:00Z' } });
  await open('Silent');
  await row('The newest of all').waitFor();
  await row(/230: /).waitFor();
  const moved: number[] = [];
  await eventually(
    async () => {
      const first = messages.getByRole('article').first();
      const text = (await first.textContent())?.match(/\d+: \w+ \w+/)?.[0] ?? '';
      if (text !== '' && (await page.getByText('Look for older ones').count()) === 0) {
        const before = await placeOf(page, text).catch(() => undefined);
        await eventually(
          () => messages.getAttribute('aria-busy'),
          (busy) => busy === 'false',
        );
        const now = await placeOf(page, text).catch(() => undefined);
        if (before !== undefined && now !== undefined) moved.push(Math.abs(now - before));
      }
      await messages.evaluate((list) => list.scrollBy(0, -600));
      return messages.getByText(/^1: /).count();
    },
    (count) => count > 0,
  );
  await scrollTo(page, 0);
  await page.getByText('This is where the conversation begins.').waitFor();
  assert.ok(moved.length > 0, 'nothing was looked at while it loaded');
  assert.ok(Math.max(...moved) <= 2, JSON.stringify(moved));
});

test('100,000 messages scroll at the speed of the screen', withBrowser, async (t) => {
  const { page, order, open, messages } = await startChatting(t);
  await order({ history: { chat: 'silent', count: 100_000, from: '2025-01-01T00:00:00Z', everyMs: 60_000 } });
  await open('Silent');
  await messages
    .getByRole('article')
    .filter({ hasText: /100000: / })
    .waitFor();
  const frames = await page.evaluate(async () => {
    const list = document.querySelector('[role="log"]');
    if (list === null) throw new Error('There is no list');
    const times: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < 600; frame++) {
      list.scrollBy(0, -60);
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times.toSorted((one, other) => one - other);
  });
  const at = (part: number) => frames[Math.floor(frames.length * part)] ?? 0;
  const loaded = await messages.getByRole('article').count();
  t.diagnostic(
    `frames: median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, 99 % ${at(0.99).toFixed(1)} ms; ${loaded} rows in the page`,
  );
  assert.ok(loaded < 80, `${loaded} rows`);
});
