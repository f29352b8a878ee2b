/** Everything by keyboard: the list, the chat, the palette, help, and back. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { lookAt } from './support/in-both-themes.ts';
import { said } from './support/masses.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { addSandboxAccount, command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

const minute = 60_000;
/** What has the focus: the name of a chat, a field, or a tag. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return (
      at?.querySelector('[data-chat] bdi, bdi')?.textContent ?? at?.getAttribute('aria-label') ?? at?.tagName ?? ''
    );
  });
const comesTo = (page: Page, wanted: string) =>
  eventually(
    () => focused(page),
    (at) => at === wanted,
  );
const row = (page: Page, title: string) => page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: title });

test('a session without a pointer', { ...withBrowser, timeout: 300_000 }, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  const now = Date.now();
  const names = ['Alma', 'Boris', 'Chloe', 'Dario'];
  for (const [index, name] of names.entries())
    await command(server, accountID, {
      event: said(name.toLowerCase(), name, `Hello from ${name}`, now + (10 - index) * minute),
    });
  await row(page, 'Dario').waitFor();
  const chat = async (title: string) => (await server.client.chats.search({ query: title })).items[0];

  // The skip link comes first, and leads past the navigation.
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Skip to the content' }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(
    () => page.evaluate(() => document.activeElement?.id),
    (id) => id === 'content',
  );

  // One place in the list for the Tab key; arrows and letters go on from there.
  await page.keyboard.press('j');
  await comesTo(page, 'Alma');
  await page.keyboard.press('j');
  await comesTo(page, 'Boris');
  await page.keyboard.press('ArrowDown');
  await comesTo(page, 'Chloe');
  await page.keyboard.press('k');
  await comesTo(page, 'Boris');
  await page.keyboard.press('Home');
  await comesTo(page, 'Alma');
  assert.equal(await page.locator('[data-chat][tabindex="0"]').count(), 1);
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).boxShadow);
  assert.notEqual(ring, 'none', 'the focus is to be seen');
  await takePictures(page, 'keyboard-list');

  // What keys do to the chat in focus; the focus goes on to the next when it leaves.
  await page.keyboard.press('p');
  await eventually(
    () => chat('Alma'),
    (found) => found?.isPinned === true,
  );
  await page.keyboard.press('u');
  await eventually(
    () => chat('Alma'),
    (found) => found?.unreadCount === 0,
  );
  await page.keyboard.press('ArrowDown');
  await comesTo(page, 'Boris');
  await page.keyboard.press('e');
  await eventually(
    () => chat('Boris'),
    (found) => found?.isArchived === true,
  );
  await comesTo(page, 'Chloe');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Mute' }).waitFor();
  // The focus comes a frame after the menu.
  await page.locator('[role="menu"]:focus-within').waitFor();
  // In a menu letters look for its items.
  await page.keyboard.press('m');
  await page.keyboard.press('Escape');
  await comesTo(page, 'Chloe');
  assert.notEqual((await chat('Chloe'))?.isMuted, true);

  // Into the chat, and there letters are letters.
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Hello from Chloe').waitFor();
  await eventually(
    () => page.evaluate(() => document.activeElement?.tagName),
    (tag) => tag === 'TEXTAREA',
  );
  await page.keyboard.type('juke? #/e');
  assert.equal(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue(), 'juke? #/e');
  assert.notEqual((await chat('Chloe'))?.isArchived, true);
  await page.keyboard.press('Escape');
  await comesTo(page, 'Chloe');
  await page.keyboard.press('r');
  await eventually(
    () => page.evaluate(() => document.activeElement?.tagName),
    (tag) => tag === 'TEXTAREA',
  );
  await page.keyboard.press('Escape');
  await comesTo(page, 'Chloe');
  await page.locator('[data-chat][data-unread="false"]', { hasText: 'Chloe' }).waitFor();
  // Unread again: the chat is left, or it would be read at once.
  await page.keyboard.press('u');
  await eventually(
    () => chat('Chloe'),
    (found) => found?.isMarkedUnread === true,
  );
  await page.getByRole('heading', { name: 'Choose a chat' }).waitFor();

  // Help, and the switch for those who speak to their computer.
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.waitFor();
  await lookAt(page, 'shortcuts');
  await help.getByRole('checkbox', { name: 'Shortcuts of a single key' }).press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await drawn(page);
  assert.match(page.url(), /inbox|\/$/);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type('shortcuts');
  await palette.locator('[role="option"][data-highlighted]', { hasText: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Enter');
  await help.getByRole('checkbox', { name: 'Shortcuts of a single key' }).press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: /Search/ }).waitFor();
  await page.keyboard.press('Escape');
  await row(page, 'Dario').waitFor();
  // The sandbox does not know the people of raw events, so that nobody can be told of the typing.
  for (const problem of problems()) assert.match(problem, /409 .*\/typing$/);
});

test('the palette goes anywhere', { ...withBrowser, timeout: 300_000 }, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  for (const name of ['Álvaro', 'Bruna'])
    await command(server, accountID, { event: said(name, name, `Hello from ${name}`, Date.now()) });
  await row(page, 'Bruna').waitFor();
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const field = palette.getByRole('combobox');
  const run = async (text: string, option: string | RegExp) => {
    await page.keyboard.press('Control+k');
    await field.waitFor();
    await field.fill(text);
    await palette
      .getByRole('option', { name: option, selected: false })
      .or(palette.getByRole('option', { name: option }))
      .first()
      .waitFor();
    await eventually(
      () => palette.locator('[role="option"][data-highlighted]').textContent(),
      (words) => new RegExp(option).test(words ?? ''),
    );
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
  };
  await page.keyboard.press('Control+k');
  await palette.getByRole('option', { name: /Bruna/ }).waitFor();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `palette, ${colorScheme}`);
  }
  await takePictures(page, 'palette');
  await page.keyboard.press('Escape');
  await run('alvaro', /Álvaro/);
  await page.getByRole('heading', { level: 1, name: 'Álvaro' }).waitFor();
  await page.getByRole('log').getByText('Hello from').waitFor();
  await run('archive', /^Archive/);
  await page.getByText('Álvaro is in the archive').waitFor();
  await run('mark all', /Mark all/);
  await page.getByText('marked as read').waitFor();
  await eventually(
    () => server.client.chats.search({ unreadOnly: true, inbox: 'primary' }),
    ({ items }) => items.length === 0,
  );
  await run('theme: dark', /Dark/);
  await eventually(
    () => page.evaluate(() => document.documentElement.dataset['theme']),
    (theme) => theme === 'dark',
  );
  await run('backup', /Backup/);
  await page.waitForURL(/settings\/backup/);
  await run('add an account', /Add an account/);
  await page.waitForURL(/accounts\/add/);
  await run('sam', /sam/);
  await page.waitForURL(/accounts\/./);
  await run('quarterly numbers', /Search messages for/);
  await page.waitForURL(/search\?q=quarterly/);
});

test('mirrored for languages that read from right to left', { ...withBrowser, timeout: 300_000 }, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { event: said('noor', 'نور الهدى', 'مرحبا، كيف حالك؟', Date.now() - minute) });
  await command(server, accountID, { event: said('ada', 'Ada', 'And in English', Date.now() - 2 * minute) });
  await row(page, 'نور الهدى').click();
  await page.getByRole('log').getByText('مرحبا').waitFor();
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  const sides = await page.evaluate(() => {
    const middle = (selector: string) => {
      const { left = 0, width = 0 } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
      return left + width / 2;
    };
    return [middle('nav'), middle('[aria-label="Chats"]'), middle('main')];
  });
  assert.deepEqual(
    sides,
    sides.toSorted((one, other) => other - one),
    'navigation, list and chat stand from right to left',
  );
  assert.equal(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    true,
    'nothing sticks out',
  );
  await takePictures(page, 'rtl-chat');
  await page.goBack();
  await takePictures(page, 'rtl-inbox');
  // The line between the panes follows the direction too.
  const line = page.getByRole('separator', { name: 'Width of the list' });
  const width = Number(await line.getAttribute('aria-valuenow'));
  await line.press('ArrowLeft');
  assert.equal(Number(await line.getAttribute('aria-valuenow')), width + 16);
  await page.evaluate(() => {
    document.documentElement.dir = 'ltr';
  });
  await line.press('ArrowLeft');
  assert.equal(Number(await line.getAttribute('aria-valuenow')), width);
});
