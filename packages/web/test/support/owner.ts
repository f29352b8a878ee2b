/** The owner at the app. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TestServer } from './server.ts';

export const passphrase = 'four words nobody joins';

/** Claims the server with the link of the terminal, and goes on to the app. */
export async function claim(page: Page, { claimURL }: TestServer): Promise<void> {
  assert.ok(claimURL, 'The server is claimed already');
  await page.goto(claimURL);
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByLabel('The same again').fill(passphrase);
  await page.getByRole('button', { name: 'Claim this server' }).click();
  await page.getByRole('link', { name: 'Open Partyline' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Signs in at the page that asks for the passphrase. */
export async function signIn(page: Page, { url }: TestServer, text: string = passphrase): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Passphrase').fill(text);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'You', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('Passphrase').waitFor();
}
