/** What somebody filled in, and a secret that is shown once, are not lost by a key or a click that was meant for something else. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Locator, Page } from 'playwright-core';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { lookAt } from './support/in-both-themes.ts';
import { claim } from './support/owner.ts';
import { hookFlags, openReceiver } from './support/receiver.ts';
import { eventually, startTestServer } from './support/server.ts';
import { addTwoChats } from './support/two-chats.ts';

after(closeBrowser);

const notSaved = 'What you filled in is not saved. Choose “Cancel” to close this without it.';
const notCopied = 'This was not copied yet and cannot be shown again. Copy it first, or choose “Done”.';

/** Escape and a click beside it leave it open, and it says why. */
async function staysOpen(page: Page, dialog: Locator, why: string): Promise<void> {
  await page.mouse.click(5, 5);
  await drawn(page);
  assert.equal(await dialog.getByRole('alert').count(), 0);
  await page.keyboard.press('Escape');
  await dialog.getByRole('alert').getByText(why, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await drawn(page);
  assert.equal(await dialog.isVisible(), true);
}

const gone = (dialog: Locator): Promise<void> => dialog.waitFor({ state: 'detached' });

test('a form in which something was filled in is closed by its button alone', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  await claim(page, server);
  const { echo } = await addTwoChats(server);
  await page.goto(`${server.url}/settings/apps`);
  const token = page.getByRole('dialog', { name: 'New token' });
  const make = page.getByRole('button', { name: 'New token' });
  const name = token.getByRole('textbox', { name: 'Name' });
  const cancel = (dialog: Locator) => dialog.getByRole('button', { name: 'Cancel' });
  await make.click();
  await name.waitFor();
  await page.keyboard.press('Escape');
  await gone(token);

  await make.click();
  await name.fill('assistant');
  await staysOpen(page, token, notSaved);
  assert.equal(await name.inputValue(), 'assistant');
  await lookAt(page, 'settings-held-form');
  // Where it is as it was, there is nothing to lose.
  await name.fill('');
  await gone(token.getByRole('alert'));
  await page.keyboard.press('Escape');
  await gone(token);

  await make.click();
  await token.getByRole('radio', { name: 'Read only' }).click();
  await staysOpen(page, token, notSaved);
  await cancel(token).press('Enter');
  await gone(token);
  await make.click();
  assert.equal(await token.getByRole('radio', { name: 'Read and write' }).isChecked(), true);
  await page.keyboard.press('Escape');
  await gone(token);

  await page.goto(`${server.url}/settings/webhooks`);
  await page.getByRole('button', { name: 'New webhook' }).click();
  const webhook = page.getByRole('dialog', { name: 'New webhook' });
  await webhook.getByRole('textbox', { name: 'Address' }).fill('https://example.org');
  await staysOpen(page, webhook, notSaved);
  await webhook.getByRole('button', { name: 'Close' }).click();
  await gone(webhook);

  const { token: secret } = await server.client.tokens.create({ name: 'assistant', policy: { approval: true } });
  const program = new Partyline({ baseURL: server.url, accessToken: secret, maxRetries: 0 });
  await program.messages.send(echo, { text: 'Shall we?' });
  await page.goto(`${server.url}/settings/approvals`);
  const card = page.getByRole('article').filter({ hasText: 'Shall we?' });
  for (const [button, title, field, text] of [
    ['Edit', 'Edit, then approve', 'Message', 'Yes, we shall'],
    ['Refuse', 'Refuse this message?', 'Reason (optional)', 'not now'],
  ] as const) {
    const dialog = page.getByRole('dialog', { name: title });
    await card.getByRole('button', { name: button }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await gone(dialog);
    await card.getByRole('button', { name: button }).click();
    await dialog.getByRole('textbox', { name: field }).fill(text);
    await staysOpen(page, dialog, notSaved);
    assert.equal(await dialog.getByRole('textbox', { name: field }).inputValue(), text);
    await cancel(dialog).press('Enter');
    await gone(dialog);
  }
});

test('a secret that is shown once stays until it was copied, or somebody is done with it', withBrowser, async (t) => {
  const server = await startTestServer(t, { flags: hookFlags });
  const { page } = await openPage(t, { ...forAccessibility, permissions: ['clipboard-read', 'clipboard-write'] });
  await claim(page, server);
  const receiver = await openReceiver(t);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto(`${server.url}/settings/apps`);
  const token = page.getByRole('dialog', { name: 'Copy the token now' });
  const text = token.getByRole('textbox', { name: 'Token' });
  const make = async () => {
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('assistant');
    await page.keyboard.press('Enter');
    await token.waitFor();
    await drawn(page);
  };
  await make();
  await staysOpen(page, token, notCopied);
  await lookAt(page, 'settings-held-secret');
  await token.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
  await token.getByRole('button', { name: 'Copied', exact: true }).waitFor();
  await gone(token.getByRole('alert'));
  assert.equal(await clipboard(), await text.inputValue());
  await page.keyboard.press('Escape');
  await gone(token);

  // The one before was copied, this one was not. It is selected for the keyboard, which is all there is where the page may not write to the clipboard.
  await make();
  await page.keyboard.press('Escape');
  await token.getByRole('alert').waitFor();
  await eventually(
    () => text.evaluate((field) => field === document.activeElement),
    (isFocused) => isFocused,
  );
  await page.keyboard.press('Control+c');
  await gone(token.getByRole('alert'));
  assert.equal(await clipboard(), await text.inputValue());
  await page.keyboard.press('Escape');
  await gone(token);

  await make();
  await token.getByRole('button', { name: 'Done' }).press('Enter');
  await gone(token);

  await page.goto(`${server.url}/settings/webhooks`);
  await page.getByRole('button', { name: 'New webhook' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await page.keyboard.press('Enter');
  const secret = page.getByRole('dialog', { name: 'Copy the secret now' });
  await secret.waitFor();
  await staysOpen(page, secret, notCopied);
  await secret.getByRole('button', { name: 'Done' }).press('Enter');
  await gone(secret);
});
