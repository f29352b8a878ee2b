/** Renders a batch of log entries, with one look-up for all chats and one for all messages they point at. */

import type { Entries } from '../inbox/entries.ts';
import type { StoredEvent } from '../log/log-reader.ts';
import { RenderedEvent } from './rendered-event.ts';

/** IDs in one look-up: below the number of parameters that databases take. */
const idsPerLookUp = 1_000;

export async function render(
  owner: string,
  events: readonly StoredEvent[],
  entries: Entries,
  cursorOf: (position: number) => string,
): Promise<RenderedEvent[]> {
  const chats = await textsOf(new Set(events.flatMap(chatsOf)), (ids) => entries.chats(owner, ids));
  const messages = await textsOf(new Set(events.flatMap(messagesOf)), (ids) => entries.messages(owner, ids));
  return events.map((event) => {
    const cursor = cursorOf(event.seq);
    const stamp = `"ts":"${new Date(event.at).toISOString()}","cursor":${JSON.stringify(cursor)}`;
    return new RenderedEvent(event, cursor, `${stamp},${content(event, chats, messages)}`);
  });
}

type Texts = ReadonlyMap<string, string>;

/** `ids` and `entries` stay of one length: what is gone is left out of both, and its deletion is an event further on. All gone: IDs alone. */
function content(event: StoredEvent, chats: Texts, messages: Texts): string {
  switch (event.type) {
    case 'account.upserted':
      return `"accountID":${JSON.stringify(event.account.accountID)},"entries":[${JSON.stringify(event.account)}]`;
    case 'account.deleted':
      return `"accountID":${JSON.stringify(event.accountID)}`;
    case 'message.upserted': {
      const found = event.ids.filter((id) => messages.has(id));
      return subject(event.chatID, found.length === 0 ? event.ids : found, messages);
    }
    case 'message.deleted':
    case 'approval.upserted':
      return subject(event.chatID, event.ids, none);
    case 'chat.deleted':
      return subject(event.chatID, [event.chatID], none);
    default:
      return subject(event.chatID, [event.chatID], chats);
  }
}

const none: Texts = new Map();

function subject(chatID: string, ids: readonly string[], texts: Texts): string {
  const found = ids.flatMap((id) => texts.get(id) ?? []);
  const address = `"chatID":${JSON.stringify(chatID)},"ids":${JSON.stringify(ids)}`;
  return found.length === 0 ? address : `${address},"entries":[${found.join(',')}]`;
}

function chatsOf(event: StoredEvent): string[] {
  return event.type === 'chat.upserted' || event.type === 'reminder.due' ? [event.chatID] : [];
}

function messagesOf(event: StoredEvent): readonly string[] {
  return event.type === 'message.upserted' ? event.ids : [];
}

async function textsOf<T>(
  wanted: ReadonlySet<string>,
  lookUp: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<Texts> {
  const texts = new Map<string, string>();
  const ids = [...wanted];
  for (let start = 0; start < ids.length; start += idsPerLookUp) {
    for (const [id, entry] of await lookUp(ids.slice(start, start + idsPerLookUp)))
      texts.set(id, JSON.stringify(entry));
  }
  return texts;
}
