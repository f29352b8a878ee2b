/** Something to set up programs for: an account with two chats. */

import assert from 'node:assert/strict';
import { addSandboxAccount, command, eventually, type TestServer } from './server.ts';

export interface TwoChats {
  readonly accountID: string;
  readonly echo: string;
  readonly herald: string;
}

/** An account with a chat with Echo and one with Herald. */
export async function addTwoChats(server: TestServer): Promise<TwoChats> {
  const { accountID } = await addSandboxAccount(server, 'sam');
  for (const contact of ['echo', 'herald']) await command(server, accountID, { say: { contact, text: 'Hello' } });
  const { items } = await eventually(
    () => server.client.chats.list(),
    (chats) => chats.items.filter(({ type }) => type === 'single').length === 2,
  );
  const idOf = (title: RegExp) => items.find((chat) => title.test(chat.title))?.id ?? assert.fail(String(title));
  return { accountID, echo: idOf(/echo/i), herald: idOf(/herald/i) };
}
