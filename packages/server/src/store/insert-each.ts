/** Many rows of one table. */

import type { CompiledQuery } from 'kysely';
import type { Transaction } from './writer.ts';

type Row = Readonly<Record<string, string | number | null>>;

/**
 * Inserts each row by itself, with a statement that is compiled once: SQLite takes rows twice as fast this way as by the fifty in one statement.
 *
 * @param insert the insertion of one row. Every row must have its columns in the same order.
 * @returns for each row whether it was inserted; where it was not, something else was there already
 */
export async function insertEach<R extends { readonly [K in keyof R]: string | number | null }>(
  tx: Transaction,
  rows: readonly R[],
  insert: (row: R) => { compile(): CompiledQuery },
): Promise<boolean[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const compiled = insert(first).compile();
  const inserted: boolean[] = [];
  for (const row of rows) {
    const { numAffectedRows } = await tx.executeQuery({ ...compiled, parameters: Object.values<Row[string]>(row) });
    inserted.push(numAffectedRows === 1n);
  }
  return inserted;
}
