/**
 * Makes the two pictures of the README, in `docs/pictures`: the inbox, with a real IRC server (ngircd) and the sandbox behind it, and the networks to
 * add. Arguments are bridge programs whose networks are to be offered there too.
 */

import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNgircd } from '../../../test/support/ircd.ts';
import { closeBrowser, drawn, openPage } from '../test/support/browser.ts';
import { claim } from '../test/support/owner.ts';
import { addAccount, addSandboxAccount, eventually, startTestServer, temporaryFolder } from '../test/support/server.ts';
import { openChat, tellIrc, tellSandbox } from './story.ts';

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
const cleanups: (() => unknown)[] = [];
const scope = { after: (work: () => unknown) => void cleanups.unshift(work) };

try {
  const dataDir = temporaryFolder(scope);
  for (const program of process.argv.slice(2)) cpSync(program, join(dataDir, 'bridges', basename(program)));
  const server = await startTestServer(scope, { dataDir });
  const ircd = await startNgircd({ network: 'ExampleNet' });
  scope.after(() => ircd.end());
  const fields = {
    server: '127.0.0.1',
    port: String(ircd.port),
    tls: 'no',
    nick: 'sam',
    auth: 'none',
    channels: '#partyline',
  };
  await tellIrc(scope, server, ircd, await addAccount(server, 'local-irc', 'server', fields));
  await tellSandbox(server, await addSandboxAccount(server, 'sam'));
  const { page, problems } = await openPage(scope, { deviceScaleFactor: 2, viewport: { width: 1280, height: 760 } });
  await claim(page, server);
  mkdirSync(folder, { recursive: true });

  await page.getByRole('link', { name: new RegExp(openChat) }).click();
  await page.getByText('Then ten o’clock it is').last().waitFor();
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('See you there! I bring the wheelbarrow');
  await drawn(page);
  await page.screenshot({ path: `${folder}inbox.png` });

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${server.url}/accounts/add`);
  const networks = page.getByRole('main').getByRole('listitem');
  await eventually(
    () => networks.count(),
    (count) => count >= process.argv.length,
  );
  await drawn(page);
  await page.screenshot({ path: `${folder}add-account.png` });
  // The sandbox knows no typing in chats that were made up.
  problems();
} finally {
  for (const work of cleanups)
    await Promise.try(work).catch((error: unknown) => {
      process.exitCode = 1;
      process.emitWarning(String(error));
    });
  await closeBrowser();
}
