/**
 * Where everything a network delivers becomes durable and visible, in one transaction: resolves after the commit, which is when the connector may
 * acknowledge (design contract 1). Events may come in any order and more than once; the end is the same.
 */

import type { MessageEvent, NetworkEvent } from '@partyline/connector';
import type { Store } from '../store/store.ts';
import type { Accounts } from './account-facts.ts';
import type { RememberMedia } from './attachments.ts';
import { Batch } from './intake/batch.ts';
import { applyEdit, applyReaction, applyRemoval } from './intake/changes.ts';
import { applyChat, applyChatRemoval } from './intake/chats.ts';
import { takeMessages } from './intake/messages.ts';
import { applyRead } from './intake/reads.ts';
import { soundTime } from './positions.ts';

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
}

/** @throws ApiError `UNAVAILABLE` when nothing could be stored; TypeError for an event this server does not understand */
export type Ingest = (origin: Origin, events: readonly NetworkEvent[]) => Promise<void>;

export function createIngest({ store, accounts, rememberMedia, chatsRemoved }: IngestParts): Ingest {
  return async ({ owner, loginID }, events) => {
    const unknown = events.find((event) => !kinds.has(event.kind));
    if (unknown !== undefined) throw new TypeError(`There is no kind of event called ${String(unknown.kind)}`);
    if (events.length === 0) return;
    await store.write(async (tx) => {
      const batch = new Batch(tx, owner, accounts.ofLogin(owner, loginID));
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
    });
    if (events.some(({ kind }) => kind === 'chat_removed')) chatsRemoved();
  };
}

/** A time that is none would make whatever shows it fail, for ever. */
function withSoundTime(event: NetworkEvent): NetworkEvent {
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
  'chat',
  'chat_removed',
]);

function apply(batch: Batch, event: Exclude<NetworkEvent, MessageEvent>, remember: RememberMedia): Promise<void> {
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
