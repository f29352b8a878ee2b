/** What one bridge's homeserver holds, and the parts that look after it. */

import type { Identities } from '../identities.ts';
import type { AccountData } from '../store/account-data.ts';
import type { Events } from '../store/events.ts';
import type { Media } from '../store/media.ts';
import type { Profiles } from '../store/profiles.ts';
import type { Repeats } from '../store/repeats.ts';
import type { Rooms } from '../store/rooms.ts';
import type { Database } from '../store/store.ts';
import type { Transactions } from '../store/transactions.ts';
import type { UntoldList } from '../store/untold.ts';
import type { SendStatuses } from './send-statuses.ts';
import type { TypingNews } from './typing-news.ts';

export interface Homeserver {
  readonly db: Database;
  readonly identities: Identities;
  readonly rooms: Rooms;
  readonly events: Events;
  readonly repeats: Repeats;
  readonly profiles: Profiles;
  readonly accountData: AccountData;
  readonly media: Media;
  readonly transactions: Transactions;
  readonly untold: UntoldList;
  readonly sendStatuses: SendStatuses;
  readonly typing: TypingNews;
}
