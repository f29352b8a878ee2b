/** Profiles of Matrix users: what the bridge says of the people behind its ghosts. */

import { type Fields, fields } from '@partyline/matrix-content';
import { parsed } from './json.ts';
import type { Database } from './store.ts';

export interface Profiles {
  get(mxid: string): Fields;
  /** Merged over what was there; `null` takes a field away. @returns whether anything is different now */
  merge(mxid: string, changes: Fields): boolean;
  /** @returns whether anything is different now */
  replace(mxid: string, profile: Fields): boolean;
}

export function openProfiles(db: Database): Profiles {
  const get = (mxid: string): Fields =>
    fields(parsed(db.get('SELECT fields FROM profiles WHERE mxid = ?', mxid)?.['fields']));
  const replace = (mxid: string, profile: Fields): boolean => {
    const next = JSON.stringify(Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== null)));
    if (next === JSON.stringify(get(mxid))) return false;
    db.run('INSERT OR REPLACE INTO profiles (mxid, fields) VALUES (?, ?)', mxid, next);
    return true;
  };
  return { get, replace, merge: (mxid, changes) => replace(mxid, { ...get(mxid), ...changes }) };
}
