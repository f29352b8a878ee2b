/** A run: traffic in both directions, readers with cursors, and kills at random points; at the end everything is compared. */

import { setTimeout as delay } from 'node:timers/promises';
import { type Api, apiOf } from './api.ts';
import { conclude, type Outcome, untilOutboxIsEmpty } from './conclude.ts';
import { type Dice, diceOf } from './dice.ts';
import type { Field } from './field.ts';
import { type Follower, startFollowers } from './follower.ts';
import { newestCursor } from './inbox.ts';
import { type Senders, startSenders } from './senders.ts';
import { prepareVictim, type Victim } from './victim.ts';

export interface Plan {
  readonly kills: number;
  readonly seed: number;
  readonly dataDir: string;
  readonly sendsPerSecond: number;
  /** After so many kills, what was accepted is waited for: on a slow machine more is accepted than can be sent between two kills. */
  readonly restEvery: number;
  field(victimOf: () => Victim): Promise<Field> | Field;
  progress?(kills: number): void;
}

export interface CampaignOutcome extends Outcome {
  readonly kills: number;
  readonly whileStarting: number;
}

/** Share of the kills that hit a server which is not ready yet, and how long a start takes at most. */
const whileStartingShare = 0.15;
const startMs = 900;
const upMs = 2_000;
const pauseMs = 1_000;
const settleMs = 60_000;

export async function campaign(plan: Plan): Promise<CampaignOutcome> {
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
    const whileStarting = await killAgainAndAgain(plan, { victim, api, field, senders, dice });
    const outcome = await conclude({ ...plan, victim, api, field, senders, followers, since });
    return { ...outcome, kills: plan.kills, whileStarting };
  } finally {
    for (const follower of followers) follower.stop();
    await victim.kill();
    await field.end();
  }
}

interface Parts {
  readonly victim: Victim;
  readonly api: Api;
  readonly field: Field;
  readonly senders: Senders;
  readonly dice: Dice;
}

/** @returns how many of them hit a server that was starting */
async function killAgainAndAgain(plan: Plan, { victim, api, field, senders, dice }: Parts): Promise<number> {
  let whileStarting = 0;
  for (let kills = 1; kills <= plan.kills; kills++) {
    if (dice.chance(whileStartingShare)) {
      whileStarting++;
      await delay(dice.below(startMs));
    } else {
      await Promise.race([victim.url().then(() => field.flowing()), tooLong(kills)]);
      await delay(dice.below(upMs));
    }
    if (kills % plan.restEvery === 0) await senders.pauseFor(untilOutboxIsEmpty(api));
    const isDown = await (field.strike?.(dice, victim) ?? victim.kill().then(() => true));
    if (dice.chance(0.5)) await delay(dice.below(pauseMs));
    if (isDown) victim.start();
    plan.progress?.(kills);
  }
  await Promise.race([victim.url().then(() => field.flowing()), tooLong(plan.kills)]);
  return whileStarting;
}

async function tooLong(kills: number): Promise<void> {
  await delay(settleMs, undefined, { ref: false });
  throw new Error(`Nothing came in for ${settleMs} ms after ${kills} kills`);
}
