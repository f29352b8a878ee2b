/** The end of a run: everything comes to rest, is read once more, and is compared with what the network saw. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.ts';
import type { Api } from './api.ts';
import type { Field } from './field.ts';
import type { Follower } from './follower.ts';
import { newestCursor, readInbox, readLog, waitingInOutbox } from './inbox.ts';
import type { Senders } from './senders.ts';
import { judge, type Verdict } from './verdict.ts';
import type { Victim } from './victim.ts';

export interface Run {
  readonly dataDir: string;
  readonly victim: Victim;
  readonly api: Api;
  readonly field: Field;
  readonly senders: Senders;
  readonly followers: readonly Follower[];
  /** Where the readers began. */
  readonly since: string;
}

export interface Outcome extends Verdict {
  readonly delivered: number;
  readonly acknowledged: number;
  readonly accepted: number;
  readonly arrived: number;
  readonly events: number;
  /** What the server logged as errors. */
  readonly errors: readonly string[];
}

const settleMs = 60_000;
const emptyMs = 120_000;
const quietMs = 1_500;

/** Stops the server too. */
export async function conclude({ dataDir, victim, api, field, senders, followers, since }: Run): Promise<Outcome> {
  await senders.finish();
  await field.finish();
  await untilOutboxIsEmpty(api);
  await untilReadersAreDone(api, followers);
  for (const follower of followers) follower.stop();
  const log = await readLog(api, since);
  const { accepted } = senders;
  const { acknowledged, delivered } = field;
  const arrived = await field.arrived();
  const inbox = await readInbox(api);
  const { complaints, ...rest } = judge({ acknowledged, delivered, accepted, arrived, inbox, log, followers });
  await victim.stop();
  return {
    ...rest,
    complaints: [...complaints, ...checkDatabase(dataDir)],
    delivered: delivered.size,
    acknowledged: acknowledged.size,
    accepted: accepted.size,
    arrived: arrived.size,
    events: log.length,
    errors: victim.errors,
  };
}

/** Everything that was accepted is sent, or has ended otherwise. */
export async function untilOutboxIsEmpty(api: Api): Promise<void> {
  await until('the outbox is empty', async () => ((await waitingInOutbox(api)) === 0 ? true : undefined), emptyMs);
}

/** Something may still be said of what arrived, so the end is where nothing new has come for a while. A reader that never gets there is judged. */
async function untilReadersAreDone(api: Api, followers: readonly Follower[]): Promise<void> {
  const deadline = Date.now() + settleMs;
  let before = '';
  for (let cursor = await newestCursor(api); Date.now() < deadline; cursor = await newestCursor(api)) {
    if (cursor === before && followers.every(({ told }) => told.at(-1)?.cursor === cursor)) return;
    before = cursor;
    await delay(quietMs);
  }
}

function checkDatabase(dataDir: string): string[] {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  try {
    const rows = [
      ...database.prepare('pragma integrity_check').all(),
      ...database.prepare('pragma foreign_key_check').all(),
    ];
    const told = rows.map((row) => Object.values(row).join(' ')).filter((text) => text !== 'ok');
    return told.map((text) => `The database is damaged: ${text}`);
  } finally {
    database.close();
  }
}
