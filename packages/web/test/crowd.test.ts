/** A group of more people than a list of chats tells of: everybody in it is somebody. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';

after(closeBrowser);

test('in a large group everybody can be spoken of, and one is its admin', withBrowser, async (t) => {
  const { page, order, open, composer, row, accountID, server } = await startChatting(t);
  // Only the browser knows of this group: the sandbox is told of no typing in it.
  await page.route('**/typing', (route) => route.fulfill({ status: 204 }));
  const { user } = await server.client.accounts.retrieve(accountID);
  const chat = { id: 'crowd', type: 'group', title: 'Crowd' };
  const members = Array.from({ length: 40 }, (_, index) => ({
    id: `m${index + 10}`,
    fullName: `Member ${index + 10}`,
  }));
  const people = (more: readonly object[]) => ({
    kind: 'chat',
    chat,
    participants: {
      items: [...members, { id: user.id, fullName: 'Sam', isSelf: true, isAdmin: true }, ...more],
      complete: true,
    },
  });
  const said = {
    chat,
    sender: { id: 'm49', name: 'Member 49', isSelf: false },
    timestamp: Date.now(),
    text: 'Hello, all of you',
  };
  await order({ events: [people([]), { kind: 'message', id: 'm1', ...said }] });
  await open('Crowd');
  await row('Hello, all of you').waitFor();

  const list = page.getByRole('listbox', { name: 'People in this chat' });
  await composer.pressSequentially('@49');
  await list.getByRole('option', { name: 'Member 49' }).waitFor();
  await composer.fill('');
  // An admin takes away what others said.
  await row('Hello, all of you').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete for everyone' }).waitFor();
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await cancel.click();
  await cancel.waitFor({ state: 'detached' });

  // Who comes in while one looks on.
  await order({ event: people([{ id: 'zoe', fullName: 'Zoe' }]) });
  await composer.pressSequentially('@Zo');
  await list.getByRole('option', { name: 'Zoe' }).waitFor();
  await composer.press('Enter');
  assert.equal(await composer.inputValue(), '@Zoe ');
  await page.getByTitle('About this chat').click();
  const dialog = page.getByRole('dialog', { name: 'About this chat' });
  await dialog.getByText('Zoe', { exact: true }).waitFor();
  assert.equal(await dialog.getByRole('listitem').count(), 42);
});
