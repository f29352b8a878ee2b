/** What people meet seldom looks and reads as well as the rest: who is in a chat, and addresses where nothing is. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { lookAt } from './support/in-both-themes.ts';

after(closeBrowser);

test('who is in a chat, and addresses where nothing is', withBrowser, async (t) => {
  const { page, server, order, open, problems } = await startChatting(t, forAccessibility);
  await order({ say: { contact: 'fan', chat: 'lobby', text: 'Hello' } });
  await open('Lobby');
  // What the sizes of everything are counted in: smaller, and the smallest text cannot be read.
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '16px');
  await page.getByTitle('About this chat').click();
  await page.getByRole('dialog', { name: 'About this chat' }).getByText('Echo', { exact: true }).waitFor();
  await lookAt(page, 'chat-details');
  await page.goto(`${server.url}/inbox/nothing`);
  await page.getByRole('heading', { name: 'This chat is not here any more.' }).waitFor();
  await lookAt(page, 'chat-missing');
  // On a phone there is nothing else to press.
  await page.getByRole('link', { name: 'Go to the inbox' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await page.goto(`${server.url}/settings/nothing`);
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await lookAt(page, 'settings-missing');
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Appearance' }).waitFor();
  // The chat that is not there was asked for.
  problems();
});
