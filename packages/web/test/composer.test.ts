/** Where one writes: nothing that was typed is lost, nothing is sent twice, and what goes with it arrives. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { lookAt } from './support/in-both-themes.ts';
import { eventually } from './support/server.ts';

after(closeBrowser);

const receivedBy = (
  answer: unknown,
): readonly { readonly text: string; readonly attachment?: { readonly fileName: string } }[] => Object(answer).messages;

test('two Enters are one message, in the order of typing; Shift+Enter is a new line', withBrowser, async (t) => {
  const { order, open, composer, row } = await startChatting(t);
  await order({ say: { contact: 'silent', text: 'Go on' } });
  await open('Silent');
  await composer.fill('once');
  await composer.evaluate((field) => {
    const enter = () => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    field.dispatchEvent(enter());
    field.dispatchEvent(enter());
  });
  for (const text of ['two', 'three', 'four']) {
    await composer.fill(text);
    await composer.press('Enter');
  }
  await composer.pressSequentially('five');
  await composer.press('Shift+Enter');
  await composer.pressSequentially('six');
  await composer.press('Enter');
  await row('six').getByRole('img', { name: 'Sent' }).waitFor();
  const said = receivedBy(await order({ received: { chat: 'silent' } })).map(({ text }) => text);
  assert.deepEqual(said, ['once', 'two', 'three', 'four', 'five\nsix']);
  // Formatting by keys.
  await composer.fill('loud');
  await composer.press('ControlOrMeta+a');
  await composer.press('ControlOrMeta+b');
  assert.equal(await composer.inputValue(), '**loud**');
  await composer.press('ControlOrMeta+b');
  assert.equal(await composer.inputValue(), 'loud');
});

test(
  'a draft is at the server, comes back after a reload, and follows what another device makes of it',
  withBrowser,
  async (t) => {
    const { page, order, open, composer, server } = await startChatting(t);
    await order({ say: { contact: 'silent', text: 'Go on' } });
    let frames = '';
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        frames += payload;
      }),
    );
    const chatID = await open('Silent');
    const draftOf = async () => (await server.client.chats.retrieve(chatID)).draft?.text;
    await composer.fill('Half a **thought**');
    await eventually(draftOf, (text) => text === 'Half a <strong>thought</strong>');
    await page.reload();
    await eventually(
      () => composer.inputValue(),
      (text) => text === 'Half a **thought**',
    );
    // At once, before the server could have it.
    await composer.fill('Half a thought more');
    await page.reload();
    await eventually(
      () => composer.inputValue(),
      (text) => text === 'Half a thought more',
    );
    await eventually(draftOf, (text) => text === 'Half a thought more');
    await server.client.chats.update(chatID, { draft: null });
    await server.client.chats.update(chatID, { draft: { text: 'From elsewhere' } });
    await eventually(
      () => composer.inputValue(),
      (text) => text === 'From elsewhere',
    );
    // It is stored, another device changes it, and only then the answer comes.
    const answer = Promise.withResolvers<void>();
    await page.route(`**/v1/chats/${encodeURIComponent(chatID)}`, async (route) => {
      const response = await route.fetch();
      if (route.request().postData()?.includes('Late') === true) await answer.promise;
      await route.fulfill({ response });
    });
    await composer.fill('Late');
    await eventually(draftOf, (text) => text === 'Late');
    await server.client.chats.update(chatID, { draft: null });
    await server.client.chats.update(chatID, { draft: { text: 'Faster' } });
    await eventually(
      async () => frames,
      (text) => text.includes('Faster'),
    );
    answer.resolve();
    await eventually(
      () => composer.inputValue(),
      (text) => text === 'Faster',
    );
    await composer.press('Enter');
    await eventually(draftOf, (text) => text === undefined);
  },
);

test(
  'what is sent while the server is away stays through a reload of the page and goes out once',
  withBrowser,
  async (t) => {
    const { page, order, open, write, row, composer, server, chatOf } = await startChatting(t, {
      serviceWorkers: 'block',
    });
    await order({ say: { contact: 'silent', text: 'Go on' } });
    await open('Silent');
    await server.stop();
    await write('Into the dark');
    await row('Into the dark').waitFor();
    assert.equal(await composer.inputValue(), '');
    const stored = await page.evaluate(() =>
      Object.keys(localStorage).filter((key) => key.startsWith('partyline.unsent.')),
    );
    assert.equal(stored.length, 1);
    await row('Into the dark').getByText('It goes out by itself', { exact: false }).waitFor({ timeout: 60_000 });
    const again = await server.restart();
    await page.reload();
    await row('Into the dark').getByRole('img', { name: 'Sent' }).waitFor({ timeout: 60_000 });
    await page.reload();
    await row('Into the dark').waitFor();
    const chatID = await chatOf('Silent');
    const { items } = await again.client.messages.list(chatID, { limit: 50 });
    assert.equal(items.filter(({ text }) => text === 'Into the dark').length, 1);
    assert.deepEqual(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('partyline.unsent.'))),
      [],
    );
  },
);

test(
  'files by the button, by dropping and by pasting: seen, uploaded, removed, too large said before',
  withBrowser,
  async (t) => {
    const { page, order, open, composer, row } = await startChatting(t, forAccessibility);
    await order({ say: { contact: 'silent', text: 'Go on' } });
    await open('Silent');
    const tray = page.getByRole('list', { name: 'Attached files' });
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await chosen).setFiles([
      { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('The first file.') },
      { name: 'pixel.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') },
    ]);
    const give = (kind: 'drop' | 'paste', name: string, bytes: number) =>
      composer.evaluate(
        (field, [what, fileName, length]) => {
          const transfer = new DataTransfer();
          transfer.items.add(
            new File([new Uint8Array(length)], fileName, {
              type: fileName.endsWith('.gif') ? 'image/gif' : 'text/plain',
            }),
          );
          const options = { bubbles: true, cancelable: true };
          if (what === 'paste')
            field.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: transfer }));
          else
            for (const type of ['dragenter', 'dragover', 'drop'])
              (document.querySelector('[role="log"]') ?? field).dispatchEvent(
                new DragEvent(type, { ...options, dataTransfer: transfer }),
              );
        },
        [kind, name, bytes] as const,
      );
    await give('drop', 'dropped.txt', 10);
    await give('paste', 'pasted.txt', 10);
    await give('drop', 'huge.gif', 21 * 1024 * 1024);
    await tray.getByText('21 MB, but at most 20 MB can be sent here').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled());
    // It is called a picture and is none: nothing broken is shown.
    await tray.getByRole('listitem').filter({ hasText: 'huge.gif' }).locator('img').waitFor({ state: 'detached' });
    await lookAt(page, 'chat-attachments');
    await tray.getByRole('button', { name: 'Remove huge.gif' }).click();
    await tray.getByRole('button', { name: 'Remove pasted.txt' }).click();
    await composer.fill('Three files');
    await composer.press('Enter');
    await tray.waitFor({ state: 'detached' });
    await row('dropped.txt').getByRole('img', { name: 'Sent' }).waitFor();
    const messages = receivedBy(await order({ received: { chat: 'silent' } }));
    assert.deepEqual(
      messages.map(({ text, attachment }) => [text, attachment?.fileName]),
      [
        ['Three files', 'one.txt'],
        ['', 'pixel.png'],
        ['', 'dropped.txt'],
      ],
    );
  },
);

test('a message is sent later, seen until then, and can be taken back', withBrowser, async (t) => {
  const { page, order, open, composer, messages, server } = await startChatting(t, forAccessibility);
  await order({ say: { contact: 'silent', text: 'Go on' } });
  const chatID = await open('Silent');
  await composer.fill('See you tomorrow');
  await page.getByRole('button', { name: 'Send later' }).click();
  await page.getByRole('menuitem', { name: 'Tomorrow morning' }).click();
  await page.getByText('1 message is to be sent later', { exact: false }).waitFor();
  assert.equal(await messages.getByText('See you tomorrow').count(), 0);
  const { items } = await server.client.outbox.list({ chatID });
  assert.equal(items[0]?.state, 'scheduled');
  await page.reload();
  await composer.fill('Something else');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'To be sent later' });
  await dialog.getByText('See you tomorrow').waitFor();
  await lookAt(page, 'chat-later');
  await dialog.getByRole('button', { name: 'Edit' }).click();
  await eventually(
    () => composer.inputValue(),
    (text) => text === 'See you tomorrow\nSomething else',
  );
  await page.getByText('is to be sent later', { exact: false }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Send later' }).click();
  await page.getByRole('menuitem', { name: 'Another time…' }).click();
  await page.getByLabel('When').fill('2020-01-01T10:00');
  await page.getByRole('button', { name: 'Send then' }).click();
  await page.getByText('This time has passed.').waitFor();
  await lookAt(page, 'chat-later-dialog');
});

test('what was begun in a chat is there when one comes back, and goes out meanwhile', withBrowser, async (t) => {
  const { page, order, open, composer, row } = await startChatting(t);
  await order({ say: { contact: 'echo', text: 'Elsewhere' } });
  await order({ say: { contact: 'silent', text: 'Go on' } });
  await open('Silent');
  const goTo = async (title: string) => {
    await page.getByRole('region', { name: 'Chats' }).getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  };
  const valueIs = (wanted: string) =>
    eventually(
      () => composer.inputValue(),
      (text) => text === wanted,
    );
  const noReply = page.getByRole('button', { name: 'Do not reply' });
  await row('Go on').focus();
  await page.keyboard.press('r');
  await noReply.waitFor();
  await composer.fill('An answer');
  await goTo('Echo');
  await row('Elsewhere').waitFor();
  assert.equal(await noReply.count(), 0);
  await goTo('Silent');
  await noReply.waitFor();
  await valueIs('An answer');
  await composer.press('Enter');
  await row('An answer')
    .getByRole('button', { name: /Answer to/ })
    .waitFor();
  await noReply.waitFor({ state: 'detached' });

  await row('An answer').getByRole('img', { name: 'Sent' }).waitFor();
  await composer.press('ArrowUp');
  await valueIs('An answer');
  await composer.fill('A better answer');
  await goTo('Echo');
  await valueIs('');
  await goTo('Silent');
  await valueIs('A better answer');
  await composer.press('Enter');
  await row('A better answer').getByText('edited').waitFor();
  await valueIs('');

  // Sent while its file is under way: it goes out, though another chat is looked at.
  const held = Promise.withResolvers<void>();
  await page.route('**/v1/assets/upload', async (route) => {
    await held.promise;
    await route.continue();
  });
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await chosen).setFiles([{ name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.from('At last.') }]);
  await composer.fill('With a file');
  await composer.press('Enter');
  await page.getByText('Goes out when the files are uploaded.').waitFor();
  await goTo('Echo');
  held.resolve();
  const received = await eventually(
    async () => receivedBy(await order({ received: { chat: 'silent' } })),
    (all) => all.some(({ attachment }) => attachment?.fileName === 'slow.txt'),
  );
  assert.equal(received.find(({ attachment }) => attachment !== undefined)?.text, 'With a file');
  await goTo('Silent');
  await valueIs('');
});

test('people are spoken of by @, emoji are put in, and the others are told that one types', withBrowser, async (t) => {
  const { page, order, open, composer, row } = await startChatting(t, forAccessibility);
  await open('Lobby');
  await composer.pressSequentially('Hello @Fa');
  const list = page.getByRole('listbox', { name: 'People in this chat' });
  await list.getByRole('option', { name: 'Fan' }).waitFor();
  await lookAt(page, 'chat-mention');
  await composer.press('Enter');
  assert.equal(await composer.inputValue(), 'Hello @Fan ');
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search emoji' }).fill('tada');
  await page.keyboard.press('Enter');
  await eventually(
    () => composer.inputValue(),
    (text) => text === 'Hello @Fan 🎉',
  );
  await composer.press('Enter');
  // Only who is spoken of reacts.
  await row('Hello @Fan').getByRole('button', { name: '👍 from Fan' }).waitFor();
  const typed = async (): Promise<unknown[]> => {
    const { typing } = Object(await order({ received: { chat: 'lobby' } }));
    return typing.map((one: unknown) => Object(one).typing ?? one);
  };
  const told = await eventually(typed, (all) => all.at(-1) === false);
  assert.equal(told[0], true);
});

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
