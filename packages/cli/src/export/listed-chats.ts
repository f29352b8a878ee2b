/** Which chats there are to export. */

import { createHash } from 'node:crypto';
import type { Partyline } from '@partyline/client';
import type { ChatListItem } from '@partyline/protocol';

/** What of a chat the list says: enough to see whether there is anything to do. */
export interface ListedChat {
  readonly id: string;
  readonly accountID: string;
  readonly title: string;
  /** ISO. */
  readonly lastActivity: string | undefined;
  /** Another text: what the files show of the chat itself changed. */
  readonly facts: string;
}

const perPage = 200;

/** All of these accounts. A chat in which something is said meanwhile moves to the front, so the front is read again at the end. */
export async function listChats(
  client: Partyline,
  accountIDs: readonly string[],
  signal: AbortSignal,
): Promise<ListedChat[]> {
  const found = new Map<string, ListedChat>();
  let before: number;
  let isFirst = true;
  do {
    before = found.size;
    const first = await client.chats.list({ accountIDs, limit: perPage }, { signal, maxRetries: 5 });
    for await (const page of first.iterPages()) {
      const known = found.size;
      for (const chat of page.items) if (!found.has(chat.id)) found.set(chat.id, listed(chat));
      if (!isFirst && found.size === known) break;
    }
    isFirst = false;
  } while (found.size > before);
  return [...found.values()];
}

export function listed(chat: ChatListItem): ListedChat {
  const { id, accountID, title, type, description, lastActivity } = chat;
  const { isArchived, isMuted, isPinned, isLowPriority, isReadOnly, participants } = chat;
  const facts = [
    title,
    type,
    description,
    isArchived,
    isMuted,
    isPinned,
    isLowPriority,
    isReadOnly,
    participants.total,
  ];
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);
  return { id, accountID, title, lastActivity, facts: digest };
}
