/** The accounts: every status with what to do about it, live; and what can be done. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Account } from '@partyline/protocol';
import type { Page } from 'playwright-core';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { lookAt } from './support/in-both-themes.ts';
import { claim } from './support/owner.ts';
import { command, eventually, startTestServer, type TestServer } from './support/server.ts';

after(closeBrowser);

const bridgeID = 'local-sandbox';

/** By a flow of one form; with the status it starts in. */
async function add(
  { client }: TestServer,
  username: string,
  more: Readonly<Record<string, string>> = {},
  flowID = 'form',
) {
  const { loginSessionID, currentStep } = await client.bridges.loginSessions.create(bridgeID, { flowID });
  const { account } = await client.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', {
    bridgeID,
    loginSessionID,
    type: 'user_input',
    fields: { username, password: 'any', ...more },
  });
  assert.ok(account);
  return account;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

const isGone = async (server: TestServer, { accountID }: Account) =>
  !(await server.client.accounts.list()).some((account) => account.accountID === accountID);

test('accounts in every status, live, and back to work', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  await page.goto(`${server.url}/accounts`);
  await page.getByRole('heading', { name: 'No accounts yet' }).waitFor();
  await lookAt(page, 'accounts-none');

  const statuses = ['connected', 'connecting', 'backfilling', 'lost', 'signed_out', 'blocked', 'unconfigured'] as const;
  const accounts = new Map<string, Account>();
  for (const status of statuses) accounts.set(status, await add(server, status.replace('_', '-'), { status }));
  const off = await add(server, 'off');
  await server.client.accounts.update(off.accountID, { isDisabled: true });
  // Nothing was loaded anew: they came by themselves.
  for (const [name, word] of [
    ['connected', 'Connected'],
    ['connecting', 'Connecting…'],
    ['backfilling', 'Fetching history…'],
    ['lost', 'Not connected'],
    ['signed-out', 'Signed out'],
    ['blocked', 'Needs attention'],
    ['unconfigured', 'Needs to be set up'],
    ['off', 'Switched off'],
  ] as const)
    await rowOf(page, name).getByRole('status').getByText(word, { exact: true }).waitFor();
  await rowOf(page, 'signed-out').getByText('The sandbox signed this account out. Sign in again.').waitFor();
  await lookAt(page, 'accounts-statuses');

  // The network is asked at once. It says the same as before.
  const asked = page.waitForResponse('**/reconnect');
  await rowOf(page, 'blocked').getByRole('button', { name: 'Reconnect now' }).click();
  assert.equal((await asked).status(), 200);
  await rowOf(page, 'blocked').getByRole('status').getByText('Needs attention', { exact: true }).waitFor();
  await command(server, accounts.get('blocked')?.accountID ?? '', { status: 'connected' });
  await rowOf(page, 'blocked').getByRole('status').getByText('Connected', { exact: true }).waitFor();

  // The answer says how it was, and comes after the live connection told how it is.
  const answer = hold();
  await page.route(`**/v1/accounts/${off.accountID}`, async (route) => {
    const response = await route.fetch();
    await answer.held;
    await route.fulfill({ response, json: { ...(await response.json()), status: 'connecting' } });
  });
  await rowOf(page, 'off').getByRole('button', { name: 'Switch on' }).click();
  await rowOf(page, 'off').getByRole('status').getByText('Connected', { exact: true }).waitFor();
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
  answer.letGo();
  await (await answered).finished();
  await page.unrouteAll();
  await drawn(page);
  assert.ok(await rowOf(page, 'off').getByRole('status').getByText('Connected', { exact: true }).isVisible());
  await choose(page, 'off', 'Switch off');
  await rowOf(page, 'off').getByRole('status').getByText('Switched off', { exact: true }).waitFor();

  await rowOf(page, 'signed-out').getByRole('button', { name: 'Sign in again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again: signed-out' });
  assert.equal(await dialog.getByLabel('User name').inputValue(), 'signed-out');
  await dialog.getByLabel('Password', { exact: true }).fill('any');
  await lookAt(page, 'accounts-sign-in-again');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('Signed in again').waitFor();
  await dialog.getByRole('status').getByText('Connected', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'See the accounts' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await rowOf(page, 'signed-out').getByRole('status').getByText('Connected', { exact: true }).waitFor();
  assert.equal(new URL(page.url()).pathname, `/accounts/${accounts.get('signed_out')?.accountID}`);
  await page.getByText('Account ID', { exact: true }).waitFor();
  await lookAt(page, 'accounts-details');
  assert.equal((await server.client.accounts.list()).length, statuses.length + 1);

  // The name leads there too, and back.
  const name = rowOf(page, 'off').getByRole('link', { name: 'off', exact: true });
  await name.click();
  await rowOf(page, 'off').getByText('Account ID', { exact: true }).waitFor();
  assert.equal(new URL(page.url()).pathname, `/accounts/${off.accountID}`);
  await name.press('Enter');
  await page.getByText('Account ID', { exact: true }).waitFor({ state: 'detached' });

  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await lookAt(page, 'accounts-rtl');
});

test('removing says first what it means, and takes what shares the sign-in', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const one = await add(server, 'one');
  const pair = await add(server, 'pair', {}, 'two-accounts');
  await page.goto(`${server.url}/accounts`);
  await page.getByText('One sign-in, 2 accounts').waitFor();
  await lookAt(page, 'accounts-shared');

  await choose(page, 'one', 'Remove…');
  const dialog = page.getByRole('dialog', { name: 'Remove one?' });
  const confirm = dialog.getByRole('button', { name: 'Remove' });
  await dialog.getByRole('heading', { name: 'Forgotten on this server' }).waitFor();
  await dialog.getByRole('heading', { name: 'Stays on the network' }).waitFor();
  await lookAt(page, 'accounts-remove');
  assert.equal(await confirm.isDisabled(), true);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await isGone(server, one), false);

  await choose(page, 'one', 'Remove…');
  await dialog.getByText('I understand that its chats and messages here are deleted').click();
  await confirm.click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('one was removed').waitFor();
  await eventually(
    () => page.getByRole('button', { name: 'More for one' }).count(),
    (count) => count === 0,
  );
  assert.equal(await isGone(server, one), true);

  await choose(page, 'pair-home', 'Remove…');
  const both = page.getByRole('dialog', { name: 'Remove pair-home?' });
  await both.getByRole('listitem').getByText('pair-work').waitFor();
  await both.getByRole('radio', { name: 'On all devices' }).click();
  await both.getByRole('heading', { name: 'Signed out everywhere' }).waitFor();
  await lookAt(page, 'accounts-remove-both');
  await both.getByRole('checkbox').press('Space');
  await both.getByRole('button', { name: 'Remove' }).press('Enter');
  await page.getByRole('heading', { name: 'No accounts yet' }).waitFor();
  assert.equal(await isGone(server, pair), true);
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('heading', { name: 'Welcome to Partyline' }).waitFor();
});
