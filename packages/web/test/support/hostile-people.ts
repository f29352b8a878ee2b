/** An inbox that hostile people have written to: each payload is the name, the text, the title and the file name of somebody. */

import assert from 'node:assert/strict';
import { payloads } from './payloads.ts';
import { addSandboxAccount, command, eventually, type TestServer } from './server.ts';

export const image = `<img src=x onerror=globalThis.ran=1>`;

export interface HostilePeople {
  readonly accountID: string;
  /** The chat in which each payload is a message. */
  readonly group: string;
}

/** A chat for each payload, by which it is called, with a message of it by somebody of that name; and a group with all of them. */
export async function letHostilePeopleIn(server: TestServer): Promise<HostilePeople> {
  const { accountID } = await addSandboxAccount(server, 'sam');
  const start = Date.now() - payloads.length * 60_000;
  const events = payloads.flatMap((payload, index) => eventsOf(payload, index, start + index * 60_000));
  for (let from = 0; from < events.length; from += 100)
    await command(server, accountID, { events: events.slice(from, from + 100) });
  const { items } = await eventually(
    () => server.client.chats.search({ query: 'Everybody' }),
    (found) => found.items.length > 0,
  );
  return { accountID, group: items[0]?.id ?? assert.fail() };
}

function eventsOf(payload: string, index: number, timestamp: number): object[] {
  const sender = { id: `person-${index}`, name: payload, isSelf: false };
  const message = { kind: 'message', sender, timestamp, text: payload, html: payload };
  const file = {
    kind: 'unknown',
    ref: 'media:document',
    fileName: payload.slice(0, 200),
    mimeType: payload.slice(0, 60),
  };
  const own = { id: `chat-${index}`, type: 'group', title: payload };
  const all = { id: 'everybody', type: 'group', title: `Everybody ${image}` };
  return [
    { kind: 'chat', chat: { ...own, description: payload } },
    { ...message, id: `own-${index}`, chat: own },
    { ...message, id: `all-${index}`, chat: all, attachments: [file] },
    {
      kind: 'reaction',
      chatID: 'everybody',
      messageID: `all-${index}`,
      sender: { id: 'sam', isSelf: true },
      key: payload.slice(0, 40),
      timestamp,
    },
  ];
}
