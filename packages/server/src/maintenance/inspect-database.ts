/** What `partyline doctor` finds in the database. Only reads, on a connection that keeps no writer waiting. */

import { DatabaseSync } from 'node:sqlite';
import { migrationNames } from '../store/migrate.ts';
import { damageOf, hasTable, isNewer, migrationsOf } from './database-facts.ts';
import type { Finding } from './finding.ts';

const backupBack = 'Stop the server and put a backup back: partyline restore <backup> --replace';

export function inspectDatabase(path: string, options: { readonly quick: boolean }): Finding[] {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      const damage = damageOf(database, options);
      if (damage.length > 0) {
        const message = `${path} is damaged: ${damage.slice(0, 3).join('; ')}. ${backupBack}`;
        return [{ check: 'database', level: 'fail', message }];
      }
      return [
        { check: 'database', level: 'ok', message: options.quick ? `${path}, looked over quickly` : path },
        schema(database),
        references(database),
        log(database),
      ];
    } finally {
      database.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ check: 'database', level: 'fail', message: `${path} cannot be read: ${reason}. ${backupBack}` }];
  }
}

function schema(database: DatabaseSync): Finding {
  const check = 'schema';
  const done = migrationsOf(database);
  const newest = done.at(-1) ?? 'none';
  if (isNewer(done)) {
    const message = `${newest} is of a newer Partyline. Install that version, or put a backup of this one back.`;
    return { check, level: 'fail', message };
  }
  const missing = migrationNames.length - done.length;
  const message = missing === 0 ? newest : `${newest}; the next start brings it to ${migrationNames.at(-1)}`;
  return { check, level: 'ok', message };
}

function references(database: DatabaseSync): Finding {
  const check = 'references';
  const rows = database.prepare('pragma foreign_key_check').all();
  if (rows.length === 0) return { check, level: 'ok', message: 'every row that is named is there' };
  const tables = [...new Set(rows.map((row) => `${row['table']} → ${row['parent']}`))].join(', ');
  return {
    check,
    level: 'fail',
    message: `${rows.length} ${rows.length === 1 ? 'row names' : 'rows name'} another that is gone (${tables}). ${backupBack}`,
  };
}

/** Numbers are given without gaps, and what is too old goes from the front, so a gap is a loss. */
function log(database: DatabaseSync): Finding {
  const check = 'event log';
  const fail = (message: string): Finding => ({ check, level: 'fail', message: `${message}. ${backupBack}` });
  if (!hasTable(database, 'events')) return { check, level: 'ok', message: 'not there yet' };
  const row = database.prepare('select count(*) as count, min(seq) as first, max(seq) as last from events').get();
  const [count, first, last] = [Number(row?.['count']), Number(row?.['first']), Number(row?.['last'])];
  const sequence = database.prepare("select seq from sqlite_sequence where name = 'events'").get();
  const given = Number(sequence?.['seq'] ?? 0);
  if (hasTable(database, 'meta') && database.prepare("select 1 from meta where key = 'log_id'").get() === undefined)
    return fail('it has lost its identity, so no cursor can be made');
  if (last > given)
    return fail(`it counts from ${given} although entry ${last} is there: numbers would be given twice`);
  const gap = last - first + 1 - count;
  if (count > 0 && gap > 0)
    return fail(`${gap} of the entries from ${first} to ${last} are missing: clients that resume do not see them`);
  return { check, level: 'ok', message: count === 0 ? 'no entries' : `entries ${first} to ${last}, no gap` };
}
