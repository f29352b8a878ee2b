/** The list of chats: what it shows, what can be done in it, and how it filters. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { lookAt } from './support/in-both-themes.ts';
import { said } from './support/masses.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { addSandboxAccount, command, eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

const minute = 60_000;

const chats = (page: Page): Locator => page.getByRole('list', { name: 'Chats' });
const row = (page: Page, title: string): Locator => chats(page).getByRole('link', { name: title });
const titles = (page: Page): Promise<string[]> =>
  chats(page)
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.querySelector('bdi')?.textContent ?? ''));
const menu = async (page: Page, title: string, ...path: string[]) => {
  await row(page, title).click({ button: 'right' });
  for (const name of path) await page.getByRole('menuitem', { name }).click();
};

test(
  'chats of all accounts stand newest first, and what is done to one is done at the server',
  withBrowser,
  async (t) => {
    const server = await startTestServer(t);
    const { page } = await openPage(t, forAccessibility);
    await claim(page, server);
    const [sam, kim] = [await addSandboxAccount(server, 'sam'), await addSandboxAccount(server, 'kim')];
    const now = Date.now();
    const tell = (accountID: string, id: string, name: string, text: string, ago: number) =>
      command(server, accountID, { event: said(id, name, text, now - ago) });
    await tell(sam.accountID, 'ada', 'Ada Lovelace', 'The engine weaves patterns', 30 * minute);
    await tell(kim.accountID, 'grace', 'Grace Hopper', 'Found a bug, a real one', 20 * minute);
    await tell(sam.accountID, 'alan', 'Alan Turing', 'Are you a machine?', 10 * minute);
    await tell(sam.accountID, 'noor', 'نور الهدى', 'مرحبا، كيف حالك؟', 26 * 60 * minute);
    const picture = { kind: 'img', ref: 'media:picture', mimeType: 'image/png', fileName: 'sketch.png' };
    const painted = { ...said('painter', 'Painter', '', now - 40 * minute), attachments: [picture] };
    await command(server, sam.accountID, { event: painted });
    await command(server, kim.accountID, { say: { contact: 'fan', chat: 'lobby', text: 'Who is in tonight?' } });
    await row(page, 'Alan Turing').waitFor();
    await row(page, 'Painter').getByText('Photo').waitFor();
    await row(page, 'Lobby').getByText('Fan:').waitFor();
    const order = ['Alan Turing', 'Grace Hopper', 'Ada Lovelace', 'نور الهدى'];
    assert.deepEqual(
      (await titles(page)).filter((title) => order.includes(title)),
      order,
    );
    await row(page, 'Ada Lovelace').getByText('1 unread message').waitFor({ state: 'attached' });

    const chat = async (title: string) => {
      const { items } = await server.client.chats.search({ query: title });
      return items[0] ?? assert.fail(`${title} is not there`);
    };
    const becomes = (title: string, fits: (found: Awaited<ReturnType<typeof chat>>) => boolean) =>
      eventually(() => chat(title), fits);

    await menu(page, 'Ada Lovelace', 'Mark as read');
    await becomes('Ada', ({ unreadCount }) => unreadCount === 0);
    await row(page, 'Ada Lovelace').getByText('unread message').waitFor({ state: 'detached' });
    await menu(page, 'Ada Lovelace', 'Mark as unread');
    await becomes('Ada', ({ isMarkedUnread }) => isMarkedUnread === true);
    await row(page, 'Ada Lovelace').getByText('Marked as unread').waitFor({ state: 'attached' });
    await menu(page, 'نور الهدى', 'Pin');
    await row(page, 'نور الهدى').getByRole('img', { name: 'Pinned' }).waitFor();
    await eventually(
      () => titles(page),
      ([first]) => first === 'نور الهدى',
    );
    await menu(page, 'Ada Lovelace', 'Mute');
    await row(page, 'Ada Lovelace').getByRole('img', { name: 'Muted' }).waitFor();
    await becomes('Ada', ({ isMuted }) => isMuted === true);

    await row(page, 'Grace Hopper').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remind me' }).hover();
    await page.getByRole('menuitem', { name: 'Tomorrow morning' }).waitFor();
    await takePictures(page, 'inbox-menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await menu(page, 'Grace Hopper', 'Remind me', 'Tomorrow morning');
    const { reminder } = await becomes('Grace', (found) => found.reminder?.remindAt !== undefined);
    const at = new Date(reminder?.remindAt ?? 0);
    assert.deepEqual([at.getUTCHours(), at.getTime() > now, at.getTime() - now < 48 * 60 * minute], [9, true, true]);
    await row(page, 'Grace Hopper')
      .getByRole('img', { name: /Reminder/ })
      .waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await becomes('Grace', (found) => !found.reminder);
    await row(page, 'Grace Hopper')
      .getByRole('img', { name: /Reminder/ })
      .waitFor({ state: 'detached' });
    await menu(page, 'Grace Hopper', 'Remind me', 'Pick a time');
    const reminding = page.getByRole('dialog', { name: 'Remind me of Grace Hopper' });
    await reminding.getByRole('textbox', { name: 'When' }).fill('2001-01-01T09:00');
    await reminding.getByRole('button', { name: 'Remind me' }).click();
    await reminding.getByText('This time has passed.').waitFor();
    await lookAt(page, 'inbox-reminder');
    await reminding.getByRole('textbox', { name: 'When' }).fill('2099-06-01T09:30');
    await reminding.getByRole('checkbox', { name: 'Not needed when somebody answers' }).click();
    await reminding.getByRole('button', { name: 'Remind me' }).click();
    await becomes('Grace', (found) => found.reminder?.remindAt === '2099-06-01T09:30:00.000Z');
    // Opened again, it begins anew: its times may have passed meanwhile.
    await reminding.waitFor({ state: 'detached' });
    await menu(page, 'Grace Hopper', 'Remind me', 'Pick a time');
    assert.doesNotMatch(await reminding.getByRole('textbox', { name: 'When' }).inputValue(), /^2099/);
    await reminding.getByRole('button', { name: 'Cancel' }).click();
    await reminding.waitFor({ state: 'detached' });

    await menu(page, 'Alan Turing', 'Labels');
    const labelling = page.getByRole('dialog', { name: 'Labels of Alan Turing' });
    await labelling.getByLabel('New label').fill('Work & play');
    await labelling.getByRole('button', { name: 'Add' }).click();
    await labelling.getByRole('checkbox', { name: 'Work & play', checked: true }).waitFor();
    await lookAt(page, 'inbox-labels');
    await page.keyboard.press('Escape');
    await row(page, 'Alan Turing').getByText('Work & play').waitFor();
    await becomes('Alan', ({ labels }) => labels?.[0]?.name === 'Work & play');

    await menu(page, 'Alan Turing', 'Archive');
    await row(page, 'Alan Turing').waitFor({ state: 'detached' });
    await becomes('Alan', ({ isArchived }) => isArchived === true);
    await page.getByText('Alan Turing is in the archive').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await row(page, 'Alan Turing').waitFor();
    await becomes('Alan', ({ isArchived }) => isArchived !== true);

    await menu(page, 'Painter', 'Delete');
    const removing = page.getByRole('dialog', { name: 'Delete Painter?' });
    await removing.getByText('This cannot be undone.').waitFor();
    await lookAt(page, 'inbox-delete');
    await removing.getByRole('button', { name: 'Delete' }).click();
    await removing.waitFor({ state: 'detached' });
    assert.equal(await row(page, 'Painter').count(), 0);
    await eventually(
      () => server.client.chats.search({ query: 'Painter' }),
      ({ items }) => items.length === 0,
    );

    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await checkAccessibility(page, `the list, ${colorScheme}`);
    }
    await takePictures(page, 'inbox');
  },
);

test('filters are in the address, and what comes in live goes by them', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  await claim(page, server);
  const [sam, kim] = [await addSandboxAccount(server, 'sam'), await addSandboxAccount(server, 'kim')];
  const now = Date.now();
  for (const [accountID, id, name] of [
    [sam.accountID, 'ada', 'Ada'],
    [sam.accountID, 'bob', 'Bob'],
    [kim.accountID, 'cem', 'Cem'],
  ] as const)
    await command(server, accountID, { event: said(id, name, 'Hello', now - minute) });
  await row(page, 'Cem').waitFor();
  await menu(page, 'Bob', 'Mark as read');
  await menu(page, 'Bob', 'Labels');
  await page.getByLabel('New label').fill('Friends');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('checkbox', { name: 'Friends' }).waitFor();
  await page.keyboard.press('Escape');

  const bar = page.getByRole('region', { name: 'Filters' });
  await bar.getByRole('button', { name: 'Unread' }).click();
  await row(page, 'Bob').waitFor({ state: 'detached' });
  await row(page, 'Ada').waitFor();
  assert.match(page.url(), /\?unread=1$/);
  // Unread again, by what comes in: it is here.
  await command(server, sam.accountID, { event: said('bob', 'Bob', 'Are you there?', now) });
  await row(page, 'Bob').waitFor();
  await bar.getByRole('button', { name: 'Accounts' }).click();
  await page.getByRole('menuitemradio', { name: /kim/ }).click();
  await row(page, 'Bob').waitFor({ state: 'detached' });
  await row(page, 'Cem').waitFor();
  await lookAt(page, 'inbox-filtered');
  await page.reload();
  await row(page, 'Cem').waitFor();
  assert.equal(await row(page, 'Ada').count(), 0);
  await row(page, 'Cem').click();
  await page.getByRole('log').getByText('Hello').waitFor();
  assert.match(page.url(), /unread=1/);
  // It is read now: the filter lets it go, and keeps its word.
  await row(page, 'Cem').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'All read' }).waitFor();
  await lookAt(page, 'inbox-all-read');
  await bar.getByRole('button', { name: 'Show all chats' }).click();
  await row(page, 'Ada').waitFor();
  await bar.getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('menuitemradio', { name: 'Friends' }).click();
  await row(page, 'Ada').waitFor({ state: 'detached' });
  await row(page, 'Bob').waitFor();
  await page.goBack();
  await row(page, 'Ada').waitFor();

  await menu(page, 'Ada', 'Archive');
  await row(page, 'Ada').waitFor({ state: 'detached' });
  await menu(page, 'Bob', 'Low priority');
  await row(page, 'Bob').waitFor({ state: 'detached' });
  for (const [place, title] of [
    ['Archive', 'Ada'],
    ['Low priority', 'Bob'],
  ] as const) {
    await bar.getByRole('button', { name: /Folder/ }).click();
    await page.getByRole('menuitemradio', { name: place }).click();
    await page.getByRole('heading', { name: place, level: 1 }).waitFor();
    await row(page, title).waitFor();
    assert.deepEqual(await titles(page), [title]);
  }
});

test('a new chat begins with somebody who is known, or with a number', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  await claim(page, server);
  await addSandboxAccount(server, 'sam');
  const kim = await addSandboxAccount(server, 'kim');
  await page.getByRole('button', { name: 'New chat' }).click();
  const dialog = page.getByRole('dialog', { name: 'New chat' });
  await dialog.getByRole('option', { name: /^Echo/ }).waitFor();
  await lookAt(page, 'new-chat');
  await dialog.getByLabel('Account').selectOption(kim.accountID);
  await dialog.getByRole('combobox', { name: 'To whom?' }).fill('+12025550102');
  await dialog.getByRole('option', { name: /^Slow/ }).waitFor();
  await dialog.getByRole('option', { name: /^Echo/ }).waitFor({ state: 'detached' });
  await dialog.getByRole('option', { name: /^Slow/ }).click();
  await page.getByRole('heading', { level: 1, name: /^Slow/ }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await eventually(
    () => page.evaluate(() => document.activeElement?.tagName),
    (tag) => tag === 'TEXTAREA',
  );
  const { items } = await server.client.chats.search({ query: 'Slow' });
  assert.deepEqual(
    items.map(({ accountID }) => accountID),
    [kim.accountID],
  );
  await page.getByRole('button', { name: 'New chat' }).click();
  await dialog.getByRole('combobox', { name: 'To whom?' }).fill('nobody at all');
  await dialog.getByText('Nobody found.').waitFor();
});
