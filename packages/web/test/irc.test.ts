/** A real IRC server, from the link in the terminal on: an account by its form, words in both directions, and a network that goes away and comes back. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { joinAsPeer, requireProgram, startNgircd } from '../../../test/support/ircd.ts';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { afterwards } from './support/afterwards.ts';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { startTestServer } from './support/server.ts';

after(closeBrowser);

const lacking = requireProgram('ngircd', 'openssl');
const options = { timeout: 300_000, ...(lacking === false ? withBrowser : { skip: lacking }) };

test('from the first run to the first words on IRC, and on after its server was killed', options, async (t) => {
  const ircd = await startNgircd();
  afterwards(t, () => ircd.end());
  const server = await startTestServer(t, { sandbox: false });
  const { page, problems } = await openPage(t, forAccessibility);
  page.setDefaultTimeout(30_000);
  await claim(page, server);

  await page.getByRole('main').getByRole('link', { name: 'Add an account' }).click();
  await page.getByRole('main').getByRole('link', { name: /^IRC/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Add IRC' });
  await dialog.getByRole('button', { name: /^Another server/ }).click();
  await dialog.getByLabel('Server', { exact: true }).fill(ircd.host);
  await dialog.getByLabel('Nick', { exact: true }).fill('anna');
  await dialog.getByText('More options').click();
  await dialog.getByLabel('TLS').selectOption('no');
  await dialog.getByLabel('Channels to join').fill('#partyline');
  // Where nothing listens it says so, keeps what was typed, and can be tried again.
  await dialog.getByLabel('Port').fill('1');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('nothing listens there', { exact: false }).waitFor();
  await checkAccessibility(page, 'the form of IRC');
  await takePictures(page, 'irc-form');
  await dialog.getByLabel('Port').fill(String(ircd.port));
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('You are in').waitFor();
  await dialog.getByText('Connected', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Open the inbox' }).click();

  const bob = await joinAsPeer(ircd, { nick: 'bob' });
  afterwards(t, () => bob.end());
  bob.say('anna', 'Hello, read https://example.org/manual');
  const chats = page.getByRole('list', { name: 'Chats' });
  await chats.getByRole('link', { name: '#partyline' }).waitFor();
  await chats.getByRole('link', { name: /bob/ }).click();
  const messages = page.getByRole('log', { name: 'Messages' });
  await messages.getByRole('link', { name: 'https://example.org/manual' }).waitFor();
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  const write = async (text: string) => {
    await composer.fill(text);
    await composer.press('Enter');
  };
  const row = (text: string) => messages.getByRole('article').filter({ hasText: text });
  await write('I did, thanks');
  await row('I did, thanks').getByRole('img', { name: 'Sent' }).waitFor();
  await bob.line(/^:anna!\S+ PRIVMSG bob :I did, thanks$/);
  await takePictures(page, 'irc-chat');

  // It is killed: the chat and the list of the accounts say so by themselves.
  await ircd.stop();
  await page.getByText('What you write waits until then.', { exact: false }).waitFor();
  await write('Are you there?');
  await row('Are you there?').getByText('Waits until the account is connected').waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Accounts' }).click();
  const status = page.getByRole('main').getByRole('status');
  await status.getByText('Not connected').waitFor();
  await page
    .getByRole('main')
    .getByText(/Partyline keeps trying/)
    .waitFor();
  await checkAccessibility(page, 'an account that is away');
  await takePictures(page, 'irc-away');

  await ircd.restart();
  const again = await joinAsPeer(ircd, { nick: 'bob' });
  afterwards(t, () => again.end());
  await status.getByText('Connected', { exact: true }).waitFor();
  // What waited goes out, once.
  await again.line(/^:anna!\S+ PRIVMSG bob :Are you there\?$/);
  again.say('anna', 'Back again');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click();
  await chats.getByRole('link', { name: /bob/ }).click();
  await messages.getByText('Back again').waitFor();
  await row('Are you there?').getByRole('img', { name: 'Sent' }).waitFor();
  await again.barrier();
  assert.equal(again.lines.filter((line) => line.endsWith(':Are you there?')).length, 1);
  assert.deepEqual(problems(), []);
});
