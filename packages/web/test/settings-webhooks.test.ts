/** The settings, as the owner uses them: webhooks, and what they did not take. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { hookFlags, openReceiver } from './support/receiver.ts';
import { command, eventually, startTestServer, type TestServer } from './support/server.ts';
import { addTwoChats } from './support/two-chats.ts';

after(closeBrowser);

test('a webhook is added, tested, switched, given a new secret and deleted', withBrowser, async (t) => {
  const server = await startTestServer(t, { flags: hookFlags });
  const { page, problems } = await openPage(t);
  await claim(page, server);
  await addTwoChats(server);
  const receiver = await openReceiver(t);
  await page.goto(`${server.url}/settings/webhooks`);
  await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
  await page.getByRole('button', { name: 'New webhook' }).click();
  const dialog = page.getByRole('dialog');
  const url = dialog.getByRole('textbox', { name: 'Address' });
  await url.fill('example');
  await url.press('Enter');
  await dialog.getByText('Type a whole address').waitFor();
  await url.fill('http://192.168.1.1/hook');
  await url.press('Enter');
  // The server says which addresses are called, in its words.
  await dialog.getByRole('status').filter({ hasText: /\w/ }).waitFor();
  assert.match(problems().join('\n'), /422/);
  await url.fill(receiver.url);
  await dialog.getByRole('radio', { name: 'Only some' }).click();
  await dialog.getByRole('checkbox', { name: 'Messages that are new or changed' }).press('Space');
  await takePictures(page, 'settings-new-webhook');
  await dialog.getByRole('button', { name: 'Add the webhook' }).click();
  await dialog.getByText('Copy the secret now').waitFor();
  assert.match(await dialog.getByRole('textbox', { name: 'Signing secret' }).inputValue(), /^whsec_/);
  await dialog.getByRole('button', { name: 'Done' }).click();

  await page.getByText('Only: Messages that are new or changed').waitFor();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText(/The test was taken: HTTP 200 after \d+ ms\./).waitFor();
  receiver.answer(500);
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText(/The test was not taken: HTTP 500 \(\d+ ms\)\./).waitFor();
  await takePictures(page, 'settings-webhooks');
  receiver.answer(200);

  const menu = page.getByRole('button', { name: /More for/ });
  const choose = async (name: string) => {
    await menu.press('Enter');
    // The menu takes the focus a frame after it is there.
    await page.locator('[role="menuitem"]:focus').waitFor();
    await page.getByRole('menuitem', { name }).press('Enter');
  };
  await choose('Switch off');
  await page.getByText('You switched it off.').waitFor();
  await choose('Switch on');
  await page.getByText('You switched it off.').waitFor({ state: 'detached' });
  await choose('New secret');
  await dialog.getByRole('button', { name: 'New secret' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('The old secret signs too until').waitFor();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The test was taken').waitFor();
  assert.equal(receiver.signatures.at(-1)?.split(' ').length, 2);
  await choose('Delete');
  await dialog.getByText('Nothing more is posted there.').waitFor();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
  assert.deepEqual((await server.client.webhooks.list()).items, []);
});

test('what a webhook did not take for days is shown, replayed and thrown away', withBrowser, async (t) => {
  const first = await startTestServer(t, { flags: hookFlags });
  const { page } = await openPage(t);
  await claim(page, first);
  const { accountID } = await addTwoChats(first);
  const receiver = await openReceiver(t);
  receiver.answer(500);
  const { id } = await first.client.webhooks.create({ url: receiver.url, types: ['message.upserted'] });
  for (const text of ['one', 'two', 'three', 'four', 'five', 'six'])
    await command(first, accountID, { say: { contact: 'herald', text } });
  const health = async (server: TestServer) => (await server.client.webhooks.retrieve(id)).health;
  await eventually(
    () => health(first),
    ({ attempts }) => attempts > 0,
  );
  await first.stop();
  daysPass(first.dataDir, 4);
  const port = Number(new URL(first.url).port);
  const second = await startTestServer(t, { dataDir: first.dataDir, port, flags: hookFlags });
  await eventually(
    () => health(second),
    ({ deadLetters }) => deadLetters === 5,
  );
  await page.goto(`${second.url}/settings/webhooks`);
  await page.getByText('It could not be reached for days.').waitFor();
  await page.getByRole('heading', { name: '5 dead letters' }).waitFor();
  await takePictures(page, 'settings-dead-letters');
  await page.getByRole('button', { name: 'Replay all' }).click();
  await page.getByText('The next one was not taken: HTTP 500').first().waitFor();
  receiver.answer(200);
  await page.getByRole('button', { name: 'Replay', exact: true }).first().click();
  await page.getByRole('heading', { name: '4 dead letters' }).waitFor();
  await page.getByRole('button', { name: 'Throw away' }).first().click();
  await page.getByRole('heading', { name: '3 dead letters' }).waitFor();
  await page.getByRole('button', { name: 'Replay all' }).click();
  await page.getByText('3 events were delivered').first().waitFor();
  await page.getByRole('heading', { name: /dead letter/ }).waitFor({ state: 'detached' });
});

test(
  'how a webhook does is looked at anew on coming back, and now and then while it is in sight',
  withBrowser,
  async (t) => {
    const server = await startTestServer(t, { flags: hookFlags });
    const { page, problems } = await openPage(t);
    await claim(page, server);
    const { accountID } = await addTwoChats(server);
    const receiver = await openReceiver(t);
    const { id } = await server.client.webhooks.create({ url: receiver.url, types: ['message.upserted'] });
    const comesToBe = (wanted: 'ok' | 'retrying') =>
      eventually(
        async () => (await server.client.webhooks.retrieve(id)).health,
        ({ state, lastDeliveredAt }) => state === wanted && (wanted === 'retrying' || lastDeliveredAt !== undefined),
      );
    const shows = (state: string) => page.getByText(state, { exact: true });
    // Timers are the test's from here on: what happens in the page is not by chance.
    await page.clock.install();
    await page.goto(`${server.url}/settings/webhooks`);
    await shows('Delivering').waitFor();
    await page.clock.pauseAt(Date.now() + 60_000);
    receiver.answer(500);
    await command(server, accountID, { say: { contact: 'herald', text: 'one' } });
    await comesToBe('retrying');
    assert.equal(await shows('Delivering').count(), 1);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await shows('Failing').waitFor();
    await page.getByText('The last error: HTTP 500').waitFor();

    receiver.answer(200);
    await comesToBe('ok');
    assert.equal(await shows('Failing').count(), 1);
    await page.clock.runFor(10_000);
    await shows('Delivering').waitFor();
    await page.getByText(/Last delivered /).waitFor();

    // What cannot be asked for just now leaves what is shown.
    await page.route('**/v1/webhooks', (route) =>
      route.fulfill({ status: 403, json: { code: 'FORBIDDEN', message: 'Not now.' } }),
    );
    const refused = page.waitForResponse('**/v1/webhooks');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await (await refused).finished();
    await page.clock.resume();
    await drawn(page);
    assert.equal(await shows('Delivering').count(), 1);
    assert.match(problems().join('\n'), /403/);
  },
);

/** As if the server had been off for so long. */
function daysPass(dataDir: string, days: number): void {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  const ms = days * 86_400_000;
  database.prepare('update events set at = at - ?').run(ms);
  database.prepare('update webhooks set failing_since = failing_since - ?, next_attempt_at = null').run(ms);
  database.close();
}
