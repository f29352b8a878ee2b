/** An owner with a sandbox account, at the app, in a chat. */

import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openPage } from './browser.ts';
import { claim } from './owner.ts';
import { addSandboxAccount, command, eventually, type Scope, startTestServer, type TestServer } from './server.ts';

export interface Chatting {
  readonly server: TestServer;
  readonly page: Page;
  problems(): string[];
  readonly accountID: string;
  readonly messages: Locator;
  readonly composer: Locator;
  /** A command to the sandbox. */
  order(body: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The public ID of the chat with that native ID, which is a contact or a group. */
  chatOf(title: string): Promise<string>;
  open(title: string): Promise<string>;
  /** Types and sends. */
  write(text: string): Promise<void>;
  /** The message that says so. */
  row(text: string | RegExp): Locator;
}

export async function startChatting(scope: Scope, options: BrowserContextOptions = {}): Promise<Chatting> {
  const server = await startTestServer(scope);
  const { page, problems } = await openPage(scope, options);
  await claim(page, server);
  const { accountID } = await addSandboxAccount(server, 'sam');
  const messages = page.getByRole('log', { name: 'Messages' });
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  const chatOf = async (title: string) => {
    const { items } = await eventually(
      async () => server.client.chats.search({ query: title }),
      (found) => found.items.some((chat) => chat.title === title),
    );
    return items.find((chat) => chat.title === title)?.id ?? '';
  };
  return {
    server,
    page,
    problems,
    accountID,
    messages,
    composer,
    order: (body) => command(server, accountID, body),
    chatOf,
    async open(title) {
      const chatID = await chatOf(title);
      await page.goto(`${server.url}/inbox/${encodeURIComponent(chatID)}`);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await composer.waitFor();
      return chatID;
    },
    async write(text) {
      await composer.fill(text);
      await composer.press('Enter');
    },
    row: (text) => messages.getByRole('article').filter({ hasText: text }).last(),
  };
}
