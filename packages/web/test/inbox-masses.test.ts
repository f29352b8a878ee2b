/** Ten thousand chats: they scroll like ten, and nothing jumps away from under the pointer. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { manyChats, nameOf, said } from './support/masses.ts';
import { claim } from './support/owner.ts';
import { addSandboxAccount, command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

const count = 10_000;

const row = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: title, exact: false });
const scroller = '[aria-label="Chats"]:has(> [role="listitem"], > li)';

test('ten thousand chats scroll to the last one, and keep their places', {
  ...withBrowser,
  timeout: 600_000,
}, async (t) => {
  const server = await startTestServer(t);
  const account = await addSandboxAccount(server, 'sam');
  await manyChats(server, account, count);
  const { page } = await openPage(t);
  page.setDefaultTimeout(60_000);
  await claim(page, server);
  await row(page, nameOf(1)).waitFor();

  const frames = await scrollFor(page, 400);
  const sorted = frames.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  t.diagnostic(
    `frames while scrolling: ${frames.length}, median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, longest ${at(0.9999).toFixed(0)} ms`,
  );
  assert.ok(
    await page.evaluate(() => document.querySelectorAll('[data-chat]').length < 60),
    'all rows are in the page',
  );

  // In the middle: what comes in on top moves nothing in sight.
  await page.evaluate((where) => document.querySelector(where)?.parentElement?.scrollTo(0, 6_000), scroller);
  await eventually(
    () => page.evaluate(() => document.elementFromPoint(200, 400)?.closest('[data-chat]') instanceof Element),
    Boolean,
  );
  const watch = watchRows(page);
  await command(server, account.accountID, { event: said('new', 'Newcomer', 'Hello there', Date.now()) });
  const { count: watched, moved } = await watch;
  assert.ok(watched > 5, 'no rows are in sight');
  assert.deepEqual(moved, []);

  // On top: not while the pointer is about to press.
  await page.evaluate((where) => document.querySelector(where)?.parentElement?.scrollTo(0, 0), scroller);
  await row(page, nameOf(0)).waitFor();
  await row(page, nameOf(3)).hover();
  const box = await row(page, nameOf(3)).boundingBox();
  // In the page, which is never late with it: this process has a server to run.
  await row(page, nameOf(3)).evaluate((under) => {
    const move = () => under.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerType: 'mouse' }));
    const moving = setInterval(move, 100);
    addEventListener('rest', () => clearInterval(moving), { once: true });
  });
  await command(server, account.accountID, { event: said('mass-9', nameOf(9), 'Me first!', Date.now() + 1) });
  await row(page, nameOf(9)).getByText('Me first!').waitFor();
  assert.equal((await row(page, nameOf(3)).boundingBox())?.y, box?.y);
  await page.evaluate(() => void dispatchEvent(new Event('rest')));
  await eventually(
    () => page.evaluate(() => document.querySelector('[aria-posinset="1"] bdi')?.textContent),
    (title) => title === nameOf(9),
  );

  // By keyboard to the end: the rest of the pages comes as one goes.
  await row(page, nameOf(9)).focus();
  for (const until = Date.now() + 240_000; (await row(page, nameOf(count - 1)).count()) === 0; ) {
    assert.ok(Date.now() < until, 'the last chat did not come');
    await page.keyboard.press('End');
  }
  // The very last page may have come without being asked for.
  await page.keyboard.press('End');
  await eventually(
    () => page.evaluate(() => document.activeElement?.querySelector('bdi')?.textContent),
    (title) => title === nameOf(count - 1),
  );
});

test('rows stand below each other for people who chose larger letters', withBrowser, async (t) => {
  const server = await startTestServer(t);
  await manyChats(server, await addSandboxAccount(server, 'sam'), 20);
  const { page } = await openPage(t);
  // As the setting of the browser does, before the app begins.
  await page.addInitScript(() =>
    document.addEventListener('readystatechange', () =>
      document.documentElement.style.setProperty('font-size', '22px'),
    ),
  );
  await claim(page, server);
  await row(page, nameOf(5)).waitFor();
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('[data-chat]')]
      .map((link) => link.getBoundingClientRect())
      .map(({ top, bottom }) => ({ top, bottom })),
  );
  assert.ok(boxes.length > 5);
  boxes.slice(1).forEach(({ top }, index) => {
    const above = boxes[index]?.bottom ?? 0;
    assert.ok(top >= above && top < above + 12, `a row ends at ${above}, and the next one begins at ${top}`);
  });
});

/** Frame times in milliseconds while the list scrolls by a screen each few frames. */
const scrollFor = (page: Page, frames: number): Promise<number[]> =>
  page.evaluate(
    async ([where, wanted]) => {
      const box = document.querySelector(String(where))?.parentElement;
      if (box === null || box === undefined) return [];
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      while (times.length < Number(wanted)) {
        box.scrollTop += 180;
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times;
    },
    [scroller, frames],
  );

/** From now until the rows in sight are further down in the list, and some frames on: which of them are drawn in another place, be it for one frame. */
const watchRows = (page: Page): Promise<{ count: number; moved: string[] }> =>
  page.evaluate(async () => {
    const rows = () =>
      new Map(
        [...document.querySelectorAll<HTMLElement>('[data-chat]')].map((link) => [
          link.dataset['chat'] ?? '',
          { top: link.getBoundingClientRect().top, number: link.closest('li')?.getAttribute('aria-posinset') },
        ]),
      );
    const before = [...rows()].filter(([, { top }]) => top > 100 && top < 800);
    const moved = new Set<string>();
    const until = performance.now() + 30_000;
    for (let left = Number.POSITIVE_INFINITY; left > 0; left--) {
      if (performance.now() > until) throw new Error('No row came in above');
      await new Promise(requestAnimationFrame);
      const now = rows();
      for (const [id, { top }] of before) {
        const other = now.get(id)?.top;
        if (other !== undefined && other !== top) moved.add(`${id} from ${top} to ${other}`);
      }
      const isFurther = before.some(([id, { number }]) => now.has(id) && now.get(id)?.number !== number);
      if (isFurther && left === Number.POSITIVE_INFINITY) left = 5;
    }
    return { count: before.length, moved: [...moved] };
  });
