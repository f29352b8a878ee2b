/** Opens everything that is stored for one bridge. */

import type { Identities } from '../identities.ts';
import { openAccountData } from '../store/account-data.ts';
import { openEvents } from '../store/events.ts';
import { openMedia } from '../store/media.ts';
import { openProfiles } from '../store/profiles.ts';
import { openRooms } from '../store/rooms.ts';
import { openDatabase } from '../store/store.ts';
import { openTransactions } from '../store/transactions.ts';
import { openUntold } from '../store/untold.ts';
import type { Homeserver } from './homeserver.ts';
import { createSendStatuses } from './send-statuses.ts';

export function openHomeserver(folder: string, identities: Identities, news: () => void): Homeserver {
  const db = openDatabase(folder);
  return {
    db,
    identities,
    rooms: openRooms(db),
    events: openEvents(db),
    profiles: openProfiles(db),
    accountData: openAccountData(db),
    media: openMedia(db, folder),
    transactions: openTransactions(db),
    untold: openUntold(db, news),
    sendStatuses: createSendStatuses(),
  };
}
