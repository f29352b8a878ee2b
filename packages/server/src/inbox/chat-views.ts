/** Chats in the shape of the wire: contract 2.6. */

import type { Chat, ChatCapabilities, Label, Participant } from '@partyline/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Accounts } from './account-facts.ts';
import type { ChatRow } from './chat-rows.ts';
import { peopleIn } from './people-in.ts';
import { sortKeyOf } from './positions.ts';

export interface ChatViewParts {
  readonly db: Kysely<Tables>;
  readonly accounts: Accounts;
}

/** In lists and search results; contract 2.6. */
const participantsInLists = 20;

/**
 * @param most participants of each chat to give; -1 = all
 * @returns views in the order of the rows, without those whose account is gone
 */
export async function chatViews(
  { db, accounts }: ChatViewParts,
  rows: readonly ChatRow[],
  most: number = participantsInLists,
): Promise<Chat[]> {
  const [labels, people] = await Promise.all([labelsOf(db, rows), peopleIn(db, rows, most)]);
  const views: Chat[] = [];
  for (const row of rows) {
    const account = row.owner_id === null ? undefined : accounts.find(row.owner_id, row.account_id);
    if (account === undefined) continue;
    const items = people.get(row.id) ?? [];
    views.push(view(row, account.network, capabilitiesOf(row, account.capabilities), items, labels.get(row.id)));
  }
  return views;
}

export function capabilitiesOf(row: Pick<ChatRow, 'capabilities'>, ofNetwork: ChatCapabilities): ChatCapabilities {
  return row.capabilities === null ? ofNetwork : { ...ofNetwork, ...JSON.parse(row.capabilities) };
}

function view(
  row: ChatRow,
  network: string,
  capabilities: ChatCapabilities,
  items: Participant[],
  labels: Label[] | undefined,
): Chat {
  return {
    id: row.public_id,
    localChatID: String(row.id),
    accountID: row.account_id,
    network,
    title: row.title,
    type: row.type === 'single' ? 'single' : 'group',
    participants: { items, hasMore: items.length < row.participant_count, total: row.participant_count },
    unreadCount: row.unread_count,
    unreadMentionsCount: row.unread_mentions,
    description: row.description,
    imgURL: row.image,
    isReadOnly: row.read_only === 1,
    lastActivity: new Date(row.activity).toISOString(),
    ...(row.last_read > 0 && { lastReadMessageSortKey: sortKeyOf(row.last_read) }),
    draft: row.draft === null ? null : JSON.parse(row.draft),
    reminder:
      row.reminder_at === null
        ? null
        : {
            remindAt: new Date(row.reminder_at).toISOString(),
            dismissOnIncomingMessage: row.reminder_until_reply === 1,
          },
    isArchived: row.archived === 1,
    isMarkedUnread: row.marked_unread === 1,
    isMuted: row.muted === 1,
    isPinned: row.pinned === 1,
    isLowPriority: row.low_priority === 1,
    messageExpirySeconds: row.expiry_seconds,
    capabilities,
    ...(labels !== undefined && { labels }),
  };
}

async function labelsOf(db: Kysely<Tables>, rows: readonly ChatRow[]): Promise<Map<number, Label[]>> {
  if (rows.length === 0) return new Map();
  const found = await db
    .selectFrom('chat_labels')
    .innerJoin('labels', 'labels.id', 'chat_labels.label_id')
    .select(['chat_labels.chat_id', 'labels.id', 'labels.name'])
    .where(
      'chat_labels.chat_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('labels.name')
    .execute();
  const labels = new Map<number, Label[]>();
  for (const { chat_id, id, name } of found) labels.set(chat_id, [...(labels.get(chat_id) ?? []), { id, name }]);
  return labels;
}
