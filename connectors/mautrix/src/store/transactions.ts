/** Requests that the bridge may repeat, by its own name for each: the same request gets the same answer. */

import type { Database } from './store.ts';

const keptMs = 24 * 60 * 60 * 1_000;

export interface Transactions {
  /** Runs the work once for each name; must be called within a transaction of the database. @returns the event ID it gave, now or before */
  once(name: readonly string[], work: () => string): string;
}

export function openTransactions(db: Database): Transactions {
  return {
    once(parts, work) {
      const name = JSON.stringify(parts);
      const known = db.get('SELECT event_id FROM transactions WHERE name = ?', name)?.['event_id'];
      if (typeof known === 'string') return known;
      const id = work();
      db.run('DELETE FROM transactions WHERE at < ?', Date.now() - keptMs);
      db.run('INSERT INTO transactions (name, event_id, at) VALUES (?, ?, ?)', name, id, Date.now());
      return id;
    },
  };
}
