/** What the owner's account holds beside rooms: mutes, tags, unread marks. */

import { type Fields, fields } from '@partyline/matrix-content';
import { parsed } from './json.ts';
import type { Database } from './store.ts';

export interface AccountData {
  /** `room` is empty for what belongs to no room. */
  get(user: string, room: string, type: string): Fields | undefined;
  set(user: string, room: string, type: string, content: Fields): void;
}

export function openAccountData(db: Database): AccountData {
  return {
    get(user, room, type) {
      const row = db.get('SELECT content FROM account_data WHERE user = ? AND room = ? AND type = ?', user, room, type);
      return row && fields(parsed(row['content']));
    },
    set: (user, room, type, content) =>
      db.run(
        'INSERT OR REPLACE INTO account_data (user, room, type, content) VALUES (?, ?, ?, ?)',
        user,
        room,
        type,
        JSON.stringify(content),
      ),
  };
}
