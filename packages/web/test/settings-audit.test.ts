/** The settings, as the owner uses them: the log of what programs did. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Partyline } from '@partyline/client';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { eventually, startTestServer } from './support/server.ts';
import { addTwoChats } from './support/two-chats.ts';

after(closeBrowser);

test('the audit log says who wrote what, can be filtered, goes on, and is exported whole', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t);
  await claim(page, server);
  const { echo, herald } = await addTwoChats(server);
  const { token: secret } = await server.client.tokens.create({ name: 'script', policy: { chatIDs: [echo] } });
  const script = new Partyline({ baseURL: server.url, accessToken: secret, maxRetries: 0 });
  for (let number = 0; number < 60; number++) await server.client.chats.markUnread(herald);
  await script.messages.send(echo, { text: 'what was written' });
  await assert.rejects(script.messages.send(herald, { text: 'hidden' }));

  await page.goto(`${server.url}/settings/audit`);
  const rows = page.getByRole('table').getByRole('row');
  await page.getByRole('row', { name: /script Send a message Echo Done/i }).waitFor();
  await page.getByRole('row', { name: /script Send a message .*Refused: NOT_FOUND/ }).waitFor();
  await takePictures(page, 'settings-audit');
  assert.equal(await rows.count(), 51);
  const who = page.getByRole('combobox', { name: 'Who' });
  // A page that comes when the filter was changed belongs to another list.
  const older = /\/v1\/audit\?.*cursor=/;
  const { held, letGo } = hold();
  await page.route(older, async (route) => {
    await held;
    await route.continue();
  });
  const late = page.waitForResponse(older);
  await page.getByRole('button', { name: 'Load more' }).click();
  await who.selectOption('script');
  await eventually(
    () => rows.count(),
    (count) => count === 3,
  );
  letGo();
  await (await late).finished();
  await drawn(page);
  assert.equal(await rows.count(), 3);
  await page.unroute(older);
  await who.selectOption('Everybody');
  await eventually(
    () => rows.count(),
    (count) => count === 51,
  );
  await page.getByRole('button', { name: 'Load more' }).click();
  await eventually(
    () => rows.count(),
    (count) => count > 62,
  );
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await download;
  assert.equal(file.suggestedFilename(), 'partyline-audit.jsonl');
  const exported = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\n');
  const whole = await Array.fromAsync(server.client.audit.list({ limit: 500 }));
  assert.deepEqual(
    exported.map((line) => JSON.parse(line).id),
    whole.map(({ id }) => id),
  );
  assert.doesNotMatch(exported.join(), /what was written/);

  await who.selectOption('script');
  await eventually(
    () => rows.count(),
    (count) => count === 3,
  );
  await page.getByRole('button', { name: 'Chat: All chats' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('echo');
  await dialog.getByRole('checkbox', { name: /echo/i }).press('Space');
  await eventually(
    () => rows.count(),
    (count) => count === 2,
  );
  await who.selectOption('Everybody');
  await page.getByRole('button', { name: /Chat: Echo/i }).click();
  await dialog.getByRole('button', { name: 'All chats' }).click();
  await eventually(
    () => rows.count(),
    (count) => count === 51,
  );
});
