/** Who is typing is seen in the chat, and nothing moves for it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { lookAt } from './support/in-both-themes.ts';

after(closeBrowser);

test('somebody who types is seen until they stop, write, or say nothing more', withBrowser, async (t) => {
  const { page, problems, order, open, row, composer, messages } = await startChatting(t, forAccessibility);
  const type = (contact: string, more: object = {}) => order({ typing: { contact, chat: 'lobby', ...more } });
  await order({ say: { contact: 'echo', chat: 'lobby', text: 'Good morning' } });
  await open('Lobby');
  await row('Good morning').waitFor();
  const where = async () => [await composer.boundingBox(), await messages.boundingBox()];
  const before = await where();
  const line = page.getByText(/typing…$/).and(page.locator('span'));

  await type('echo');
  await page.getByRole('status').filter({ hasText: 'Echo' }).waitFor();
  await line.filter({ hasText: /^\u2068Echo\u2069 is typing…$/ }).waitFor();
  assert.deepEqual(await where(), before);
  await type('fan');
  await line.filter({ hasText: /^\u2068Echo\u2069 and \u2068Fan\u2069 are typing…$/ }).waitFor();
  // Whoever listens heard that somebody began, which is enough for a while.
  await page.getByRole('status').filter({ hasText: 'typing' }).waitFor({ state: 'detached' });
  await type('silent');
  await line.filter({ hasText: 'Several people are typing…' }).waitFor();

  // Their message ends it.
  await order({ say: { contact: 'echo', chat: 'lobby', text: 'How is everybody?' } });
  await row('How is everybody?').waitFor();
  await line.filter({ hasText: /^\u2068Fan\u2069 and \u2068Silent\u2069/ }).waitFor();
  await type('fan', { isTyping: false });
  await line.filter({ hasText: /^\u2068Silent\u2069 is/ }).waitFor();
  // And so does time.
  await type('silent', { timeoutMs: 1_000 });
  await line.waitFor({ state: 'detached' });

  // It is of this chat, and known to who comes into it later.
  await type('fan');
  await order({ say: { contact: 'silent', text: 'Psst' } });
  await open('Silent');
  await row('Psst').waitFor();
  assert.equal(await line.count(), 0);
  await open('Lobby');
  await line.filter({ hasText: /Fan/ }).waitFor();
  // Last, as it takes a while, and who types is forgotten after 30 s.
  await lookAt(page, 'chat-typing');
  assert.deepEqual(problems(), []);
});

test('whoever wants no motion sees none', withBrowser, async (t) => {
  const { page, order, open } = await startChatting(t, { reducedMotion: 'reduce' });
  await order({ say: { contact: 'echo', text: 'Hello' } });
  await open('Echo');
  await order({ typing: { contact: 'echo' } });
  const text = page.locator('p', { hasText: 'is typing…' }).first();
  await text.waitFor();
  const running = () => text.evaluate((node) => node.getAnimations({ subtree: true }).length);
  assert.equal(await running(), 0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.equal(await running(), 3);
});
