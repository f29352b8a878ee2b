/** Search: as one types, with filters as chips, in context, and on to the message in its chat. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { lookAt } from './support/in-both-themes.ts';
import { said } from './support/masses.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { addSandboxAccount, command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

const day = 86_400_000;

test('words and filters find messages, chats and people, and a hit leads to its place', {
  ...withBrowser,
  timeout: 300_000,
}, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const [sam, kim] = [await addSandboxAccount(server, 'sam'), await addSandboxAccount(server, 'kim')];
  const now = Date.now();
  const tell = (accountID: string, id: string, name: string, text: string, at: number) =>
    command(server, accountID, { event: said(id, name, text, at) });
  const filler = Array.from({ length: 300 }, (_, index) =>
    said('ines', 'Inês Café', `Filler number ${index}`, now - 20 * day + index * 60_000),
  );
  await command(server, sam.accountID, { events: filler });
  await tell(sam.accountID, 'ines', 'Inês Café', 'The zeppelin lands at noon, bring a CRÈME brûlée', now - 30 * day);
  await tell(kim.accountID, 'otto', 'Otto', 'No zeppelin today', now - day);
  await tell(sam.accountID, 'ines', 'Inês Café', 'Did you see the zeppelins?', now - 60_000);
  await page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: 'Otto' }).waitFor();

  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: /Search/ });
  await field.waitFor();
  await lookAt(page, 'search-empty');
  const hits = page.locator('a[data-result]');
  const marks = page.locator('main mark');
  const found = (count: number) =>
    eventually(
      () => hits.count(),
      (now) => now === count,
    );

  // A word that is not whole yet finds already; the newest is first.
  await page.keyboard.type('zeppe');
  await found(3);
  assert.deepEqual(await marks.allTextContents(), ['zeppe', 'zeppe', 'zeppe']);
  assert.match((await hits.first().textContent()) ?? '', /Did you see the zeppelins/);
  // Accents and case do not matter, and the words are marked as they stand there.
  await field.fill('creme brulee');
  await found(1);
  assert.deepEqual(await marks.allTextContents(), ['CRÈME', 'brûlée']);
  await page.getByText('1 message found').waitFor({ state: 'attached' });
  // Chats and people stand above the messages.
  await field.fill('ines');
  await page.getByRole('heading', { name: 'Chats and people' }).waitFor();
  await page
    .getByRole('link', { name: /Inês Café/ })
    .first()
    .waitFor();

  // Filters are suggested, chosen by keyboard, and become chips.
  await field.fill('zeppelin* ');
  await found(3);
  await page.keyboard.type('fro');
  await page.getByRole('option', { name: /from:/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('ott');
  await page.getByRole('option', { name: /Otto/ }).waitFor();
  await lookAt(page, 'search-suggestions');
  await page.keyboard.press('Enter');
  const chip = page.getByRole('button', { name: 'Remove From: Otto' });
  await chip.waitFor();
  await found(1);
  assert.match(decodeURIComponent(page.url()), /q=from:Otto\+zeppelin/);
  await page.reload();
  await chip.waitFor();
  await found(1);
  // It can be taken away by keyboard: to the left, and away.
  await field.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await chip.waitFor({ state: 'detached' });
  await found(3);
  for (const [text, label, count] of [
    ['account:', 'Remove Account: kim', 1],
    ['in:ines', 'Remove In: Inês Café', 2],
    [`after:${new Date(now - 10 * day).toISOString().slice(0, 10)}`, /Remove After/, 2],
    [`before:${new Date(now - 10 * day).toISOString().slice(0, 10)}`, /Remove Before/, 1],
  ] as const) {
    await field.fill('zeppelin* ');
    await field.press('End');
    await page.keyboard.type(text);
    if (text.startsWith('account')) await page.getByRole('option', { name: /kim/ }).click();
    else if (text.startsWith('in')) await page.getByRole('option', { name: /Inês/ }).first().click();
    else await page.keyboard.press('Space');
    await page.getByRole('button', { name: label }).waitFor();
    await found(count);
    if (text.startsWith('in')) {
      await takePictures(page, 'search-hits');
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await checkAccessibility(page, `search, hits, ${colorScheme}`);
      }
    }
    await page.getByRole('button', { name: label }).click();
    await page.getByRole('button', { name: label }).waitFor({ state: 'detached' });
  }

  // Nothing found, and a search that fails.
  await field.fill('unobtainium');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await takePictures(page, 'search-none');
  await page.route('**/v1/messages/search**', (route) =>
    route.fulfill({ status: 422, json: { message: 'It cannot be looked for that.', code: 'VALIDATION_ERROR' } }),
  );
  await field.fill('something else');
  await page.getByRole('heading', { name: 'The search failed' }).waitFor();
  await page.getByText('It cannot be looked for that.').waitFor();
  await page.unroute('**/v1/messages/search**');
  assert.match(problems().join('\n'), /422/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();

  // Older ones that cannot be had are asked for once, not without end.
  const older = /messages\/search\?.*cursor=/;
  let asked = 0;
  await page.route(older, (route) => {
    asked++;
    return route.fulfill({ status: 422, json: { message: 'Not now.', code: 'VALIDATION_ERROR' } });
  });
  await field.fill('filler');
  await hits.filter({ hasText: 'Filler number 299' }).waitFor();
  await hits.last().scrollIntoViewIfNeeded();
  await page.getByRole('main').getByText('Not now.').waitFor();
  await drawn(page);
  assert.equal(asked, 1);
  assert.match(problems().join('\n'), /422/);
  await page.unroute(older);
  await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
  await eventually(
    () => hits.count(),
    (count) => count > 40,
  );

  // An answer that comes late is left out.
  const { held: late, letGo } = hold();
  await page.route(/messages\/search\?query=noon/, async (route) => {
    await late;
    await route.continue().catch(() => undefined);
  });
  const asksForNoon = page.waitForRequest(/messages\/search\?query=noon/);
  await field.fill('noon');
  await asksForNoon;
  await field.fill('today');
  await hits.filter({ hasText: 'No zeppelin today' }).waitFor();
  letGo();
  await page.unrouteAll({ behavior: 'wait' });
  assert.match((await hits.first().textContent()) ?? '', /No zeppelin today/);

  // Down into the hits, and on to the message in its chat, far up.
  await field.fill('brulee');
  await hits.filter({ hasText: 'The zeppelin lands at noon' }).waitFor();
  await field.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/inbox\/.*\?message=/);
  await page.getByRole('log').getByText('The zeppelin lands at noon').waitFor();
  await page.goBack();
  await hits.filter({ hasText: 'The zeppelin lands at noon' }).waitFor();
});
