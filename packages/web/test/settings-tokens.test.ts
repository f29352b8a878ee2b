/** The settings, as the owner uses them: programs that are let in and shut out. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { AuthenticationError, NotFoundError, Partyline, RateLimitError } from '@partyline/client';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { eventually, startTestServer } from './support/server.ts';
import { addTwoChats } from './support/two-chats.ts';

after(closeBrowser);

test(
  'a token is made with a policy by keyboard, shown once, works as it says, and is revoked',
  withBrowser,
  async (t) => {
    const server = await startTestServer(t);
    const { page } = await openPage(t);
    await claim(page, server);
    const { echo, herald } = await addTwoChats(server);
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
    await dialog.waitFor({ state: 'detached' });
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
