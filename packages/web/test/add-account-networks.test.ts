/** Many networks, some of which take no account now: what a server with many bridges lists. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Bridge } from '@partyline/protocol';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { lookAt } from './support/in-both-themes.ts';
import { claim } from './support/owner.ts';
import { addSandboxAccount, startTestServer } from './support/server.ts';

after(closeBrowser);

const more: readonly (readonly [type: string, name: string, status: Bridge['status'], statusText?: string])[] = [
  ['whatsapp', 'WhatsApp', 'connected'],
  ['signal', 'Signal', 'available'],
  ['telegram', 'Telegram', 'available'],
  ['slack', 'Slack', 'limit_reached', 'Your plan allows two accounts.'],
  ['linkedin', 'LinkedIn', 'temporarily_unavailable'],
  ['gmessages', 'Google Messages', 'available'],
  ['matrix', 'Matrix', 'disabled'],
  ['new', 'A network with a name that is longer than anybody would think', 'available'],
];

test('networks are found by typing, and say why they take no account', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);
  const account = await addSandboxAccount(server, 'sam');
  // So many bridges at once are not here: the real list, made longer on its way.
  await page.route('**/v1/bridges', async (route) => {
    const response = await route.fetch();
    const { items }: { items: Bridge[] } = await response.json();
    const [first] = items;
    assert.ok(first);
    const others = more.map(([type, displayName, status, statusText]) => ({
      ...first,
      statusText,
      id: `local-${type}`,
      type,
      displayName,
      network: displayName,
      status,
      accounts: status === 'connected' ? [account] : [],
    }));
    await route.fulfill({ response, json: { items: [...items, ...others] } });
  });
  await page.goto(`${server.url}/accounts/add`);
  const search = page.getByLabel('Search networks');
  await search.waitFor();
  await lookAt(page, 'add-account-many');
  const networks = page.getByRole('main').getByRole('listitem');
  assert.equal(await networks.count(), more.length + 2);
  assert.match((await networks.last().textContent()) ?? '', /^Sandbox/);
  await networks.filter({ hasText: 'WhatsApp' }).getByText('It takes one account, and that one is there.').waitFor();
  assert.equal(await page.getByRole('link', { name: /^(WhatsApp|Slack|LinkedIn|Matrix)/ }).count(), 0);
  for (const [name, why] of [
    ['Slack', 'Limit reached'],
    ['LinkedIn', 'Not available now'],
    ['Matrix', 'Switched off'],
  ] as const)
    await networks.filter({ hasText: name }).getByText(why, { exact: true }).waitFor();
  await networks.filter({ hasText: 'Slack' }).getByText('Your plan allows two accounts.').waitFor();
  await search.fill('sig');
  await networks.filter({ hasText: 'Signal' }).waitFor();
  assert.equal(await networks.count(), 1);
  await search.fill('zz');
  await page.getByRole('status').getByText('No network here is called “zz”.').waitFor();
  // The list is asked for again when the server ends.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
