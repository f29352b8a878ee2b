/**
 * Where everything a network delivers becomes durable and visible, in one transaction: resolves after the commit, which is when the connector may
 * acknowledge (design contract 1). Events may come in any order and more than once; the end is the same.
 */

import type { MessageEvent, NetworkEvent, TypingEvent } from '@partyline/connector';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { AccountFacts, Accounts } from './account-facts.ts';
import type { RememberMedia } from './attachments.ts';
import { Batch } from './intake/batch.ts';
import { applyEdit, applyReaction, applyRemoval } from './intake/changes.ts';
import { applyChat, applyChatRemoval } from './intake/chats.ts';
import { takeMessages } from './intake/messages.ts';
import { applyRead } from './intake/reads.ts';
import { soundTime } from './positions.ts';
import type { Typing } from './typing.ts';

export interface Origin {
  readonly owner: string;
  readonly loginID: string;
}

export interface IngestParts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly rememberMedia: RememberMedia;
  /** Called after the commit when networks took chats away: their messages are to be purged. */
  chatsRemoved(): void;
  /** Told of what came, after the commit; absent: nobody asks who is typing. */
  readonly typing?: Pick<Typing, 'heard'>;
}

/** @throws ApiError `UNAVAILABLE` when nothing could be stored; TypeError for an event this server does not understand */
export type Ingest = (origin: Origin, events: readonly NetworkEvent[]) => Promise<void>;

export function createIngest({ store, accounts, rememberMedia, chatsRemoved, typing }: IngestParts): Ingest {
  return async ({ owner, loginID }, events) => {
    const unknown = events.find((event) => !kinds.has(event.kind));
    if (unknown !== undefined) throw new TypeError(`There is no kind of event called ${String(unknown.kind)}`);
    const lasting = events.filter(isLasting);
    if (lasting.length > 0) await store.write((tx) => take(tx, accounts.ofLogin(owner, loginID), owner, lasting));
    await typing?.heard(owner, loginID, events);
    if (events.some(({ kind }) => kind === 'chat_removed')) chatsRemoved();
  };

  async function take(tx: Transaction, known: readonly AccountFacts[], owner: string, events: readonly Lasting[]) {
    const batch = new Batch(tx, owner, known);
    let run: MessageEvent[] = [];
    const endRun = async () => {
      if (run.length > 0) await takeMessages(batch, run, rememberMedia);
      run = [];
    };
    for (const event of events.map(withSoundTime)) {
      if (event.kind === 'message') {
        run.push(event);
        continue;
      }
      await endRun();
      await apply(batch, event, rememberMedia);
    }
    await endRun();
    await batch.finish();
  }
}

/** What is stored; the rest is of the moment. */
type Lasting = Exclude<NetworkEvent, TypingEvent>;

const isLasting = (event: NetworkEvent): event is Lasting => event.kind !== 'typing';

/** A time that is none would make whatever shows it fail, for ever. */
function withSoundTime(event: Lasting): Lasting {
  if (!('timestamp' in event)) return event;
  const timestamp = soundTime(event.timestamp);
  return timestamp === event.timestamp ? event : { ...event, timestamp };
}

const kinds: ReadonlySet<string> = new Set<NetworkEvent['kind']>([
  'message',
  'edit',
  'removal',
  'reaction',
  'read',
  'typing',
  'chat',
  'chat_removed',
]);

function apply(batch: Batch, event: Exclude<Lasting, MessageEvent>, remember: RememberMedia): Promise<void> {
  switch (event.kind) {
    case 'edit':
      return applyEdit(batch, event);
    case 'removal':
      return applyRemoval(batch, event);
    case 'reaction':
      return applyReaction(batch, event);
    case 'read':
      return applyRead(batch, event);
    case 'chat':
      return applyChat(batch, event, remember);
    case 'chat_removed':
      return applyChatRemoval(batch, event);
  }
}
