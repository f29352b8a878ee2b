/** The whole way, from the link in the terminal to signing out, by keys alone: nothing is pressed, filled in or focused but by the keyboard. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Locator, Page } from 'playwright-core';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { passphrase } from './support/owner.ts';
import { command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

/** More than any view has places to stop at. */
const mostStops = 80;

/** Goes there by a key, and sees that one can see it. */
async function goTo(page: Page, place: Locator, key = 'Tab'): Promise<void> {
  await place.waitFor();
  for (let stops = 0; stops < mostStops; stops++) {
    const where = await place.evaluate((element) => {
      if (element !== document.activeElement) return 'elsewhere';
      const { top, bottom } = element.getBoundingClientRect();
      const isInSight = bottom > 0 && top < innerHeight;
      return element.matches(':focus-visible') && isInSight ? 'there' : 'there, but nobody sees it';
    });
    if (where !== 'elsewhere') return assert.equal(where, 'there', String(place));
    await page.keyboard.press(key);
  }
  assert.fail(`No ${key} leads to ${place}`);
}

test('claim, account, chat, reaction, reply, search, archive, token, approval, sign out', {
  ...withBrowser,
  timeout: 300_000,
}, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  page.setDefaultTimeout(30_000);
  // What Playwright does by pointer would break this.
  await page.addInitScript(() => {
    for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
      addEventListener(kind, () => reportError(`A pointer was used: ${kind}`), true);
  });
  const { keyboard } = page;
  const press = async (place: Locator, key = 'Enter') => {
    await goTo(page, place);
    await keyboard.press(key);
  };
  const type = async (place: Locator, text: string) => {
    await goTo(page, place);
    await keyboard.type(text);
  };
  /** By the palette, which is there everywhere. */
  const run = async (text: string, option: RegExp) => {
    await keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Commands' });
    // The focus comes a frame after the field.
    await palette.locator('[role="combobox"]:focus').waitFor();
    await keyboard.type(text);
    await palette.locator('[role="option"][data-highlighted]').filter({ hasText: option }).waitFor();
    await keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
  };
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');

  assert.ok(server.claimURL);
  await page.goto(server.claimURL);
  await type(page.getByLabel('Passphrase'), passphrase);
  await type(page.getByLabel('The same again'), passphrase);
  await keyboard.press('Enter');
  await press(page.getByRole('link', { name: 'Open Partyline' }));

  await press(main.getByRole('link', { name: 'Add an account' }));
  await press(main.getByRole('link', { name: /^Sandbox/ }));
  await press(dialog.getByRole('button', { name: /^Form/ }));
  await type(dialog.getByLabel('User name'), 'sam');
  await type(dialog.getByLabel('Password', { exact: true }), 'wrong');
  await keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('That password is not right.', { exact: false }).waitFor();
  await type(dialog.getByLabel('Password', { exact: true }), 'right');
  await keyboard.press('Enter');
  await dialog.getByText('You are in').waitFor();
  await press(dialog.getByRole('button', { name: 'Open the inbox' }));

  const [account] = await eventually(
    () => server.client.accounts.list(),
    ([only]) => only?.status === 'connected',
  );
  const accountID = account?.accountID ?? assert.fail('there is no account');
  await command(server, accountID, { say: { contact: 'echo', text: 'Lunch at noon?' } });
  const echo = page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: 'Echo' });
  await goTo(page, echo, 'j');
  await keyboard.press('Enter');
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await goTo(page, composer);
  await keyboard.type('Gladly, where?');
  await keyboard.press('Enter');
  const messages = page.getByRole('log', { name: 'Messages' });
  const row = (text: string) => messages.getByRole('article').filter({ hasText: text });
  await row('Gladly, where?').getByRole('img', { name: 'Sent' }).waitFor();
  await eventually(
    () => row('Gladly, where?').count(),
    (count) => count === 2,
  );

  await goTo(page, messages, 'Shift+Tab');
  await goTo(page, row('Lunch at noon?'), 'ArrowUp');
  await keyboard.press('Enter');
  await goTo(page, page.getByRole('menuitem', { name: 'React: 👍' }), 'ArrowDown');
  await keyboard.press('Enter');
  await row('Lunch at noon?').getByRole('button', { name: '👍 from You' }).waitFor();
  await eventually(
    () => row('Lunch at noon?').evaluate((element) => element === document.activeElement),
    (isThere) => isThere,
  );
  await keyboard.press('r');
  await page.getByText('Reply to Echo').waitFor();
  await keyboard.type('At the harbour');
  await keyboard.press('Enter');
  await row('At the harbour')
    .getByRole('button', { name: /Answer to Echo/ })
    .first()
    .waitFor();

  await keyboard.press('Escape');
  await keyboard.press('/');
  await page.getByRole('combobox', { name: /Search/ }).waitFor();
  await keyboard.type('noon');
  await main.locator('a[data-result]').filter({ hasText: 'Lunch at noon?' }).waitFor();
  await keyboard.press('ArrowDown');
  await goTo(page, main.locator('a[data-result]').filter({ hasText: 'Lunch at' }), 'ArrowDown');
  await keyboard.press('Enter');
  await messages.locator('article[data-marked="true"]', { hasText: 'Lunch at noon?' }).waitFor();

  await goTo(page, composer);
  // The tooltip of the button before takes Escape for itself until it is gone. No person is that quick.
  await drawn(page);
  await page.locator('[data-side]').waitFor({ state: 'detached' });
  await drawn(page);
  await keyboard.press('Escape');
  await goTo(page, echo, 'k');
  await keyboard.press('e');
  await page.getByText('Echo is in the archive').waitFor();
  await echo.waitFor({ state: 'detached' });
  await keyboard.press('z');
  await echo.waitFor();
  await page.getByText('Echo is in the archive').waitFor({ state: 'detached' });

  await run('apps', /^Apps/);
  await press(main.getByRole('button', { name: 'New token' }));
  await type(dialog.getByRole('textbox', { name: 'Name' }), 'assistant');
  await press(dialog.getByRole('checkbox', { name: /approv/i }), 'Space');
  await press(dialog.getByRole('button', { name: 'Make the token' }));
  const accessToken = await dialog.getByRole('textbox', { name: 'Token' }).inputValue();
  await press(dialog.getByRole('button', { name: 'Done' }));

  const { items } = await server.client.chats.search({ query: 'Echo' });
  const program = new Partyline({ baseURL: server.url, accessToken, maxRetries: 0 });
  await program.messages.send(items[0]?.id ?? '', { text: 'A table for two' });
  await run('approvals', /^Approvals/);
  await press(main.getByRole('article').filter({ hasText: 'A table for two' }), 'a');
  const received = async () => JSON.stringify(await command(server, accountID, { received: { chat: 'echo' } }));
  await eventually(received, (told) => told.includes('A table for two'));

  await run('sign out', /^Sign out/);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await type(page.getByLabel('Passphrase'), passphrase);
  await keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  for (const problem of problems()) assert.match(problem, /typing$/);
});
