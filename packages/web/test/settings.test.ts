/** The settings as a whole: every section is reached, can be used by everybody, and says when it cannot be loaded. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { hookFlags } from './support/receiver.ts';
import { startTestServer } from './support/server.ts';
import { addTwoChats } from './support/two-chats.ts';

after(closeBrowser);

const openSection = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Settings' }).getByRole('link', { name }).click();

const sectionNames = [
  'Appearance',
  'Notifications',
  'Apps and tokens',
  'Approvals',
  'Audit log',
  'Webhooks',
  'Backup',
  'About',
];

test('every section passes axe in both themes, and is reached by keyboard', withBrowser, async (t) => {
  const server = await startTestServer(t, { flags: hookFlags });
  const { page } = await openPage(t, forAccessibility);
  await claim(page, server);
  const { accountID, echo } = await addTwoChats(server);
  await server.client.tokens.create({
    name: 'assistant',
    policy: { accountIDs: [accountID], writeChatIDs: [echo], sendsPerHour: 20, approval: true },
  });
  await server.client.webhooks.create({ url: 'http://127.0.0.1:1/hook', description: 'Nobody is there' });
  await page.getByRole('link', { name: 'Settings' }).click();
  for (const name of sectionNames) {
    await page.getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name }).waitFor();
    await page.getByText('Loading…').waitFor({ state: 'detached' });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await checkAccessibility(page, `${name}, ${colorScheme}`);
    }
    await takePictures(page, `settings-${name.toLowerCase().replaceAll(' ', '-')}`);
  }
  await page.getByText(server.url, { exact: true }).waitFor();
  await openSection(page, 'Apps and tokens');
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('radio', { name: 'Only what I choose' }).click();
    await page.getByRole('radio', { name: 'Only in chats that I choose' }).click();
    await page.getByRole('dialog').getByRole('checkbox', { name: /echo/i }).first().waitFor();
    await checkAccessibility(page, `new token, ${colorScheme}`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});

test('the palette offers every section, once', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t);
  await claim(page, server);
  await page.goto(`${server.url}/settings`);
  const links = page.getByRole('region', { name: 'Settings' }).getByRole('link');
  await links.first().waitFor();
  const sections = await links.allInnerTexts();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.getByRole('combobox').fill('settings');
  await palette.getByRole('option', { name: 'Search messages for' }).waitFor();
  const options = palette.getByRole('group', { name: 'Go to' }).getByRole('option').locator('bdi:first-of-type');
  assert.deepEqual(await options.allInnerTexts(), sections);
  assert.deepEqual(sections, sectionNames);
});

test('what cannot be loaded says so, and comes with another try', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  await claim(page, server);
  const sections = [
    ['apps', '/v1/tokens', 'token-of-no-policy'],
    ['audit', '/v1/audit*', 'Nothing was written yet'],
    ['webhooks', '/v1/webhooks', 'No webhooks yet'],
    ['about', '/v1/info', 'Version'],
  ] as const;
  for (const [section, path, expected] of sections) {
    const broken = new RegExp(`${path.replace('*', '.*')}$`);
    await page.route(broken, (route) =>
      route.fulfill({ status: 403, json: { code: 'FORBIDDEN', message: 'Not now.' } }),
    );
    await page.goto(`${server.url}/settings/${section}`);
    await page.getByRole('heading', { name: 'This could not be loaded.' }).waitFor();
    await page.getByText('Not now.').first().waitFor();
    if (section === 'apps') await takePictures(page, 'settings-failed');
    await page.unroute(broken);
    await page.getByRole('button', { name: 'Try again' }).click();
    if (section === 'apps') await page.getByRole('list', { name: 'Apps and tokens' }).waitFor();
    else await page.getByText(expected).first().waitFor();
  }
  assert.match(problems().join('\n'), /403/);
});
