/** Every kind of step of a login, in the browser: what a person sees, types and pastes, until the account is there. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { forAccessibility } from './support/accessibility.ts';
import { type AppPage, closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { lookAt } from './support/in-both-themes.ts';
import { claim } from './support/owner.ts';
import { eventually, type Scope, startTestServer, type TestServer } from './support/server.ts';

after(closeBrowser);

describe('each kind of step', withBrowser, () => {
  let server: TestServer;
  let app: AppPage;
  let page: Page;
  const ends: (() => unknown)[] = [];
  const scope: Scope = { after: (work) => void ends.unshift(work) };
  after(async () => {
    for (const end of ends) await end();
  });
  before(async () => {
    // Long enough to be looked at from all sides.
    server = await startTestServer(scope, { sandbox: { stepMs: 8_000 } });
    app = await openPage(scope, { ...forAccessibility, permissions: ['clipboard-read', 'clipboard-write'] });
    page = app.page;
    page.setDefaultTimeout(30_000);
    await claim(page, server);
  });

  const dialog = () => page.getByRole('dialog', { name: 'Add Sandbox' });
  const begin = async (flow: string) => {
    await page.goto(`${server.url}/accounts/add/local-sandbox`);
    const { items } = await server.client.bridges.loginFlows.list('local-sandbox');
    const name = items.find(({ id }) => id === flow)?.name ?? flow;
    await dialog()
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
  };
  const submit = () => dialog().getByRole('button', { name: 'Continue' }).click();
  const done = async (name: string) => {
    await dialog().getByText('You are in').waitFor();
    await dialog().getByText(name, { exact: true }).first().waitFor();
    await dialog().getByText('Connected', { exact: true }).first().waitFor();
  };

  test('networks and ways to sign in', async () => {
    await page.goto(`${server.url}/accounts/add`);
    await page.getByRole('link', { name: /^Sandbox/ }).waitFor();
    await page.getByRole('link', { name: /^IRC/ }).waitFor();
    await lookAt(page, 'add-account-networks');
    await page.getByRole('link', { name: /^Sandbox/ }).click();
    await dialog().getByRole('button', { name: /QR/ }).waitFor();
    await lookAt(page, 'add-account-ways');
    await dialog().getByRole('button', { name: 'Close' }).click();
    await dialog().waitFor({ state: 'hidden' });
    assert.equal(new URL(page.url()).pathname, '/accounts/add');
  });

  test('a form: what is missing, what the network refuses, and in', async () => {
    await begin('form');
    const username = dialog().getByLabel('User name');
    const password = dialog().getByLabel('Password', { exact: true });
    await username.waitFor();
    await lookAt(page, 'add-account-form');
    await submit();
    await dialog().getByText('This is needed.').first().waitFor();
    await eventually(
      () => username.evaluate((field) => field === document.activeElement),
      (isFocused) => isFocused,
    );
    await lookAt(page, 'add-account-form-missing');
    await username.fill('sam');
    assert.equal(await dialog().getByText('This is needed.').count(), 1);
    await password.fill('wrong');
    assert.equal(await password.getAttribute('type'), 'password');
    await dialog().getByRole('button', { name: 'Show what is typed' }).click();
    assert.equal(await password.getAttribute('type'), 'text');
    await submit();
    await dialog().getByRole('alert').getByText('That password is not right. Type another one.').waitFor();
    assert.equal(await username.inputValue(), 'sam');
    assert.equal(await password.inputValue(), '');
    await lookAt(page, 'add-account-form-refused');
    // What was typed before counts as typed still.
    await page.keyboard.press('Escape');
    await dialog().getByRole('alert').getByText('Stop signing in?').waitFor();
    await dialog().getByRole('button', { name: 'Go on signing in' }).click();
    assert.equal(await username.inputValue(), 'sam');
    await password.fill('right');
    await dialog().getByLabel(/^Name/).fill('Sam Sample');
    await submit();
    await done('Sam Sample');
    await lookAt(page, 'add-account-done');
    await dialog().getByRole('button', { name: 'Open the inbox' }).click();
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  });

  test('a second factor', async () => {
    await begin('code');
    await dialog().getByLabel('User name').fill('kim');
    await dialog().getByLabel('Password', { exact: true }).fill('any');
    await submit();
    const code = dialog().getByLabel('Code');
    await code.fill('000000');
    assert.equal(await code.getAttribute('autocomplete'), 'one-time-code');
    await submit();
    await dialog()
      .getByRole('alert')
      .getByText(/^That code is not right/)
      .waitFor();
    await code.fill('123456');
    await submit();
    await done('kim');
  });

  test('a QR code that is followed as it changes', async () => {
    await begin('qr');
    const code = dialog().getByRole('img', { name: 'QR code to scan with your phone' });
    await code.waitFor();
    const drawings = await code.evaluateHandle((svg) => {
      const seen = new Set<string>();
      const look = () => seen.add(svg.querySelector('path')?.getAttribute('d') ?? '');
      look();
      new MutationObserver(look).observe(svg, { subtree: true, attributes: true });
      return seen;
    });
    assert.equal(await code.locator('rect').getAttribute('fill'), '#fff');
    await lookAt(page, 'add-account-qr');
    await done('qr-user');
    assert.ok((await drawings.evaluate(({ size }) => size)) > 1, 'it stayed as it was');
  });

  test('a code to type elsewhere', async () => {
    await begin('pairing-code');
    const shown = await dialog().getByRole('status', { name: 'Code' }).textContent();
    assert.match(shown ?? '', /^\S{4,}$/);
    await dialog().getByRole('button', { name: 'Copy' }).click();
    await dialog().getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
    await lookAt(page, 'add-account-code');
    await done('pairing-user');
  });

  test('an emoji to compare', async () => {
    await begin('emoji');
    const emoji = dialog().getByRole('img', { name: 'The emoji to compare' });
    await eventually(
      () => emoji.evaluate((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0),
      (isLoaded) => isLoaded,
    );
    await lookAt(page, 'add-account-emoji');
    await done('emoji-user');
  });

  test('a wait for the network', async () => {
    await begin('nothing');
    await dialog().getByText('Confirm the sign-in on the other device.').waitFor();
    await lookAt(page, 'add-account-wait');
    await done('waiting-user');
  });

  test('cookies: a guided paste', async () => {
    await begin('cookies');
    const paste = dialog().getByLabel('Paste what you copied');
    await paste.waitFor();
    assert.equal(
      await dialog().getByRole('link', { name: 'Open sandbox.invalid' }).getAttribute('href'),
      'https://sandbox.invalid/sign-in',
    );
    await lookAt(page, 'add-account-cookies');
    await paste.fill('theme=dark');
    await dialog().getByText('None of the values that are needed is in there. Still needed: session.').waitFor();
    await submit();
    await dialog().getByText('This is needed.').waitFor();
    await lookAt(page, 'add-account-cookies-missing');
    await paste.fill('session=wrong');
    await dialog().getByText('1 value found. Not there, but optional: x-csrf-token, device.').waitFor();
    await paste.fill("curl 'https://sandbox.invalid/' -H 'cookie: a=b; session=wrong' -H 'x-csrf-token: t'");
    await dialog().getByText('2 values found. Not there, but optional: device.').waitFor();
    await submit();
    await dialog().getByRole('alert').getByText('The page does not know this session.').waitFor();
    await paste.fill("curl 'https://sandbox.invalid/' -H 'cookie: a=b; session=right' -H 'x-csrf-token: t'");
    await submit();
    await done('cookie-user');
  });

  test('a login with two accounts', async () => {
    await begin('two-accounts');
    await dialog().getByLabel('User name').fill('pat');
    await dialog().getByLabel('Password', { exact: true }).fill('any');
    await submit();
    await done('pat-home');
    await dialog().getByText('pat-work').waitFor();
  });

  test('an error in words, and another try', async () => {
    await begin('fails');
    await dialog().getByLabel('Code').selectOption('refused');
    await submit();
    await dialog().getByRole('alert').getByText('The sandbox said: no sign-ins from here.').waitFor();
    await lookAt(page, 'add-account-failed');
    await dialog().getByRole('button', { name: 'Try again' }).click();
    await dialog().getByRole('button', { name: /QR/ }).waitFor();
  });

  test('cancelled, it is over on the server too; what is typed is not thrown away unasked', async () => {
    await begin('form');
    const username = dialog().getByLabel('User name');
    await username.fill('nobody');
    const session = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.keyboard.press('Escape');
    const question = dialog().getByRole('alert').getByText('Stop signing in?');
    await question.waitFor();
    await lookAt(page, 'add-account-leave');
    await dialog().getByRole('button', { name: 'Go on signing in' }).click();
    await question.waitFor({ state: 'hidden' });
    assert.equal(await username.inputValue(), 'nobody');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await eventually(
      () => server.client.bridges.loginSessions.retrieve(session, { bridgeID: 'local-sandbox' }),
      ({ status }) => status === 'cancelled',
    );
    await page.goBack();
    await page.goto(`${server.url}/accounts/add/local-sandbox/${session}`);
    await dialog().getByText('The sign-in was cancelled').waitFor();
    await page.goto(`${server.url}/accounts/add/local-sandbox/ls_none`);
    await dialog().getByText('This sign-in is over').waitFor();
    assert.match(app.problems().join('\n'), /404/);
  });

  test('left before the server had begun it, it is over there too', async () => {
    const path = /\/login-sessions$/;
    const { held, letGo } = hold();
    await page.route(path, async (route) => {
      await held;
      await route.continue();
    });
    const begun = page.waitForResponse(path);
    await begin('form');
    await dialog().getByRole('button', { name: 'Close' }).click();
    await dialog().waitFor({ state: 'hidden' });
    letGo();
    const { loginSessionID } = await (await begun).json();
    await eventually(
      () => server.client.bridges.loginSessions.retrieve(loginSessionID, { bridgeID: 'local-sandbox' }),
      ({ status }) => status === 'cancelled',
    );
    assert.equal(new URL(page.url()).pathname, '/accounts/add');
    await page.unroute(path);
  });

  test('it goes on after the page was loaded anew', async () => {
    await begin('code');
    await dialog().getByLabel('User name').fill('lee');
    await dialog().getByLabel('Password', { exact: true }).fill('any');
    await submit();
    await dialog().getByLabel('Code').waitFor();
    await page.reload();
    await dialog().getByLabel('Code').fill('123456');
    await submit();
    await done('lee');
  });

  test('by keyboard alone', async () => {
    await page.goto(`${server.url}/accounts/add`);
    await page.getByRole('link', { name: /^Sandbox/ }).focus();
    await page.keyboard.press('Enter');
    const way = dialog().getByRole('button', { name: /^Form/ });
    await way.waitFor();
    for (let tabs = 0; tabs < 4 && !(await way.evaluate((node) => node === document.activeElement)); tabs++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const username = dialog().getByLabel('User name');
    await eventually(
      () => username.evaluate((field) => field === document.activeElement).catch(() => false),
      (isFocused) => isFocused,
    );
    await page.keyboard.type('typist');
    await page.keyboard.press('Tab');
    await page.keyboard.type('any');
    await page.keyboard.press('Enter');
    await done('typist');
    for (let tabs = 0; tabs < 6; tabs++) {
      await page.keyboard.press('Tab');
      const inbox = dialog().getByRole('button', { name: 'Open the inbox' });
      if (await inbox.evaluate((node) => node === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  });
});
