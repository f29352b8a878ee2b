/** What tells of messages while nobody looks: the title of the window, and the desktop where it is wished. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, liveAfter, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { lookAt } from './support/in-both-themes.ts';
import { eventually } from './support/server.ts';

after(closeBrowser);

interface Shown {
  readonly title: string;
  readonly body: string;
  isClosed: boolean;
  readonly one: Notification;
}

/** A browser without a desktop shows nothing: what it is told to show is noted, and whether the person looks is the test's to say. */
const noteNotifications = (page: Page) =>
  page.addInitScript(() => {
    const shown: Shown[] = [];
    const Real = Notification;
    class Noted extends Real {
      constructor(title: string, options: NotificationOptions = {}) {
        super(title, options);
        const note: Shown = { title, body: options.body ?? '', isClosed: false, one: this };
        shown.push(note);
        this.close = () => {
          note.isClosed = true;
          super.close();
        };
      }
    }
    Object.assign(window, { Notification: Noted, shown, isLooking: false });
    document.hasFocus = () => Reflect.get(window, 'isLooking') === true;
  });

const notedIn = (page: Page): Promise<Omit<Shown, 'one'>[]> =>
  page.evaluate(() => {
    const shown: readonly Shown[] = Reflect.get(window, 'shown');
    return shown.map(({ title, body, isClosed }) => ({ title, body, isClosed }));
  });

test('who writes is told on the desktop while nobody looks, until it is read', withBrowser, async (t) => {
  const { page, order, server, chatOf } = await startChatting(t, {
    ...forAccessibility,
    permissions: ['notifications'],
  });
  await noteNotifications(page);
  await page.goto(`${server.url}/settings/notifications`);
  const wish = page.getByRole('radio', { name: 'Who wrote, and what' });
  assert.ok(await page.getByRole('radio', { name: 'No notifications' }).isChecked());
  await wish.click();
  await eventually(() => wish.isChecked(), Boolean);
  await lookAt(page, 'settings-notifications');
  await liveAfter(page, () => page.reload());
  assert.ok(await wish.isChecked());

  await order({ say: { contact: 'herald', text: 'The **first** news', html: 'The <b>first</b> news' } });
  const first = { title: 'Herald', body: 'The first news', isClosed: false };
  await eventually(
    () => notedIn(page),
    (all) => all.length === 1,
  );
  assert.deepEqual(await notedIn(page), [first]);
  await eventually(
    () => page.title(),
    (title) => title === '(1) Settings – Partyline',
  );
  // Read on another device.
  await server.client.chats.markRead(await chatOf('Herald'));
  await eventually(
    () => notedIn(page),
    ([one]) => one?.isClosed === true,
  );
  await eventually(
    () => page.title(),
    (title) => title === 'Settings – Partyline',
  );

  // In a group, by two at once: the last one, and a click leads there.
  const inLobby = (id: string, name: string, text: string) => ({
    kind: 'message',
    id,
    chat: { id: 'lobby', type: 'group' },
    sender: { id: name.toLowerCase(), name, isSelf: false },
    timestamp: Date.now(),
    text,
  });
  await order({ events: [inLobby('1', 'Fan', 'One'), inLobby('2', 'Echo', 'Two')] });
  await eventually(
    () => notedIn(page),
    (all) => all.length === 2,
  );
  assert.deepEqual((await notedIn(page))[1], {
    title: '\u2068Echo\u2069 in \u2068Lobby\u2069',
    body: 'Two',
    isClosed: false,
  });
  await page.evaluate(() => {
    const [, group]: readonly Shown[] = Reflect.get(window, 'shown');
    group?.one.dispatchEvent(new Event('click'));
  });
  await page.getByRole('heading', { level: 1, name: 'Lobby' }).waitFor();

  // Who looks is told by the app alone; what is muted or of low priority is silent.
  await page.evaluate(() => Object.assign(window, { isLooking: true }));
  await order({ say: { contact: 'herald', text: 'Seen at once' } });
  await page.getByRole('status').getByText('New message from Herald').waitFor();
  await page.evaluate(() => Object.assign(window, { isLooking: false }));
  await server.client.chats.update(await chatOf('Herald'), { isMuted: true });
  await order({ say: { contact: 'reader', text: 'Heard' } });
  await eventually(
    () => notedIn(page),
    (all) => all.length === 3,
  );
  await server.client.chats.update(await chatOf('Reader'), { isLowPriority: true });
  await order({ say: { contact: 'herald', text: 'Muted' } });
  await order({ say: { contact: 'reader', text: 'Quiet' } });
  await order({ say: { contact: 'silent', text: 'Heard too' } });
  await eventually(
    () => notedIn(page),
    (all) => all.length > 3,
  );
  assert.deepEqual(
    (await notedIn(page)).map(({ title }) => title),
    ['Herald', '\u2068Echo\u2069 in \u2068Lobby\u2069', 'Reader', 'Silent'],
  );
});

test('of several windows one tells, and none while somebody looks at another', withBrowser, async (t) => {
  const { page, order, server } = await startChatting(t, { permissions: ['notifications'] });
  const other = await page.context().newPage();
  const wish = (at: Page) => at.getByRole('radio', { name: 'Who wrote', exact: true });
  for (const one of [page, other]) {
    await noteNotifications(one);
    await liveAfter(one, () => one.goto(`${server.url}/settings/notifications`));
  }
  await wish(page).click();
  await eventually(() => wish(other).isChecked(), Boolean);
  await liveAfter(page, () => page.reload());
  const look = (at: Page, isLooking: boolean) =>
    at.evaluate((is) => Object.assign(window, { isLooking: is }), isLooking);
  const titles = async () => [await notedIn(page), await notedIn(other)].map((all) => all.map(({ title }) => title));

  // The one that was reloaded came after the other.
  await look(page, true);
  await order({ say: { contact: 'herald', text: 'Seen' } });
  // Told to who cannot see, and then the other window asks whether anybody looks.
  await other.getByRole('status').getByText('New message from Herald').waitFor();
  await drawn(page);
  await look(page, false);
  await order({ say: { contact: 'silent', text: 'Not seen' } });
  await eventually(titles, (all) => all.flat().length > 0);
  assert.deepEqual(await titles(), [[], ['Silent']]);

  await other.close();
  await order({ say: { contact: 'reader', text: 'Not seen' } });
  await eventually(
    () => notedIn(page),
    (all) => all.length > 0,
  );
  assert.deepEqual(
    (await notedIn(page)).map(({ title }) => title),
    ['Reader'],
  );
});

test('where the browser forbids notifications it is said, and they stay off', withBrowser, async (t) => {
  const { page, server } = await startChatting(t, { ...forAccessibility, permissions: [] });
  await page.goto(`${server.url}/settings/notifications`);
  await page.getByRole('radio', { name: 'Who wrote', exact: true }).click();
  await page.getByText('The browser blocks them for this page.', { exact: false }).waitFor();
  assert.ok(await page.getByRole('radio', { name: 'No notifications' }).isChecked());
  await lookAt(page, 'settings-notifications-blocked');
});
