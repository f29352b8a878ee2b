/** What stands in the pictures of the README: chats of a real IRC server, and of the sandbox. */

import type { Account } from '@partyline/protocol';
import { type Ircd, joinAsPeer, type Peer } from '../../../test/support/ircd.ts';
import { command, eventually, type Scope, type TestServer } from '../test/support/server.ts';

const minute = 60_000;

/** Somebody in a group. */
interface Said {
  readonly who: string;
  readonly text: string;
  readonly minutesAgo: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

export const openChat = 'Garden on Saturday';

const garden: readonly Said[] = [
  { who: 'Mia', text: 'Who is in for the garden on Saturday?', minutesAgo: 26 * 60 },
  { who: 'Jonas', text: 'Me! I bring the tall ladder and the good saw.', minutesAgo: 26 * 60 - 3 },
  { who: 'Mia', text: 'Lovely. The pear tree first, then the hedge.', minutesAgo: 26 * 60 - 4 },
  { who: 'Priya', text: 'I can be there from ten. Shall I bring soup for everybody?', minutesAgo: 41 },
  { who: 'me', text: 'Yes please, your soup is half the reason I come.', minutesAgo: 39 },
  {
    who: 'Jonas',
    text: 'The forecast says dry until four: https://example.org/weather',
    minutesAgo: 22,
    more: {
      links: [
        {
          url: 'https://example.org/weather',
          title: 'Saturday: dry, 12 degrees',
          summary: 'Light wind from the west, clouds from four in the afternoon on.',
        },
      ],
    },
  },
  { who: 'Mia', text: 'Then ten o’clock it is. Gloves are in the shed.', minutesAgo: 12 },
];

/** A chat each; with `who`, of a group. */
const others: readonly (Omit<Said, 'more' | 'who'> & { readonly title: string; readonly who?: string })[] = [
  { title: 'Priya', text: 'Found the recipe, sending it tonight', minutesAgo: 18 },
  { title: 'Book club', who: 'Noor', text: 'Chapter nine made me miss my stop', minutesAgo: 64 },
  { title: 'Jonas', text: 'Thanks for the drill!', minutesAgo: 190 },
  { title: 'Landlord', text: 'The heating is checked on Tuesday.', minutesAgo: 300 },
  { title: 'Grandma', text: 'Your card came today. It stands on the piano.', minutesAgo: 1_500 },
  { title: 'Climbing', who: 'Mia', text: 'Thursday at seven, as always?', minutesAgo: 2_900 },
  { title: 'Noor', text: 'The train gets in at 18:40', minutesAgo: 4_400 },
];

export async function tellSandbox(server: TestServer, { accountID }: Account): Promise<void> {
  const now = Date.now();
  const direct = others.map(({ title, who, text, minutesAgo }) => {
    const chat = { id: title, type: who === undefined ? 'single' : 'group', title };
    return message(chat, who ?? title, text, now - minutesAgo * minute);
  });
  const chat = { id: 'garden', type: 'group', title: openChat };
  const inGarden = garden.map(({ who, text, minutesAgo, more }) =>
    message(chat, who, text, now - minutesAgo * minute, more),
  );
  await command(server, accountID, { events: [...direct, ...inGarden] });
  const reactions = [
    { to: 3, key: '❤️', who: 'Mia' },
    { to: 3, key: '❤️', who: 'Jonas' },
    { to: 5, key: '☀️', who: 'Priya' },
  ];
  const events = reactions.map(({ to, key, who }) => ({
    kind: 'reaction',
    chatID: chat.id,
    messageID: inGarden[to]?.id,
    sender: person(who),
    key,
    timestamp: now - 5 * minute,
  }));
  await command(server, accountID, { events });
  // The sandbox's own group, in which nobody has said a word.
  for (const { id } of (await server.client.chats.search({ query: 'Lobby' })).items)
    await server.client.chats.archive(id);
}

const person = (name: string) => ({ id: name.toLowerCase(), name, isSelf: name === 'me' });

const message = (
  chat: Readonly<Record<string, unknown>>,
  who: string,
  text: string,
  timestamp: number,
  more: Readonly<Record<string, unknown>> = {},
) => ({ kind: 'message', id: `${chat['id']}-${timestamp}`, chat, sender: person(who), timestamp, text, ...more });

/** A channel of the IRC server, with people who talk, once the account is in it. */
export async function tellIrc(scope: Scope, server: TestServer, ircd: Ircd, { accountID }: Account): Promise<void> {
  const peers: Peer[] = [];
  for (const nick of ['tove', 'raj']) {
    const peer = await joinAsPeer(ircd, { nick });
    scope.after(() => peer.end());
    peers.push(peer);
    await peer.join('#partyline');
  }
  const [tove, raj] = peers;
  await eventually(
    async () => (await server.client.chats.search({ query: '#partyline' })).items,
    (items) => items.some((chat) => chat.accountID === accountID),
  );
  tove?.say('#partyline', 'the new release is up, changelog is in the topic');
  await tove?.barrier();
  raj?.say('#partyline', 'thank you! updating tonight');
  await raj?.barrier();
}
