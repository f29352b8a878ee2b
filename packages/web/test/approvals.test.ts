/** What programs want to send, as the owner decides on it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Locator, Page } from 'playwright-core';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, openPage, withBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { claim } from './support/owner.ts';
import { takePictures } from './support/pictures.ts';
import { addSandboxAccount, command, eventually, startTestServer, type TestServer } from './support/server.ts';

after(closeBrowser);

interface Program {
  readonly client: Partyline;
  readonly echo: string;
  readonly accountID: string;
}

/** A program whose messages wait for the owner, and a chat to write to. */
async function letIn(server: TestServer): Promise<Program> {
  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { say: { contact: 'echo', text: 'What shall we <b>eat</b>?' } });
  const { items } = await eventually(
    () => server.client.chats.list(),
    (chats) => chats.items.some(({ title }) => title === 'Echo'),
  );
  const echo = items.find(({ title }) => title === 'Echo')?.id ?? assert.fail();
  const { token } = await server.client.tokens.create({ name: 'assistant', policy: { approval: true } });
  return { client: new Partyline({ baseURL: server.url, accessToken: token, maxRetries: 0 }), echo, accountID };
}

const received = async (server: TestServer, { accountID }: Program): Promise<string[]> => {
  const answer = await command(server, accountID, { received: { chat: 'echo' } });
  const messages: { text: string }[] = Reflect.get(Object(answer), 'messages');
  return messages.map(({ text }) => text);
};

const waiting = (page: Page): Locator => page.getByRole('list', { name: 'Waiting for you' });
const cardOf = (page: Page, text: string): Locator => waiting(page).getByRole('article').filter({ hasText: text });
const isFocused = (place: Locator) => () => place.evaluate((element) => element === document.activeElement);
const yes = (is: boolean) => is;

test('what waits is told at once and decided by keyboard', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t);
  await claim(page, server);
  const program = await letIn(server);
  const nav = page.getByRole('navigation', { name: 'Main' });
  await page.getByRole('link', { name: /Echo/ }).first().waitFor();

  await program.client.messages.send(program.echo, { text: 'first **bold**' });
  await nav.getByRole('link', { name: /Settings.*1 message waits for your approval/ }).waitFor();
  await page.getByText('assistant wants to write to Echo').waitFor();
  await takePictures(page, 'approval-toast');
  // It may be gone by now; that of the next one leads there as well.
  await program.client.messages.send(program.echo, { text: 'second' });
  await page.getByRole('button', { name: 'Look' }).first().click();
  await page.getByRole('heading', { level: 2, name: 'Approvals' }).waitFor();
  for (const text of ['third', 'fourth']) await program.client.messages.send(program.echo, { text });
  await cardOf(page, 'fourth').waitFor();
  // To the letter: what would be sent, not how it would look.
  await cardOf(page, 'first').getByText('first **bold**', { exact: true }).waitFor();
  assert.deepEqual(await received(server, program), []);

  const first = cardOf(page, 'first');
  await first.focus();
  await page.keyboard.press('j');
  await eventually(isFocused(cardOf(page, 'second')), yes);
  await page.keyboard.press('ArrowDown');
  await eventually(isFocused(cardOf(page, 'third')), yes);
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await eventually(isFocused(first), yes);
  await page.keyboard.press('a');
  await first.waitFor({ state: 'detached' });
  await eventually(
    () => received(server, program),
    (texts) => texts.length === 1,
  );
  await eventually(isFocused(cardOf(page, 'second')), yes);

  await page.keyboard.press('e');
  // Toasts are dialogs too.
  const dialog = page.getByRole('dialog', { name: /Edit, then approve|Refuse this message/ });
  const text = dialog.getByRole('textbox', { name: 'Message' });
  assert.equal(await text.inputValue(), 'second');
  await text.fill(' ');
  await dialog.getByRole('button', { name: 'Approve this text' }).press('Enter');
  await dialog.getByText('There is nothing to send').waitFor();
  await text.fill('second, as I say it');
  await takePictures(page, 'approval-edit');
  await dialog.getByRole('button', { name: 'Approve this text' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await eventually(isFocused(cardOf(page, 'third')), yes);

  await page.keyboard.press('r');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('not now');
  await takePictures(page, 'approval-refuse');
  // Letters in a field are letters.
  await page.keyboard.type('a');
  await dialog.getByRole('button', { name: 'Refuse' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await cardOf(page, 'third').waitFor({ state: 'detached' });
  const { items } = await server.client.approvals.list({ state: 'refused' });
  assert.deepEqual([items[0]?.text, items[0]?.reason], ['third', 'not nowa']);

  await eventually(
    () => received(server, program),
    (texts) => texts.length === 2,
  );
  assert.deepEqual(await received(server, program), ['first bold', 'second, as I say it']);
  const decided = page.getByRole('list', { name: 'Decided' });
  await decided.getByText('Approved, with your text').waitFor();
  await decided.getByText('Refused: “not nowa”').waitFor();
  await nav.getByRole('link', { name: /1 message waits/ }).waitFor();
});

test('who has gone on to another message stays there when the one before is decided', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page } = await openPage(t);
  await claim(page, server);
  const program = await letIn(server);
  await page.goto(`${server.url}/settings/approvals`);
  for (const text of ['first', 'second', 'third']) await program.client.messages.send(program.echo, { text });
  const third = cardOf(page, 'third');
  await third.waitFor();
  const { held, letGo } = hold();
  await page.route('**/v1/approvals/*/approve', async (route) => {
    await held;
    await route.continue();
  });
  await cardOf(page, 'first').focus();
  for (const key of ['a', 'j', 'j']) await page.keyboard.press(key);
  await eventually(isFocused(third), yes);
  letGo();
  await cardOf(page, 'first').waitFor({ state: 'detached' });
  await page.getByText('Approved: it is being sent').first().waitFor();
  await drawn(page);
  // The next key is meant for this one.
  assert.equal(await isFocused(third)(), true);
});

