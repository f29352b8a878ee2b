/** What links in messages lead to, as networks tell it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NetworkEvent } from '@partyline/connector';
import type { Message, MessagePage } from '@partyline/protocol';
import { chatCalled, deliver, said } from './support/chats.ts';
import { rawRequest } from './support/media.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';
import { tokenWith } from './support/tokens.ts';

const { api, running } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'linker');
const page = { url: 'https://example.org/page', title: 'A page' };
const text = `See ${page.url}`;

async function told(chat: string, ...events: NetworkEvent[]): Promise<Message> {
  await deliver(api, accountID, ...events);
  const { id } = await chatCalled(api, accountID, chat);
  const { items } = await api.get<MessagePage>(`/v1/chats/${encodeURIComponent(id)}/messages`);
  assert.ok(items[0]);
  return items[0];
}

test('a link comes with its title, its summary and its picture', async () => {
  const link = { ...page, summary: 'About something', originalURL: 'https://example.org/p' };
  const imgSize = { width: 64, height: 48 };
  const { links } = await told(
    'Whole',
    said('Whole', 1_000, { text, links: [{ ...link, imgRef: 'media:picture', imgSize }] }),
  );
  const [{ img, ...rest } = assert.fail('no link')] = links ?? [];
  assert.deepEqual(rest, { ...link, imgSize });
  const address = new URL(`/v1/assets/serve?url=${encodeURIComponent(img ?? '')}`, running.url);
  const { status, headers } = await rawRequest(address);
  assert.deepEqual([status, headers['content-type']], [200, 'image/png']);
});

test('whatever is no page of the web is left out, and what is long is cut', async () => {
  const links = [
    { ...page, title: 'the same page again comes once' },
    { url: 'javascript:alert(1)', title: 'x' },
    { url: 'file:///etc/passwd', title: 'x' },
    { url: 'nothing', title: 'x' },
    { url: `https://example.org/${'x'.repeat(2_048)}`, title: 'x' },
    { ...page, title: `${'x'.repeat(299)}😀 and on`, summary: 'y'.repeat(2_000), originalURL: 'data:text/html,x' },
    ...Array.from({ length: 20 }, (_, index) => ({ ...page, url: `${page.url}/${index}` })),
  ];
  const message = await told('Cut', said('Cut', 1_000, { text, links }));
  assert.equal(message.links?.length, 8);
  assert.deepEqual(message.links?.[0], { ...page, title: 'x'.repeat(299), summary: 'y'.repeat(1_000) });
});

test('an edit brings its own, and a removal takes all away', async () => {
  const message = { id: 'edited', text, links: [{ ...page, imgRef: 'media:animation' }] };
  const first = await told('Changed', said('Changed', 1_000, message));
  const img = first.links?.[0]?.img ?? '';
  assert.ok(img);
  const about = { chatID: 'Changed', messageID: 'edited' };
  const other = { url: 'https://example.org/other', title: 'Another' };
  const edit = { kind: 'edit' as const, id: 'e', ...about, timestamp: 2_000, text: other.url, links: [other] };
  assert.deepEqual((await told('Changed', edit)).links, [other]);
  const plain = { kind: 'edit' as const, id: 'f', ...about, timestamp: 3_000, text: 'Never mind' };
  assert.equal((await told('Changed', plain)).links, undefined);
  assert.deepEqual((await told('Changed', { ...edit, id: 'g', timestamp: 4_000 })).links, [other]);
  assert.equal((await told('Changed', { kind: 'removal' as const, ...about, timestamp: 5_000 })).links, undefined);
});

test('the picture is for those alone who see the message', async () => {
  const seen = await told('Seen', said('Seen', 1_000, { text, links: [{ ...page, imgRef: 'zeros:1001' }] }));
  const hidden = await told('Hidden', said('Hidden', 1_000, { text, links: [{ ...page, imgRef: 'zeros:1002' }] }));
  const { token } = await tokenWith(api, running.url, { chatIDs: [seen.chatID] });
  const statusOf = async ({ links }: Message) => {
    const address = new URL(`/v1/assets/serve?url=${encodeURIComponent(links?.[0]?.img ?? '')}`, running.url);
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    return response.status;
  };
  assert.deepEqual([await statusOf(seen), await statusOf(hidden)], [200, 404]);
});
