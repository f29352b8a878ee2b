/** What somebody sees first: the welcome, with the sandbox to try, or how to get it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { lookAt } from './support/in-both-themes.ts';
import { claim } from './support/owner.ts';
import { startTestServer } from './support/server.ts';

after(closeBrowser);

test('from the claim to the first chat without an account, by keyboard alone', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  await page.getByRole('heading', { name: 'Welcome to Partyline' }).waitFor();
  const add = page.getByRole('main').getByRole('link', { name: 'Add an account' });
  const attempt = page.getByRole('button', { name: 'Try the sandbox' });
  await attempt.waitFor();
  await lookAt(page, 'first-run-welcome');
  // The layers of the style sheets stand in their order: a button looks like one.
  assert.notEqual(await add.evaluate((link) => getComputedStyle(link).backgroundColor), 'rgba(0, 0, 0, 0)');
  assert.notEqual(await attempt.evaluate((button) => getComputedStyle(button).paddingInlineStart), '0px');

  await add.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Add an account', level: 1 }).waitFor();
  await page.goBack();
  await attempt.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /Echo/ }).click();
  await page.getByRole('log', { name: 'Messages' }).getByText('Hi! I am Echo.').waitFor();
  assert.deepEqual(
    (await server.client.accounts.list()).map(({ user }) => user.fullName),
    ['You'],
  );
});

test('with the sandbox switched off the welcome says how to switch it on', withBrowser, async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  await page.getByText('npx partyline serve --sandbox').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try the sandbox' }).count(), 0);
  await lookAt(page, 'first-run-no-sandbox');
  await page.getByRole('list', { name: 'Networks you can add' }).getByRole('link', { name: 'IRC' }).click();
  await page
    .getByRole('dialog', { name: 'Add IRC' })
    .getByRole('button', { name: /^Another server/ })
    .waitFor();
});
