/** Signing out leaves nothing in the browser of what was written: it goes to the server first, and what cannot is asked about. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { hold } from './support/hold.ts';
import { claim, passphrase, signOut } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { eventually, startTestServer } from './support/server.ts';

after(closeBrowser);

/** Everything the browser keeps, as text. */
const kept = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify(Object.entries(localStorage)));

const back = async (page: Page) => {
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

test('a draft typed a moment before is at the server, and nowhere else', withBrowser, async (t) => {
  const { page, order, open, composer, server, problems } = await startChatting(t);
  await order({ say: { contact: 'silent', text: 'Go on' } });
  const chatID = await open('Silent');
  await composer.fill('Between you and me');
  assert.match(await kept(page), /Between you and me/);
  await signOut(page);
  assert.doesNotMatch(await kept(page), /Between you and me/);
  assert.doesNotMatch(page.url(), new RegExp(encodeURIComponent(chatID)));
  assert.equal((await server.client.chats.retrieve(chatID)).draft?.text, 'Between you and me');
  // Leaving the chat, the app asks nothing of a server that does not know it any more.
  assert.deepEqual(problems(), []);
  await back(page);
  await page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: 'Silent' }).click();
  await eventually(
    () => composer.inputValue(),
    (text) => text === 'Between you and me',
  );
});

test('what the server does not take is asked about before it is deleted', withBrowser, async (t) => {
  const { page, order, open, composer, write, row, problems } = await startChatting(t, forAccessibility);
  await order({ say: { contact: 'silent', text: 'Go on' } });
  await open('Silent');
  await page.route(/\/v1\/chats\/[^/]+(?:\/messages)?$/, (route) =>
    ['PATCH', 'POST'].includes(route.request().method())
      ? route.fulfill({ status: 422, json: { code: 'VALIDATION_ERROR', message: 'Not now.' } })
      : route.continue(),
  );
  await write('Refused by the server');
  await row('Refused by the server').getByText('Not now.').waitFor();
  await composer.fill('Not taken either');
  const leave = async () => {
    await page.getByRole('button', { name: 'You', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
  };
  await leave();
  const question = page.getByRole('dialog', { name: 'Sign out and lose what was not sent?' });
  await question.getByText('1 message did not reach the server. 1 draft could not be saved there.').waitFor();
  await checkAccessibility(page, 'what would be lost');
  await takePictures(page, 'sign-out-question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  assert.equal(await composer.inputValue(), 'Not taken either');
  assert.match(await kept(page), /Refused by the server.*Not taken either|Not taken either.*Refused by the server/);

  await leave();
  await question.getByRole('button', { name: 'Sign out and delete it' }).click();
  await page.getByLabel('Passphrase').waitFor();
  assert.doesNotMatch(await kept(page), /Refused|Not taken/);
  await page.unrouteAll();
  await back(page);
  await page.getByRole('list', { name: 'Chats' }).getByRole('link', { name: 'Silent' }).click();
  await page.getByRole('log').getByText('Go on').waitFor();
  assert.equal(await composer.inputValue(), '');
  assert.equal(await row('Refused by the server').count(), 0);
  assert.match(problems().join('\n'), /422/);
});

test('what the app asks at that moment is answered before the session ends', withBrowser, async (t) => {
  const { page, open, order } = await startChatting(t);
  await order({ say: { contact: 'silent', text: 'Go on' } });
  await open('Silent');
  const answer = hold();
  const statuses: number[] = [];
  await page.route('**/v1/chats/search*', async (route) => {
    await answer.held;
    const response = await route.fetch();
    statuses.push(response.status());
    await route.fulfill({ response });
  });
  const asked = page.waitForRequest('**/v1/chats/search*');
  await page.getByRole('button', { name: 'Unread', exact: true }).click();
  await asked;
  const signedOut = signOut(page);
  await assert.rejects(page.getByLabel('Passphrase').waitFor({ timeout: 500 }), /Timeout/);
  answer.letGo();
  await signedOut;
  assert.deepEqual(statuses, [200]);
});

test(
  'a file on its way to the server is asked about, on signing out and on closing the page',
  withBrowser,
  async (t) => {
    const { page, order, open, composer } = await startChatting(t);
    await order({ say: { contact: 'silent', text: 'Go on' } });
    await open('Silent');
    const upload = hold();
    await page.route('**/v1/assets/upload', async (route) => {
      await upload.held;
      await route.continue();
    });
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await chosen).setFiles([{ name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.from('Not yet.') }]);
    await composer.fill('With a file');
    await page.getByRole('button', { name: 'You', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const question = page.getByRole('dialog', { name: 'Sign out and lose what was not sent?' });
    await question.getByText('1 file is not uploaded yet.').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();

    const asked = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    assert.equal(dialog.type(), 'beforeunload');
    await dialog.dismiss();
    await closing;
    upload.letGo();
    await page.getByRole('list', { name: 'Attached files' }).getByRole('progressbar').waitFor({ state: 'detached' });
    await signOut(page);
  },
);

test(
  'where the session ends by itself, what was typed is there again after the next signing in',
  withBrowser,
  async (t) => {
    const { page, order, open, composer, problems } = await startChatting(t);
    await order({ say: { contact: 'silent', text: 'Go on' } });
    await open('Silent');
    // It is noticed when the draft is to be stored, a moment later.
    await composer.fill('In the middle of a');
    await page.context().clearCookies();
    await page.getByLabel('Passphrase').waitFor();
    await back(page);
    await eventually(
      () => composer.inputValue(),
      (text) => text === 'In the middle of a',
    );
    problems();
  },
);

test('a browser that keeps no cookies is told so, and the button waits for nothing', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  await claim(page, server);
  await signOut(page);
  await page.route('**/app/session', async (route) => {
    const response = await route.fetch();
    await page.context().clearCookies();
    const { 'set-cookie': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await back(page);
  await page.getByText('this browser did not keep the session').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Sign in' }).isEnabled());
  // What was under way when the session ended.
  for (const problem of problems()) assert.match(problem, /401/);
});
