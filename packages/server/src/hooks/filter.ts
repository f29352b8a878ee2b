/** Which events an endpoint wants. */

import type { Store } from '../store/store.ts';
import type { Filter } from '../stream/feed.ts';
import type { RenderedEvent } from '../stream/rendered-event.ts';
import type { Endpoint } from './endpoint.ts';

type Filters = Pick<Endpoint, 'types' | 'chatIDs' | 'accountIDs'>;

/** As far as the event itself tells. */
export function wantedBy({ types, chatIDs }: Filters): Filter {
  const kinds = types && new Set(types);
  const chats = chatIDs && new Set(chatIDs);
  return ({ type, chatID }) =>
    (kinds === undefined || kinds.has(type)) && (chats === undefined || (chatID !== undefined && chats.has(chatID)));
}

/** Those of the wanted accounts. Of a chat that is gone altogether only its network is known: that counts. */
export async function ofAccounts(
  { read }: Store,
  { accountIDs }: Filters,
  events: readonly RenderedEvent[],
): Promise<readonly RenderedEvent[]> {
  if (accountIDs === undefined) return events;
  const wanted = new Set(accountIDs);
  const chatIDs = new Set(events.flatMap(({ chatID }) => chatID ?? []));
  const rows =
    chatIDs.size === 0
      ? []
      : await read
          .selectFrom('chats')
          .select(['public_id', 'account_id'])
          .where('public_id', 'in', [...chatIDs])
          .execute();
  const accounts = new Map(rows.map(({ public_id, account_id }) => [public_id, account_id]));
  const networks = new Set(accountIDs.map((id) => id.split('_', 1)[0]));
  return events.filter(({ chatID, accountID }) => {
    if (chatID === undefined) return accountID !== undefined && wanted.has(accountID);
    const account = accounts.get(chatID);
    return account === undefined ? networks.has(networkOf(chatID)) : wanted.has(account);
  });
}

/** inbox/chat-ids.ts: `!…:<bridge>.localhost`. */
const networkOf = (chatID: string) => /:(.+)\.localhost$/.exec(chatID)?.[1];
