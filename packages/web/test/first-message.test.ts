/** From the link in the terminal to the first message. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { claim, signIn, signOut } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { addSandboxAccount, command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

test('the owner claims the server, signs in, reads what comes and answers', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Make this server yours' }).waitFor();
  await takePictures(page, 'unclaimed');
  await claim(page, server);
  await page.getByRole('heading', { name: 'Welcome to Partyline' }).waitFor();
  await takePictures(page, 'empty');
  await signOut(page);
  await takePictures(page, 'sign-in');
  await signIn(page, server, 'not the passphrase at all');
  await page.getByText('This is not the passphrase.').waitFor();
  await takePictures(page, 'sign-in-refused');
  assert.match(problems().join('\n'), /403/);
  await signIn(page, server);

  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { say: { contact: 'echo', text: 'Hello from outside' } });
  await page.getByRole('link', { name: /Echo/i }).click();
  const messages = page.getByRole('log', { name: 'Messages' });
  await messages.getByText('Hello from outside').waitFor();
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.fill('Hello **back**');
  await composer.press('Enter');
  assert.equal(await composer.inputValue(), '');
  await messages.getByText('Hello back').first().waitFor();
  // The contact says it again: that is live.
  await eventually(
    () => messages.getByText('Hello back').count(),
    (count) => count === 2,
  );
  await messages.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await takePictures(page, 'chat');
  await page.reload();
  await messages.getByText('Hello from outside').waitFor();
});

test('every view passes axe', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Make this server yours' }).waitFor();
  await checkAccessibility(page, 'unclaimed');
  await claim(page, server);
  await page.getByRole('heading', { name: 'Welcome to Partyline' }).waitFor();
  await checkAccessibility(page, 'empty');
  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { say: { contact: 'echo', text: 'Hello from outside' } });
  await page.getByRole('link', { name: /Echo/i }).click();
  await page.getByRole('log').getByText('Hello from outside').waitFor();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `a chat, ${colorScheme}`);
    for (const [place, heading] of [
      ['Search', 'Search'],
      ['Accounts', 'Accounts'],
      ['Settings', 'Settings'],
      ['Inbox', 'Inbox'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await checkAccessibility(page, `${place}, ${colorScheme}`);
    }
    await page.getByRole('link', { name: /Echo/i }).click();
  }
  for (const place of ['search', 'accounts', 'accounts/add', 'settings']) {
    await page.goto(`${server.url}/${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('Loading…').waitFor({ state: 'detached' });
    await takePictures(page, place.replace('/', '-'));
  }
});

test('while a view is on its way, its landmark and its heading are there', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, { ...forAccessibility, serviceWorkers: 'block' });
  await claim(page, server);
  await page.getByRole('heading', { name: 'Welcome to Partyline' }).waitFor();
  const { held, letGo } = hold();
  await page.route('**/assets/*View-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${server.url}/search`);
  await page.getByRole('main').getByText('Loading…').waitFor();
  await checkAccessibility(page, 'a view that is on its way');
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Search');
  letGo();
  await page.getByRole('main').getByRole('combobox').waitFor();
  assert.equal(await page.getByRole('main').count(), 1);
});
