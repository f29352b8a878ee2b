/** Addresses in messages: those that the network left as text can be opened too, and what the network told about them stands below. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkAccessibility, forAccessibility } from './support/accessibility.ts';
import { closeBrowser, withBrowser } from './support/browser.ts';
import { startChatting } from './support/chatting.ts';
import { takePictures } from './support/pictures.ts';

after(closeBrowser);

test('addresses in plain text are links, and nothing else is', withBrowser, async (t) => {
  const { page, order, open, row } = await startChatting(t, forAccessibility);
  const say = (text: string, html?: string) => order({ say: { contact: 'echo', text, ...(html && { html }) } });
  await say('First (see https://example.org/a_(b)?q=1&r=2#x), or www.example.org. Also mailto:desk@example.org!');
  await say(
    'Second javascript:alert(1) data:text/html,x file.py desk@example.org //example.org 10.0.0.1 ftp://example.org',
  );
  await say(
    'Third',
    '<p>Third <a href="https://example.org/real">https://example.org/shown</a> <code>https://example.org/code</code> ' +
      '<span data-mx-spoiler="end">https://example.org/hidden</span> <b>https://example.org/bold</b></p>',
  );
  await open('Echo');
  const links = (text: string) =>
    row(text)
      .locator('a')
      .evaluateAll((all: HTMLAnchorElement[]) => all.map(({ href, textContent }) => [textContent, href]));
  await row('Third').waitFor();
  assert.deepEqual(await links('First'), [
    ['https://example.org/a_(b)?q=1&r=2#x', 'https://example.org/a_(b)?q=1&r=2#x'],
    ['www.example.org', 'https://www.example.org/'],
    ['mailto:desk@example.org', 'mailto:desk@example.org'],
  ]);
  assert.deepEqual(await links('Second'), []);
  assert.deepEqual(await links('Third'), [
    ['https://example.org/shown', 'https://example.org/real'],
    ['https://example.org/hidden', 'https://example.org/hidden'],
    ['https://example.org/bold', 'https://example.org/bold'],
  ]);
  for (const link of await row('First').locator('a').all()) {
    assert.equal(await link.getAttribute('target'), '_blank');
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
  }
  // A spoiler is opened first, and only then there is a link to follow.
  const popups: string[] = [];
  page.on('popup', (popup) => popups.push(popup.url()));
  await row('Third').getByRole('button', { name: 'Hidden text (end): open it' }).click();
  assert.deepEqual(popups, []);
  await row('Third').getByRole('link', { name: 'https://example.org/hidden' }).waitFor();
  await checkAccessibility(page, 'links');
});

test('what the network tells about a link is a card with its picture', withBrowser, async (t) => {
  const { page, order, open, row } = await startChatting(t, forAccessibility);
  await order({
    event: {
      kind: 'message',
      id: 'linked',
      chat: { id: 'echo', type: 'single', title: 'Echo' },
      sender: { id: 'echo', isSelf: false },
      text: 'Read https://example.org/report',
      timestamp: Date.now(),
      links: [
        {
          url: 'https://example.org/report',
          title: 'The yearly report',
          summary: 'All the numbers of the year, with a chapter about the coming one.',
          imgRef: 'media:picture',
          imgSize: { width: 64, height: 48 },
        },
        { url: 'https://example.org/plain', title: '' },
      ],
    },
  });
  await open('Echo');
  const card = row('Read').getByRole('link', { name: /The yearly report/ });
  await card.getByText('All the numbers of the year').waitFor();
  await card.getByText('example.org', { exact: true }).waitFor();
  const picture = card.locator('img');
  await picture.evaluate((img: HTMLImageElement) => img.decode());
  assert.match((await picture.getAttribute('src')) ?? '', /^\/v1\/assets\/serve\?/);
  assert.equal(await card.getAttribute('href'), 'https://example.org/report');
  await row('Read').getByRole('link', { name: 'example.org example.org' }).waitFor();
  await checkAccessibility(page, 'a link card');
  await takePictures(page, 'chat-link-card');
});
