import type { ChatEvent } from '@partyline/connector';
import type { AccountFacts } from '../inbox/account-facts.ts';
import type { Store } from '../store/store.ts';

/** Whether the chat is here as it is told, so that telling it again would only make noise. */
export async function isKnown({ read }: Store, account: AccountFacts, told: ChatEvent): Promise<boolean> {
  const { chat, participants } = told;
  const row = await read
    .selectFrom('chats')
    .selectAll()
    .where('account_id', '=', account.accountID)
    .where('remote_id', '=', chat.id)
    .executeTakeFirst();
  if (row === undefined) return false;
  const same =
    row.type === chat.type &&
    row.read_only === 1 &&
    (chat.title === undefined || row.title === chat.title) &&
    (chat.description === undefined || row.description === chat.description);
  if (!same) return false;
  if (participants === undefined) return true;
  if (participants.complete && row.participants_complete === 0) return false;
  const people = await read
    .selectFrom('participants')
    .select(['user_id', 'profile'])
    .where('chat_id', '=', row.id)
    .execute();
  const known = new Map(people.map(({ user_id, profile }) => [user_id, profile]));
  const items = new Map(participants.items.map((person) => [person.id, JSON.stringify(person)]));
  if (participants.complete && known.size !== items.size) return false;
  return [...items].every(([id, profile]) => known.get(id) === profile);
}
