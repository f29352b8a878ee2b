/** The server is killed while messages come in, and comes back: the page has everything, and was never loaded anew. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { addSandboxAccount, command, eventually } from './support/server.ts';
import { spawnTestServer } from './support/spawned-server.ts';

after(closeBrowser);

/** A page that was loaded anew has forgotten this. */
const mark = (page: Page) => page.evaluate(() => Object.assign(globalThis, { wasHere: true }));
const isMarked = (page: Page) => page.evaluate(() => 'wasHere' in globalThis);

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const row = (page: Page, title: string) => page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: title });

test('a server that is killed while messages come in leaves no gap', {
  ...withBrowser,
  timeout: 300_000,
}, async (t) => {
  const server = await spawnTestServer(t);
  const { page } = await openPage(t);
  page.setDefaultTimeout(60_000);
  await claim(page, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { say: { contact: 'silent', text: 'Before everything' } });
  await row(page, 'Silent').click();
  await log(page).getByText('Before everything').waitFor();
  await mark(page);

  // Messages come into the open chat and into another one, until the server is no more.
  const flood = (chat: string) =>
    command(server, accountID, { flood: { chat, perSecond: 40, seconds: 60 } }).catch(() => 'killed');
  const floods = [flood('silent'), flood('reader')];
  const { items: open } = await server.client.chats.search({ query: 'Silent' });
  const openID = open[0]?.id ?? assert.fail('the chat is not there');
  await eventually(
    async () => (await server.client.messages.list(openID, { limit: 500 })).items.length,
    (count) => count > 80,
  );
  await server.kill();
  assert.deepEqual(await Promise.all(floods), ['killed', 'killed']);
  await page.getByText('The connection to the server was lost.').waitFor();
  await takePictures(page, 'connection-lost');

  // It says so for three seconds only.
  const isBack = page.getByText('Connected again. Nothing was missed.').waitFor({ timeout: 120_000 });
  await server.start();
  // Unless the page was faster.
  await page
    .getByRole('button', { name: 'Try now' })
    .click({ timeout: 1_000 })
    .catch(() => undefined);
  await isBack;
  await takePictures(page, 'connection-back');
  await page.getByText('Connected again. Nothing was missed.').waitFor({ state: 'detached' });
  await eventually(
    () => server.client.accounts.retrieve(accountID),
    ({ status }) => status === 'connected',
  );
  for (const contact of ['silent', 'reader', 'echo'])
    await command(server, accountID, { say: { contact, text: `After the kill: ${contact}` } });
  await log(page).getByText('After the kill: silent').waitFor();
  await row(page, 'Echo').getByText('After the kill: echo').waitFor();

  // The list is what the server says it is, without a reload.
  const { items } = await server.client.chats.search({ inbox: 'primary', withPreview: true, limit: 200 });
  for (const { title, preview } of items)
    await row(page, title)
      .getByText(preview?.text ?? '')
      .first()
      .waitFor();
  // And the open chat, message by message.
  const all: string[] = [];
  for await (const message of server.client.messages.list(openID, { limit: 500 })) all.push(message.id);
  assert.ok(all.length > 80, `${all.length} messages came in before the kill`);
  assert.deepEqual(await everyMessage(page), all.toReversed());
  assert.ok(await isMarked(page), 'the page was loaded anew');
});

test('after sleep, and after a network that was away, it goes on without a reload', {
  ...withBrowser,
  timeout: 300_000,
}, async (t) => {
  const server = await spawnTestServer(t);
  const { page } = await openPage(t);
  page.setDefaultTimeout(60_000);
  await claim(page, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { say: { contact: 'echo', text: 'Before' } });
  await row(page, 'Echo').getByText('Before').waitFor();
  await mark(page);
  await page.context().setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByText('This device is offline.').waitFor();
  await command(server, accountID, { say: { contact: 'echo', text: 'While it was away' } });
  await page.context().setOffline(false);
  await row(page, 'Echo').getByText('While it was away').waitFor();
  await page.getByText('This device is offline.').waitFor({ state: 'detached' });
  assert.ok(await isMarked(page), 'the page was loaded anew');
});

/** The IDs of all messages of the open chat, oldest first, as one comes by them scrolling up. */
async function everyMessage(page: Page): Promise<string[]> {
  return eventually(
    () =>
      page.evaluate(async () => {
        const box = document.querySelector('[role="log"]');
        const seen = new Map<number, string>();
        if (box === null) return [];
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        for (let still = 0; still < 40; ) {
          for (const one of box.querySelectorAll<HTMLElement>('[data-key]'))
            seen.set(Number(one.dataset['key']), one.dataset['key'] ?? '');
          const before = box.scrollTop;
          box.scrollTop -= box.clientHeight / 2;
          await frame();
          await frame();
          still = box.scrollTop === before && box.ariaBusy !== 'true' ? still + 1 : 0;
        }
        return [...seen].toSorted(([one], [other]) => one - other).map(([, id]) => id);
      }),
    (ids) => ids.length > 0,
  );
}
