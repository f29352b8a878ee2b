/** The inside of a search thread. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Question } from './search-thread.ts';
import { openSqlite } from './sqlite-database.ts';

const database = openSqlite(workerData, { readOnly: true });

function answerOf({ sql, parameters }: Question): Answer {
  try {
    return { rows: database.prepare(sql).all(parameters) };
  } catch (error) {
    return { error };
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answerOf(question)));
