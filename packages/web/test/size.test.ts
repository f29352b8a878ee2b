/** What a browser fetches before the inbox is there: at most 200 kB compressed, without media. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { claim } from './support/owner.ts';
import { addSandboxAccount, command, startTestServer } from './support/server.ts';

after(closeBrowser);

const limit = 200_000;

test('the first load of the inbox is at most 200 kB', withBrowser, async (t) => {
  const server = await startTestServer(t);
  const { page: claiming } = await openPage(t);
  await claim(claiming, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  await command(server, accountID, { say: { contact: 'echo', text: 'Hello' } });
  const storageState = await claiming.context().storageState();

  // A profile that has never been here, but for the session.
  const { page } = await openPage(t, { storageState });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const fetched = new Map<string, { path: string; encoding: string; bytes: number }>();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url);
    const encoding = response.headers['content-encoding'] ?? response.headers['Content-Encoding'] ?? '';
    fetched.set(requestId, { path: pathname, encoding, bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = fetched.get(requestId);
    if (one !== undefined) one.bytes = encodedDataLength;
  });
  await page.goto(server.url);
  await page.getByRole('link', { name: /Echo/ }).first().waitFor();
  await page.waitForLoadState('networkidle');

  const files = [...fetched.values()].filter(({ path }) => !/^\/(?:v1|app)\//.test(path));
  const told = files.map(({ path, encoding, bytes }) => `${path} ${encoding} ${bytes}`).join('\n');
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  t.diagnostic(`${Math.round(total / 1_000)} kB in ${files.length} files`);
  const scripts = files.filter(({ path }) => /\.(?:js|css)$/.test(path));
  assert.ok(scripts.length >= 2 && scripts.every(({ bytes }) => bytes > 0), told);
  assert.ok(
    scripts.every(({ bytes, encoding }) => encoding === 'br' || bytes < 1_500),
    told,
  );
  assert.ok(total <= limit, `${total} bytes:\n${told}`);
});
