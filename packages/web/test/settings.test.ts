/** The settings, as the owner uses them: programs that are let in and shut out, the log of what they did, webhooks. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { AuthenticationError, NotFoundError, Partyline, RateLimitError } from '@partyline/client';
import type { Page } from 'playwright-core';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { hookFlags, openReceiver } from './support/receiver.ts';
import { addSandboxAccount, command, eventually, startTestServer, type TestServer } from './support/server.ts';

after(closeBrowser);

const openSection = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Settings' }).getByRole('link', { name }).click();

/** An account with a chat with Echo and one with Herald. */
async function arrange(server: TestServer): Promise<{ accountID: string; echo: string; herald: string }> {
  const { accountID } = await addSandboxAccount(server, 'sam');
  for (const contact of ['echo', 'herald']) await command(server, accountID, { say: { contact, text: 'Hello' } });
  const { items } = await eventually(
    () => server.client.chats.list(),
    (chats) => chats.items.filter(({ type }) => type === 'single').length === 2,
  );
  const idOf = (title: RegExp) => items.find((chat) => title.test(chat.title))?.id ?? assert.fail(String(title));
  return { accountID, echo: idOf(/echo/i), herald: idOf(/herald/i) };
}

test(
  'a token is made with a policy by keyboard, shown once, works as it says, and is revoked',
  withBrowser,
  async (t) => {
    const server = await startTestServer(t);
    const { page } = await openPage(t);
    await claim(page, server);
    const { echo, herald } = await arrange(server);
    await page.goto(`${server.url}/settings/apps`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'New token' }).focus();
    await page.keyboard.press('Enter');

    await dialog.getByRole('button', { name: 'Make the token' }).click();
    await dialog.getByText('Give it a name.').waitFor();
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await eventually(
      () => name.evaluate((field) => field === document.activeElement),
      (isFocused) => isFocused,
    );
    await name.fill('assistant');
    await dialog.getByRole('radio', { name: 'Only what I choose' }).click();
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    await dialog.getByText('Choose at least one account or chat that it sees.').waitFor();
    const seen = dialog.getByRole('group', { name: 'Single chats that it sees' });
    await seen.getByRole('searchbox').fill('echo');
    await seen.getByRole('checkbox', { name: /echo/i }).press('Space');
    await seen.getByRole('button', { name: /Remove Echo/i }).waitFor();
    await dialog.getByRole('radio', { name: 'Only in chats that I choose' }).click();
    const written = dialog.getByRole('group', { name: 'Chats that it writes in' });
    await written.getByRole('checkbox', { name: /herald/i }).press('Space');
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    await dialog.getByText(/It cannot write in “Herald”/i).waitFor();
    await takePictures(page, 'settings-new-token');
    await written.getByRole('checkbox', { name: /herald/i }).press('Space');
    await written.getByRole('checkbox', { name: /echo/i }).press('Space');
    const sends = dialog.getByRole('textbox', { name: 'Messages an hour' });
    await sends.fill('many');
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    await dialog.getByText('Type a whole number').waitFor();
    await sends.fill('1');
    await sends.press('Enter');

    await dialog.getByText('Copy the token now').waitFor();
    const secret = await dialog.getByRole('textbox', { name: 'Token' }).inputValue();
    assert.match(secret, /^ply_/);
    await takePictures(page, 'settings-secret');
    await dialog.getByRole('button', { name: 'Done' }).click();
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'assistant' }) });
    await card.getByText('Sends 1 message an hour at most').waitFor();
    assert.match((await card.textContent()) ?? '', /Sees: echo\s*Writes only in: echo/i);
    assert.doesNotMatch(await page.content(), new RegExp(secret));

    const client = new Partyline({ baseURL: server.url, accessToken: secret, maxRetries: 0 });
    await assert.rejects(client.chats.retrieve(herald), NotFoundError);
    await client.messages.send(echo, { text: 'one' });
    await assert.rejects(client.messages.send(echo, { text: 'two' }), RateLimitError);

    await card.getByRole('button', { name: 'Revoke assistant' }).press('Enter');
    await dialog.getByText('stops working within seconds').waitFor();
    await takePictures(page, 'settings-revoke');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await client.accounts.list();
    await card.getByRole('button', { name: 'Revoke assistant' }).press('Enter');
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).press('Enter');
    await card.waitFor({ state: 'detached' });
    await eventually(
      () =>
        client.accounts.list().then(
          () => false,
          (error: unknown) => error instanceof AuthenticationError,
        ),
      (isOut) => isOut,
    );
  },
);

test('the audit log says who wrote what, can be filtered, goes on, and is exported whole', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t);
  await claim(page, server);
  const { echo, herald } = await arrange(server);
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

test('a webhook is added, tested, switched, given a new secret and deleted', withBrowser, async (t) => {
  const server = await startTestServer(t, { flags: hookFlags });
  const { page, problems } = await openPage(t);
  await claim(page, server);
  await arrange(server);
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
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Switch off' }).press('Enter');
  await page.getByText('You switched it off.').waitFor();
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Switch on' }).press('Enter');
  await page.getByText('You switched it off.').waitFor({ state: 'detached' });
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'New secret' }).press('Enter');
  await dialog.getByRole('button', { name: 'New secret' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('The old secret signs too until').waitFor();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The test was taken').waitFor();
  assert.equal(receiver.signatures.at(-1)?.split(' ').length, 2);
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
  await dialog.getByText('Nothing more is posted there.').waitFor();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
  assert.deepEqual((await server.client.webhooks.list()).items, []);
});

test('what a webhook did not take for days is shown, replayed and thrown away', withBrowser, async (t) => {
  const first = await startTestServer(t, { flags: hookFlags });
  const { page } = await openPage(t);
  await claim(page, first);
  const { accountID } = await arrange(first);
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

/** As if the server had been off for so long. */
function daysPass(dataDir: string, days: number): void {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  const ms = days * 86_400_000;
  database.prepare('update events set at = at - ?').run(ms);
  database.prepare('update webhooks set failing_since = failing_since - ?, next_attempt_at = null').run(ms);
  database.close();
}

const sectionNames = ['Appearance', 'Apps and tokens', 'Approvals', 'Audit log', 'Webhooks', 'Backup', 'About'];

test('every section passes axe in both themes, and is reached by keyboard', withBrowser, async (t) => {
  const server = await startTestServer(t, { flags: hookFlags });
  const { page } = await openPage(t, forAccessibility);
  await claim(page, server);
  const { accountID, echo } = await arrange(server);
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
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
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
