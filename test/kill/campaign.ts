/** A run: traffic in both directions, readers with cursors, and kills at random points; at the end everything is compared. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.ts';
import { type Api, apiOf } from './api.ts';
import { type Dice, diceOf } from './dice.ts';
import type { Field } from './field.ts';
import { type Follower, startFollowers } from './follower.ts';
import { newestCursor, readInbox, readLog, waitingInOutbox } from './inbox.ts';
import { startSenders } from './senders.ts';
import { judge, type Verdict } from './verdict.ts';
import { prepareVictim, type Victim } from './victim.ts';

export interface Plan {
  readonly kills: number;
  readonly seed: number;
  readonly dataDir: string;
  readonly sendsPerSecond: number;
  field(victimOf: () => Victim): Promise<Field> | Field;
  progress?(kills: number): void;
}

export interface Outcome extends Verdict {
  readonly kills: number;
  readonly whileStarting: number;
  readonly delivered: number;
  readonly acknowledged: number;
  readonly accepted: number;
  readonly arrived: number;
  readonly events: number;
  readonly errors: readonly string[];
}

/** Share of the kills that hit a server which is not ready yet, and how long a start takes at most. */
const whileStartingShare = 0.15;
const startMs = 900;
const upMs = 2_000;
const pauseMs = 1_000;
const settleMs = 60_000;
const quietMs = 1_500;

export async function campaign(plan: Plan): Promise<Outcome> {
  const dice = diceOf(plan.seed);
  const victimOf = () => victim;
  const field = await plan.field(victimOf);
  const victim: Victim = prepareVictim({ dataDir: plan.dataDir, ...field.server });
  const api = apiOf(victim);
  let followers: readonly Follower[] = [];
  try {
    victim.start();
    const since = await newestCursor(api);
    const chatIDs = await field.open(api);
    followers = startFollowers(victim, since, diceOf(plan.seed + 1));
    const senders = startSenders(api, chatIDs, plan.sendsPerSecond);
    field.start();
    const whileStarting = await killAgainAndAgain(plan, victim, field, dice);
    await senders.finish();
    await field.finish();
    await until('the outbox is empty', async () => ((await waitingInOutbox(api)) === 0 ? true : undefined), settleMs);
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
      complaints: [...complaints, ...checkDatabase(plan.dataDir)],
      kills: plan.kills,
      whileStarting,
      delivered: delivered.size,
      acknowledged: acknowledged.size,
      accepted: accepted.size,
      arrived: arrived.size,
      events: log.length,
      errors: victim.errors,
    };
  } finally {
    for (const follower of followers) follower.stop();
    await victim.kill();
    await field.end();
  }
}

/** @returns how many of them hit a server that was starting */
async function killAgainAndAgain(plan: Plan, victim: Victim, field: Field, dice: Dice): Promise<number> {
  let whileStarting = 0;
  for (let kills = 1; kills <= plan.kills; kills++) {
    if (dice.chance(whileStartingShare)) {
      whileStarting++;
      await delay(dice.below(startMs));
    } else {
      await Promise.race([victim.url().then(() => field.flowing()), tooLong(kills)]);
      await delay(dice.below(upMs));
    }
    await victim.kill();
    if (dice.chance(0.5)) await delay(dice.below(pauseMs));
    victim.start();
    plan.progress?.(kills);
  }
  await Promise.race([victim.url().then(() => field.flowing()), tooLong(plan.kills)]);
  return whileStarting;
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

async function tooLong(kills: number): Promise<void> {
  await delay(settleMs, undefined, { ref: false });
  throw new Error(`Nothing came in for ${settleMs} ms after ${kills} kills`);
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