test(
  'everything that would be sent is shown: files, replies, times, and characters that hide',
  withBrowser,
  async (t) => {
    const server = await startTestServer(t);
    const { page } = await openPage(t, forAccessibility);
    await claim(page, server);
    const program = await letIn(server);
    const { items } = await server.client.messages.list(program.echo);
    const question = items[0] ?? assert.fail();
    const { uploadID = '' } = await program.client.assets.upload({ file: new File(['list'], 'shopping <list>.txt') });
    await program.client.messages.send(program.echo, {
      text: 'Soup, as on the list. Pay \u202e001\u202c.',
      replyToMessageID: question.id,
      attachment: { uploadID },
      sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await page.goto(`${server.url}/settings/approvals`);
    const card = cardOf(page, 'Soup');
    await card.getByText('In reply to Echo: What shall we <b>eat</b>?').waitFor();
    await card.getByText('shopping <list>.txt').waitFor();
    await card.getByText(/To be sent /).waitFor();
    await card.getByText(/Waits until /).waitFor();
    assert.deepEqual(await card.getByTitle(/Invisible character/).allInnerTexts(), ['U+202E', 'U+202C']);
    const download = page.waitForEvent('download');
    await card.getByRole('link', { name: /shopping/ }).click();
    assert.equal(await (await download).failure(), null);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await checkAccessibility(page, `approvals, ${colorScheme}`);
    }
    await program.client.messages.send(program.echo, { text: 'And something for the evening?' });
    await cardOf(page, 'evening').waitFor();
    await cardOf(page, 'evening').getByRole('button', { name: 'Refuse' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
    await page.getByRole('list', { name: 'Decided' }).getByText('Refused').waitFor();
    await takePictures(page, 'settings-approvals-waiting');
  },
);

test('what is decided elsewhere, or while the server was away, is right here too', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page, problems } = await openPage(t);
  await claim(page, server);
  const program = await letIn(server);
  await page.goto(`${server.url}/settings/approvals`);
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  const sent = await program.client.messages.send(program.echo, { text: 'one' });
  await program.client.messages.send(program.echo, { text: 'two' });
  await cardOf(page, 'two').waitFor();
  await server.client.approvals.refuse(sent.pendingMessageID, { reason: 'from the terminal' });
  await cardOf(page, 'one').waitFor({ state: 'detached' });
  await page.getByText('“from the terminal”').waitFor();

  const again = await server.restart();
  const client = new Partyline({ baseURL: again.url, accessToken: program.client.accessToken, maxRetries: 0 });
  await client.messages.send(program.echo, { text: 'three' });
  await cardOf(page, 'three').waitFor({ timeout: 30_000 });
  await cardOf(page, 'two').waitFor();
  problems();

  // Decided in the moment before the owner's own click: it says so, and shows what it is now.
  await page.route('**/v1/approvals/*/approve', async (route) => {
    const { items } = await again.client.approvals.list({ state: 'pending' });
    const three = items.find(({ text }) => text === 'three') ?? assert.fail();
    await again.client.approvals.refuse(three.pendingMessageID);
    await route.continue();
  });
  await cardOf(page, 'three').getByRole('button', { name: 'Approve' }).click();
  await cardOf(page, 'three').waitFor({ state: 'detached' });
  assert.deepEqual(await received(again, program), []);
  // The live connection may tell of it before the answer does.
  await eventually(problems, (told) => /409/.test(told.join('\n')));
});
