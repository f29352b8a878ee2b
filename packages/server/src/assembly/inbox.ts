/** The inbox: what networks deliver is taken in, kept with its media, and told to those who follow. */

import { join } from 'node:path';
import type { Accounts } from '../inbox/account-facts.ts';
import { findChat } from '../inbox/chat-rows.ts';
import { createEntries } from '../inbox/entries.ts';
import { createIngest, type Ingest } from '../inbox/ingest.ts';
import { drainJournal } from '../inbox/journal.ts';
import { createPurger, type Purger } from '../inbox/purge.ts';
import { createTyping, type Typing } from '../inbox/typing.ts';
import { type EventLog, openEventLog } from '../log/log-reader.ts';
import { keepLog } from '../log/retention.ts';
import { type Media, type MediaOptions, openMedia } from '../media/media.ts';
import { createStream, type Stream } from '../stream/stream.ts';
import type { Ground } from './ground.ts';

export interface Inbox {
  readonly media: Media;
  readonly purger: Purger;
  readonly typing: Typing;
  readonly ingest: Ingest;
  /** For what comes from a file: it is no news, and its media are where the file says. */
  readonly ingestImported: Ingest;
  readonly events: EventLog;
  readonly stream: Stream;
}

export interface InboxParts {
  readonly accounts: Accounts;
  readonly fetchRemote: MediaOptions['fetchRemote'];
}

export async function openInbox(ground: Ground, { accounts, fetchRemote }: InboxParts): Promise<Inbox> {
  const { settings, log, store, signIn, opened } = ground;
  const media = openMedia({
    store,
    log,
    path: join(settings.dataDir, 'media'),
    cacheMB: settings.mediaCacheMB,
    publicURL: settings.publicURL,
    fetchRemote,
  });
  opened.defer(() => media.stop());
  const purger = createPurger(store, (error) => log.warn({ err: error }, 'what was removed is not purged yet'));
  opened.defer(() => purger.stop());
  const typing = createTyping(store, accounts);
  const into = { store, accounts, chatsRemoved: purger.wake };
  const ingest = createIngest({ ...into, rememberMedia: media.remember, typing });
  const ingestImported = createIngest({ ...into, rememberMedia: media.rememberImported });
  await drainJournal(store, ingest).catch((error: unknown) =>
    log.error(
      { err: error },
      'messages that the first release stored are not in the inbox yet; the next start tries again',
    ),
  );
  const events = await openEventLog(store);
  opened.defer(keepLog(events, settings.logDays, log));
  const stream = createStream({
    log: events,
    entries: createEntries(store, accounts),
    tokens: signIn,
    typing,
    resolveChatID: async (owner, id) => (await findChat(store.read, owner, id))?.public_id,
    logger: log,
    bufferBytes: settings.streamBufferMB * 1024 * 1024,
  });
  opened.defer(() => stream.close());
  return { media, purger, typing, ingest, ingestImported, events, stream };
}
