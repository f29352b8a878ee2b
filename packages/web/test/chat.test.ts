/** A chat: what is said in it, what can be done with it, and how far own messages are. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { hold } from './support/hold.ts';
import { lookAt } from './support/in-both-themes.ts';
import { eventually } from './support/server.ts';

after(closeBrowser);

test(
  'what others do comes in live: text of every kind, reactions, edits, deletions, replies',
  withBrowser,
  async (t) => {
    const { page, messages, order, open, write, row } = await startChatting(t, forAccessibility);
    const html =
      '<p>See <a href="https://example.org/a">this</a>, <code>x &lt; y</code> and <span data-mx-spoiler="ending">the butler</span></p>' +
      '<pre><code>let a = 1;\nlet b = 2;</code></pre><blockquote>quoted</blockquote><ul><li>one</li><li>two</li></ul>';
    const { messageID } = Object(await order({ say: { contact: 'echo', chat: 'lobby', text: 'See this', html } }));
    await order({ say: { contact: 'fan', chat: 'lobby', text: 'First answer', replyTo: messageID } });
    await order({ say: { contact: 'fan', chat: 'lobby', text: 'مرحبا بالعالم' } });
    await order({ say: { contact: 'fan', chat: 'lobby', text: '🎉🎉' } });
    await order({ say: { contact: 'painter', chat: 'lobby', text: 'Hello @sam', mentions: ['sam'] } });
    await open('Lobby');
    const link = messages.getByRole('link', { name: 'this' });
    assert.deepEqual(await link.evaluate(({ target, rel }: HTMLAnchorElement) => [target, rel]), [
      '_blank',
      'noopener noreferrer nofollow',
    ]);
    const spoiler = messages.getByRole('button', { name: 'Hidden text (ending): open it' });
    await spoiler.press('Enter');
    await messages.getByText('the butler', { exact: true }).waitFor();
    // A quote hides it still.
    assert.equal(await messages.getByText('the butler').count(), 1);
    await messages.getByRole('button', { name: /Answer to Echo See this/ }).click();
    await messages.locator('article[data-marked="true"]', { hasText: 'See this' }).waitFor();
    assert.equal(
      await row('مرحبا')
        .locator('[dir="auto"]')
        .first()
        .evaluate((node) => getComputedStyle(node).direction),
      'rtl',
    );

    await write('**Bold** news for @Fan');
    await row('Bold news').getByRole('button', { name: '👍 from Fan' }).waitFor();
    await row('Bold news').getByRole('img', { name: 'Sent' }).waitFor();
    await lookAt(page, 'chat-group');
  },
);

test('what contacts do afterwards is seen: an edit, a deletion, having read', withBrowser, async (t) => {
  const { order, open, write, row, messages } = await startChatting(t);
  for (const contact of ['fickle', 'shy', 'reader']) {
    await order({ say: { contact, text: `Hello from ${contact}` } });
    await open(contact[0]?.toUpperCase() + contact.slice(1));
    await write(`Well then, ${contact}`);
    if (contact === 'fickle') {
      await row('or rather not').getByText('edited').waitFor();
    } else if (contact === 'shy') {
      await messages.getByText('This message was deleted.').waitFor();
    } else {
      await row('Well then').getByRole('img', { name: 'Seen by Reader' }).waitFor();
    }
  }
});

test('own messages are reacted to, edited and deleted, by pointer and by keys alone', withBrowser, async (t) => {
  const { page, order, open, write, row, composer, messages } = await startChatting(t, forAccessibility);
  await order({ say: { contact: 'silent', text: 'Say something' } });
  await open('Silent');
  await write('A mistaek');
  await row('A mistaek').getByRole('img', { name: 'Sent' }).waitFor();
  // The last own message, by ArrowUp; Escape leaves it as it is.
  await composer.press('ArrowUp');
  await page.getByText('Edit message').waitFor();
  await composer.press('Escape');
  assert.equal(await composer.inputValue(), '');
  await composer.press('ArrowUp');
  await composer.fill('No *mistake*');
  await composer.press('Enter');
  await row('No mistake').getByText('edited').waitFor();
  await eventually(
    () => composer.inputValue(),
    (text) => text === '',
  );
  // The Markdown comes back as it was typed.
  await composer.press('ArrowUp');
  await eventually(
    () => composer.inputValue(),
    (text) => text === 'No *mistake*',
  );
  await composer.press('Escape');

  await row('Say something').hover();
  await row('Say something').getByRole('button', { name: 'React' }).click();
  await page.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket');
  // What it was opened from goes with the pointer; it stays where that was.
  await page.mouse.move(0, 0);
  await row('Say something').getByRole('button', { name: 'React' }).waitFor({ state: 'detached' });
  await lookAt(page, 'chat-emoji', ['region']);
  const picker = await page.getByRole('dialog', { name: 'Emoji' }).boundingBox();
  const about = await row('Say something').boundingBox();
  assert.ok(picker && about && about.y - (picker.y + picker.height) < 80, 'the emoji are at the message');
  // It is seen before the server has it, and taken back after.
  const added = hold();
  const asked: string[] = [];
  await page.route(/\/reactions/, async (route) => {
    asked.push(route.request().method());
    await added.held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'rocket', exact: true }).click();
  const rocket = row('Say something').getByRole('button', { name: '🚀 from You' });
  await rocket.click();
  await rocket.waitFor({ state: 'detached' });
  await drawn(page);
  assert.deepEqual(asked, ['POST']);
  const taken = page.waitForResponse((response) => response.request().method() === 'DELETE');
  added.letGo();
  assert.equal((await taken).status(), 200);
  await page.unroute(/\/reactions/);

  // The same of its menu, and of the emoji that are opened from there.
  await row('Say something').hover();
  await row('Say something').getByRole('button', { name: 'What to do with this message' }).click();
  await page.mouse.move(0, 0);
  const menu = await page.getByRole('menu').boundingBox();
  const isNear = (box: typeof menu) =>
    box !== null &&
    box.x >= about.x &&
    Math.min(Math.abs(box.y - about.y), Math.abs(box.y + box.height - about.y)) < 120;
  assert.ok(isNear(menu), 'the menu is at the message');
  await page.getByRole('menuitem', { name: 'Another emoji' }).click();
  const second = await page.getByRole('dialog', { name: 'Emoji' }).boundingBox();
  assert.ok(isNear(second), 'the emoji are at the message');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Emoji' }).waitFor({ state: 'detached' });

  // What opens from the menu stays when the menu goes.
  await row('No mistake').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const cancel = page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Cancel' });
  await cancel.click();
  await cancel.waitFor({ state: 'detached' });

  // By keys: from the list to the last message, its menu, a quick reaction.
  await messages.focus();
  await page.keyboard.press('ArrowUp');
  await eventually(
    () => page.evaluate(() => document.activeElement?.closest('article')?.textContent ?? ''),
    (text) => text.includes('No mistake'),
  );
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await lookAt(page, 'chat-menu', ['region']);
  await page.getByRole('menuitem', { name: 'React: ❤️' }).click();
  await row('Say something').getByRole('button', { name: '❤️ from You' }).waitFor();
  await row('No mistake').focus();
  await page.keyboard.press('r');
  await page.getByText('Reply to You').waitFor();
  await composer.fill('A reply');
  await page.keyboard.press('Enter');
  await row('A reply')
    .getByRole('button', { name: /Answer to You/ })
    .waitFor();
  await row('A reply').getByRole('img', { name: 'Sent' }).waitFor();
  await row('A reply').focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog');
  await dialog
    .getByText('Nobody in the chat can read it any more', { exact: false })
    .or(dialog.getByText('For everyone:', { exact: false }))
    .waitFor();
  await lookAt(page, 'chat-delete');
  await dialog.getByRole('button', { name: 'Delete for everyone' }).click();
  await messages.getByText('This message was deleted.').waitFor();
  assert.equal(await row('A reply').count(), 0);
});

test('a message that did not go out says why, and what can be done about it', withBrowser, async (t) => {
  const { page, order, open, write, row, composer, messages, server } = await startChatting(t, forAccessibility);
  for (const contact of ['refuser', 'unsure']) await order({ say: { contact, text: `I am ${contact}` } });
  await open('Refuser');
  await write('Take this');
  await row('Take this').getByText('Refuser takes no messages', { exact: false }).waitFor();
  await lookAt(page, 'chat-refused');
  await row('Take this').getByRole('button', { name: 'Discard' }).click();
  await row('Take this').waitFor({ state: 'detached' });
  // Nothing typed is lost.
  await eventually(
    () => composer.inputValue(),
    (text) => text === 'Take this',
  );

  const chatID = await open('Unsure');
  for (const [text, choice] of [
    ['One', 'It arrived'],
    ['Two', 'Discard'],
    ['Three', 'Send again'],
  ] as const) {
    await write(text);
    await row(text).getByText('Nobody knows whether this was sent', { exact: false }).waitFor();
    if (text === 'Three') {
      await lookAt(page, 'chat-uncertain');
    }
    await row(text).getByRole('button', { name: choice }).click();
    if (text === 'One') await row('One').getByRole('img', { name: 'You said that it arrived' }).waitFor();
    if (text === 'Two') await row('Two').waitFor({ state: 'detached' });
  }
  await eventually(
    () => server.client.outbox.list({ chatID }),
    ({ items }) => items.some(({ text, state, attempts }) => text === 'Three' && state === 'uncertain' && attempts > 0),
  );
  await page.reload();
  await row('One').getByRole('img', { name: 'You said that it arrived' }).waitFor();
  assert.equal(await messages.getByText('Two').count(), 0);
  // Known to the server, and so to every other client.
  const { items } = await server.client.messages.list(chatID);
  assert.equal(items.find(({ text }) => text === 'One')?.sendStatus?.reason, 'confirmed_by_person');
});

test('while the account is away, messages wait and the chat says so; then they go out', withBrowser, async (t) => {
  const { page, messages, order, open, write, row, server, accountID } = await startChatting(t, forAccessibility);
  await order({ say: { contact: 'echo', text: 'Before' } });
  await open('Echo');
  await order({ status: 'signed_out' });
  await page.getByText('What you write waits until then.', { exact: false }).waitFor();
  await write('Meanwhile');
  await row('Meanwhile').getByText('Waits until the account is connected').waitFor();
  await lookAt(page, 'chat-away');
  const login = (await server.client.accounts.retrieve(accountID)).loginID;
  assert.ok(login);
  const { loginSessionID, currentStep } = await server.client.bridges.loginSessions.create('local-sandbox', {
    loginID: login,
  });
  await server.client.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', {
    bridgeID: 'local-sandbox',
    loginSessionID,
    type: 'user_input',
    fields: { username: 'sam', password: 'any', status: 'connected', fullName: 'sam' },
  });
  // The first that says so: Echo may have said it again already.
  const own = messages.getByRole('article').filter({ hasText: 'Meanwhile' }).first();
  await own.getByRole('img', { name: 'Sent' }).waitFor({ timeout: 30_000 });
});
