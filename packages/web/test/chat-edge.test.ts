/** The newest message stays in sight when the room for the messages gets smaller, and what somebody reads further up stays where it is. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, drawn, phone, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { eventually } from './support/server.ts';

after(closeBrowser);

test('a growing text and the keyboard of a phone cover nothing', withBrowser, async (t) => {
  const { page, order, open, composer, messages, row } = await startChatting(t, { viewport: phone });
  await order({ history: { chat: 'silent', count: 60, from: '2025-03-01T00:00:00Z' } });
  await open('Silent');
  await row('60: ').waitFor();
  /** Pixels between the lower edge of the list and its end. */
  const gap = () => messages.evaluate((list) => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight));
  const isAtEnd = (why: string) =>
    eventually(gap, (pixels) => pixels <= 1).catch(() => gap().then((pixels) => assert.fail(`${why}: ${pixels} px`)));
  await isAtEnd('at first');
  await composer.fill('one\ntwo\nthree\nfour\nfive');
  await isAtEnd('a text of five lines');
  await page.setViewportSize({ ...phone, height: 480 });
  await isAtEnd('the keyboard of the screen');
  await composer.fill('');
  await page.setViewportSize(phone);
  await isAtEnd('all the room again');
  await page.setViewportSize({ width: 844, height: 390 });
  await isAtEnd('turned');
  await page.setViewportSize(phone);
  await isAtEnd('turned back');

  // Further up: what stands at the lower edge stays there.
  await messages.evaluate((list) => list.scrollBy(0, -600));
  await drawn(page);
  const before = await gap();
  assert.ok(before > 500, String(before));
  await composer.fill('one\ntwo\nthree\nfour\nfive');
  await drawn(page);
  assert.ok(Math.abs((await gap()) - before) <= 1, `${await gap()} instead of ${before}`);
});
