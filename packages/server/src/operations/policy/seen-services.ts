/** The rooms as somebody has them who sees a part of the data: those that read, over that part alone. */

import type { BridgeDefinition } from '../../accounts/bridge-definitions.ts';
import { createBridges } from '../../accounts/bridges.ts';
import { inboxAccounts } from '../../accounts/inbox-accounts.ts';
import type { Caller } from '../../auth/tokens.ts';
import type { WithHistory } from '../../history/history.ts';
import { findChat } from '../../inbox/chat-rows.ts';
import { createChats } from '../../inbox/chats/chats.ts';
import { createEntries } from '../../inbox/entries.ts';
import { createLabels } from '../../inbox/labels.ts';
import { createMessages } from '../../inbox/messages/messages.ts';
import { createSearch } from '../../inbox/search/search.ts';
import type { EventLog } from '../../log/log-reader.ts';
import { seenLog } from '../../log/seen-log.ts';
import { listDeliveries } from '../../outbox/desk.ts';
import type { SeenPart } from '../../store/seen-part.ts';
import type { WholeStore } from '../../store/store.ts';
import type { Services } from '../operation.ts';
import type { Seen } from './gate.ts';
import { seenBook } from './seen-book.ts';

export interface SeenParts {
  readonly store: WholeStore;
  readonly log: EventLog;
  readonly definitions: ReadonlyMap<string, BridgeDefinition>;
  /** What the network still keeps is fetched for everybody, and read back by each over what they see. */
  readonly withHistory: WithHistory;
}

interface Opened extends Seen {
  isFollowed(): boolean;
  close(): Promise<void>;
}

export interface SeenRooms {
  /** What a caller sees. */
  of(caller: Caller): Seen;
}

/** Programs whose part is kept open. One that is followed stays open whatever there are. */
const keptOpen = 32;

/** What is open is closed with the store and the stream. */
export function withSeenRooms(parts: SeenParts, rooms: Omit<Services, 'seen'>): Services {
  const open = new Map<string, Opened>();

  const makeRoom = () => {
    for (const [program, opened] of open) {
      if (open.size < keptOpen) return;
      if (opened.isFollowed()) continue;
      open.delete(program);
      // What is under way still reads.
      setTimeout(() => void opened.close(), closeAfterMs).unref();
    }
  };

  const seen: SeenRooms = {
    of({ program, policy }) {
      if (policy?.sees === undefined) return whole;
      const known = open.get(program);
      if (known !== undefined) return known;
      makeRoom();
      const opened = openPart(parts, services, { ...policy.sees, program });
      open.set(program, opened);
      return opened;
    },
  };
  const services: Services = { ...rooms, seen };
  const whole: Seen = { services, read: parts.store.read };
  return services;
}

const closeAfterMs = 120_000;

function openPart({ store, log, definitions, withHistory }: SeenParts, services: Services, part: SeenPart): Opened {
  const seen = store.seenBy(part);
  const book = seenBook(services.book, part);
  const accounts = inboxAccounts(book, definitions);
  const events = seenLog(log, seen);
  const chats = createChats(seen, accounts);
  const stream = services.stream.seenBy({
    log: events,
    entries: createEntries(seen, accounts),
    resolveChatID: async (owner, id) => (await findChat(seen.read, owner, id))?.public_id,
  });
  return {
    read: seen.read,
    services: {
      ...services,
      book,
      bridges: createBridges(definitions, book),
      chats,
      messages: withHistory(createMessages(seen, events)),
      search: createSearch({ store: seen, accounts, chats }),
      labels: { ...services.labels, list: createLabels(seen).list },
      outbox: { ...services.outbox, list: (owner, query) => listDeliveries(seen, owner, query) },
      media: {
        ...services.media,
        upload: (owner, file, names) => services.media.upload(owner, file, { ...names, program: part.program }),
      },
      stream,
    },
    isFollowed: () => stream.isFollowed,
    async close() {
      events.close();
      await stream.close();
      await seen.close();
    },
  };
}
