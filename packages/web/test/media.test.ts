/** Pictures, sounds and files: they have their room before they are there, come from the server alone, and can be looked at closely. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { forAccessibility } from './support/accessibility.ts';
import { closeBrowser, drawn, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { hold } from './support/hold.ts';
import { lookAt } from './support/in-both-themes.ts';

after(closeBrowser);

test('files are shown as what they are, and nothing comes from elsewhere', withBrowser, async (t) => {
  const { page, messages, order, open, server, row } = await startChatting(t, forAccessibility);
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const say = (contact: string, text: string, media: readonly string[]) =>
    order({ say: { contact, chat: 'lobby', text, media } });
  await say('painter', 'A picture of it', ['picture']);
  await say('fan', 'It moves', ['animation']);
  await say('echo', 'Listen', ['voice']);
  await say('reader', 'Read this', ['document']);
  await order({
    say: {
      contact: 'echo',
      chat: 'lobby',
      text: 'x',
      html: 'Look <img src="https://example.org/spy.png" alt=":spy:"> here',
    },
  });
  await open('Lobby');
  await row('Look').waitFor();
  const picture = messages.getByRole('button', { name: 'Look at picture.png' });
  await picture.locator('img[data-loaded="true"]').waitFor();
  const box = await picture.boundingBox();
  assert.ok(box !== null && Math.abs(box.width / box.height - 64 / 48) < 0.05, JSON.stringify(box));
  const download = page.waitForEvent('download');
  await messages.getByRole('link', { name: /Download document\.txt/ }).click();
  assert.match(await readFile(await (await download).path(), 'utf8'), /A document of the sandbox/);
  const sound = messages.locator('audio');
  await sound.evaluate(
    (audio: HTMLAudioElement) =>
      new Promise<void>((done) => {
        if (audio.readyState >= 1) done();
        else audio.addEventListener('loadedmetadata', () => done(), { once: true });
      }),
  );
  assert.equal(await sound.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration)), 1);
  await lookAt(page, 'chat-media');

  await picture.click();
  const viewer = page.getByRole('dialog', { name: 'Pictures' });
  await viewer.getByRole('img', { name: 'picture.png' }).waitFor();
  await lookAt(page, 'chat-lightbox');
  await page.keyboard.press('+');
  await viewer.getByRole('button', { name: 'Further away' }).and(page.locator(':not([data-disabled])')).waitFor();
  await page.keyboard.press('ArrowRight');
  await viewer.getByRole('img', { name: 'animation.gif' }).waitFor();
  await page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  assert.deepEqual(
    [...asked].filter((origin) => origin !== 'null'),
    [server.url.replace(/\/$/, '')],
  );
});

test('nothing jumps while pictures load', withBrowser, async (t) => {
  const { page, messages, order, open } = await startChatting(t);
  for (let index = 0; index < 6; index++)
    await order({ say: { contact: 'painter', text: `Picture ${index}`, media: ['picture'] } });
  const { held, letGo } = hold();
  await page.route('**/v1/assets/serve*', async (route) => {
    await held;
    await route.continue();
  });
  await open('Painter');
  await messages.getByText('Picture 5').waitFor();
  // The newest is in sight when the list has come to its end.
  await messages.getByText('Picture 5').scrollIntoViewIfNeeded();
  const places = () =>
    messages.getByRole('article').evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().top)));
  await drawn(page);
  const before = await places();
  letGo();
  await messages.locator('img[data-loaded="true"]').first().waitFor();
  assert.deepEqual(await places(), before);
});
