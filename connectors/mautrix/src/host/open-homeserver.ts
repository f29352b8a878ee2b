/** Opens everything that is stored for one bridge. */

import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Identities } from '../identities.ts';
import { openAccountData } from '../store/account-data.ts';
import { openEvents } from '../store/events.ts';
import { openMedia } from '../store/media.ts';
import { openProfiles } from '../store/profiles.ts';
import { openRepeats } from '../store/repeats.ts';
import { openRooms } from '../store/rooms.ts';
import { openDatabase } from '../store/store.ts';
import { openTransactions } from '../store/transactions.ts';
import { openUntold } from '../store/untold.ts';
import type { Homeserver } from './homeserver.ts';
import { createSendStatuses } from './send-statuses.ts';
import { createTypingNews } from './typing-news.ts';

export function openHomeserver(folder: string, identities: Identities, news: () => void): Homeserver {
  keepPrivate(folder);
  const db = openDatabase(folder);
  return {
    db,
    identities,
    rooms: openRooms(db),
    events: openEvents(db),
    repeats: openRepeats(db),
    profiles: openProfiles(db),
    accountData: openAccountData(db),
    media: openMedia(db, folder),
    transactions: openTransactions(db),
    untold: openUntold(db, news),
    sendStatuses: createSendStatuses(),
    typing: createTypingNews(),
  };
}

/** The database holds tokens and messages. Its write-ahead log takes the mode of the file, so that has to be right before it is opened. */
function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'host.db');
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
