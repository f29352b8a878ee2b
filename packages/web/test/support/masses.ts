/** Chats and messages in masses, by raw events of the sandbox. */

import type { Account } from '@partyline/protocol';
import { command, type TestServer } from './server.ts';

const people = ['Ada', 'Bela', 'Chidi', 'Dana', 'Émile', 'Farah', 'Goran', 'Hana'];
const sayings = [
  'See you at eight.',
  'Did you see this?',
  'Fine with me!',
  'On my way',
  'Thank you so much',
  'Ha ha ha',
];
/** What the sandbox takes in one call. */
const atOnce = 1_000;

export const nameOf = (index: number): string => `${people[index % people.length]} ${String(index).padStart(5, '0')}`;

/** One message each, the first chat being the newest: a minute between two. */
export async function manyChats(server: TestServer, { accountID }: Account, count: number): Promise<void> {
  const now = Date.now();
  for (let first = 0; first < count; first += atOnce) {
    const events = Array.from({ length: Math.min(atOnce, count - first) }, (_, offset) => {
      const index = first + offset;
      return said(`mass-${index}`, nameOf(index), sayings[index % sayings.length] ?? '', now - index * 60_000);
    });
    await command(server, accountID, { events });
  }
}

/** A message of a person in their direct chat, as the network would tell of it. */
export const said = (id: string, name: string, text: string, timestamp: number) => ({
  kind: 'message',
  id: `${id}-${timestamp}`,
  chat: { id, type: 'single', title: name },
  sender: { id, name, isSelf: false },
  timestamp,
  text,
});
