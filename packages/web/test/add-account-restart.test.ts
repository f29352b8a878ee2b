/** A sign-in outlives the server, which is ended in the middle of a step; and a real network is signed in to. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { requireProgram, startNgircd } from '../../../test/support/ircd.ts';
import { forAccessibility } from './support/accessibility.ts';
import { afterwards } from './support/afterwards.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { lookAt } from './support/in-both-themes.ts';
import { claim } from './support/owner.ts';
import { startTestServer } from './support/server.ts';

after(closeBrowser);

test('a form and a wait go on after the server was started again', withBrowser, async (t) => {
  const server = await startTestServer(t, { sandbox: { stepMs: 1_000 } });
  const { page, problems } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const dialog = page.getByRole('dialog', { name: 'Add Sandbox' });
  await page.goto(`${server.url}/accounts/add/local-sandbox`);
  await dialog.getByRole('button', { name: /^Slow/ }).click();
  const seconds = dialog.getByLabel('Seconds to take');
  await seconds.fill('soon');
  await seconds.blur();
  await dialog.getByText('A number is expected.').waitFor();
  await seconds.fill('4');
  await dialog.getByText('A number is expected.').waitFor({ state: 'hidden' });
  // In the middle of a form: it is handed in to the server that came back.
  const again = await server.restart();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('The sandbox takes its time.').waitFor();
  // In the middle of a wait: the page says so, and goes on by itself.
  await again.stop();
  await dialog.getByText('The server cannot be reached. This goes on as soon as it is back.').waitFor();
  await lookAt(page, 'add-account-away');
  await again.restart();
  await dialog.getByText('You are in').waitFor();
  // A server that stops says so to those who wait.
  for (const problem of problems()) assert.match(problem, /503/);
});

const lacking = requireProgram('ngircd', 'openssl');
const withNgircd = lacking === false ? withBrowser : { skip: lacking };

test('IRC: an error of the network in words, then in', withNgircd, async (t) => {
  const ircd = await startNgircd({ network: 'WebTest' });
  afterwards(t, () => ircd.end());
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  await page.getByRole('list', { name: 'Networks you can add' }).getByRole('link', { name: 'IRC' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add IRC' });
  await dialog.getByRole('button', { name: /^Another server/ }).click();
  await dialog.getByLabel('Server').fill('127.0.0.1');
  await dialog.getByLabel('Nick').fill('webber');
  await dialog.getByRole('button', { name: 'More options' }).click();
  await dialog.getByLabel('Port').fill('1');
  await lookAt(page, 'add-account-irc');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog
    .getByRole('alert')
    .getByText(/Please check: /)
    .waitFor();
  assert.equal(await dialog.getByLabel('Port').inputValue(), '1');
  assert.equal(await dialog.getByLabel('Nick').inputValue(), 'webber');
  await lookAt(page, 'add-account-irc-refused');
  await dialog.getByLabel('Port').fill(String(ircd.port));
  await dialog.getByLabel('TLS').selectOption('no');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('You are in').waitFor();
  await dialog.getByText('WebTest').waitFor();
  await dialog.getByRole('status').getByText('Connected', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Open the inbox' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
});
