/** The inside of a search thread. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Question } from './search-thread.ts';
import { openSeenPart } from './seen-part.ts';
import { type OpenedSqlite, openSqlite } from './sqlite-database.ts';

const database = openSqlite(workerData, { readOnly: true });

const parts = new Map<string, OpenedSqlite>();
const partsAtMost = 8;

function partOf(views: string): OpenedSqlite {
  const known = parts.get(views);
  const part = known ?? openSeenPart(workerData, views);
  if (known === undefined && parts.size >= partsAtMost) {
    for (const old of parts.values()) old.close();
    parts.clear();
  }
  parts.set(views, part);
  return part;
}

function answerOf({ sql, parameters, views }: Question): Answer {
  try {
    const seen = views === undefined ? database : partOf(views);
    return { rows: seen.prepare(sql).all(parameters) };
  } catch (error) {
    return { error };
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answerOf(question)));
