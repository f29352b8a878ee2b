/** Beginning a chat. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { User, UserHints } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { shortID } from '../chat-choice.ts';
import { chatName } from '../chat-text.ts';
import { CliError } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint } from '../hint.ts';
import { matching, onlyOne, pickAccount } from '../match.ts';
import { nameOf } from '../names.ts';
import type { Result } from '../result.ts';

export interface StartOptions {
  /** Of a group. */
  readonly title?: string;
  readonly message?: string;
}

/** A direct chat with one person, or a group with several or with a title. */
export async function startChat(
  account: string,
  people: readonly string[],
  options: StartOptions,
  globals: Globals,
): Promise<Result> {
  refuseWhenReadOnly(globals, 'begin a chat');
  const { title, message } = options;
  const first = message === undefined ? {} : { messageText: message };
  const chat = await withClient(globals, async ({ client }) => {
    const { accountID } = pickAccount(account, await client.accounts.list());
    const [person = ''] = people;
    if (people.length === 1 && title === undefined) return direct(client, accountID, person, first, globals.pick);
    const participantIDs: string[] = [];
    for (const name of people) participantIDs.push((await whoIs(client, accountID, name))?.id ?? name);
    const titled = title === undefined ? {} : { title };
    return client.chats.create({ accountID, type: 'group', participantIDs, ...titled, ...first });
  });
  const begun = chat.status === 'existing' ? 'was there already' : 'is begun';
  const next = hint(`messages list ${shortID(chat)}`, globals);
  return { document: chat, text: `${chatName(chat)} ${begun}: chat ${shortID(chat)}.\n\nRead it: ${next}` };
}

async function direct(
  client: Partyline,
  accountID: string,
  person: string,
  first: { messageText?: string },
  pick: number | undefined,
) {
  const known = await whoIs(client, accountID, person, pick);
  try {
    return await client.chats.start({
      accountID,
      user: known === undefined ? hints(person) : { id: known.id },
      ...first,
    });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const text = `Nobody at ${accountID} is called "${person}". \`contacts search\` looks people up.`;
    throw new CliError('nothingMatched', 'nothing_matched', text);
  }
}

/** Somebody whom the account can look up; undefined when it finds nobody, or cannot look. @throws CliError 6 for several */
async function whoIs(
  client: Partyline,
  accountID: string,
  name: string,
  pick?: number | undefined,
): Promise<User | undefined> {
  const { items } = await client.accounts.contacts.search(accountID, { query: name });
  const found = matching(name, items, ({ id, username, phoneNumber, email, fullName }) => [
    id,
    username,
    phoneNumber,
    email,
    fullName,
  ]);
  if (found.length === 0) return undefined;
  return onlyOne({ kind: 'contact', query: name, pick }, found, items, contactLine, ({ id }) => id);
}

const contactLine = (user: User): string => {
  const more = [user.username, user.phoneNumber, user.email, user.id].filter((word) => word && word !== nameOf(user));
  return `${nameOf(user)}${more.length === 0 ? '' : `  (${[...new Set(more)].join(', ')})`}`;
};

/** What somebody whom no contact list knows may be found by. */
function hints(person: string): UserHints {
  if (/^@.+:.+/.test(person)) return { id: person, username: person };
  if (person.includes('@')) return { email: person, username: person };
  if (/^\+?[\d\s().-]{5,}$/.test(person)) return { phoneNumber: person.replace(/[^\d+]/g, '') };
  return { id: person, username: person, fullName: person };
}
