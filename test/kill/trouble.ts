/** A run in which nothing can be written for a while: what comes in is held, sends are refused, reads go on, and it passes by itself. */

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startInspircd } from '../support/ircd.ts';
import { until } from '../support/until.ts';
import { type Answer, type Api, apiOf } from './api.ts';
import { conclude, type Outcome } from './conclude.ts';
import { diceOf } from './dice.ts';
import type { Field } from './field.ts';
import { startFollowers } from './follower.ts';
import { newestCursor, readInbox } from './inbox.ts';
import { ircField } from './irc-field.ts';
import { startSenders } from './senders.ts';
import { prepareVictim, type Victim } from './victim.ts';

export interface Trouble {
  readonly dataDir: string;
  /** From now on nothing can be written; resolves when it is so. */
  begin(): Promise<void>;
  end(): Promise<void>;
  /** How long it lasts, in milliseconds. */
  readonly lastsMs: number;
}

const incomingPerSecond = 50;
const sendsPerSecond = 5;
const heldAtLeast = 50;

/** Throws where something is not as it should be while the trouble lasts; what is left at the end is told. */
export async function passThrough(trouble: Trouble): Promise<Outcome> {
  const victimOf = () => victim;
  const field = await ircField(await startInspircd(), incomingPerSecond, victimOf);
  const victim: Victim = prepareVictim({ dataDir: trouble.dataDir, ...field.server });
  const api = apiOf(victim);
  try {
    victim.start();
    const since = await newestCursor(api);
    const chatIDs = await field.open(api);
    const followers = startFollowers(victim, since, diceOf(1));
    const senders = startSenders(api, chatIDs, sendsPerSecond);
    field.start();
    await field.flowing();

    await trouble.begin();
    const began = performance.now();
    const refused = await untilSendIsRefused(api, chatIDs[0] ?? '');
    await untilHeld(field);
    await checkReads(api, refused);
    await delay(Math.max(0, trouble.lastsMs - (performance.now() - began)));
    await checkReads(api, refused);
    await trouble.end();

    const outcome = await conclude({ dataDir: trouble.dataDir, victim, api, field, senders, followers, since });
    const lost = outcome.delivered - outcome.acknowledged;
    assert.equal(lost, 0, `${lost} lines were delivered and never acknowledged: the connection was given up`);
    return outcome;
  } finally {
    await victim.kill();
    await field.end();
  }
}

/** @returns the text that was refused */
async function untilSendIsRefused(api: Api, chatID: string): Promise<string> {
  let tries = 0;
  const { text, answer } = await until(
    'a send is refused',
    async () => {
      const text = `try-${tries++}`;
      const path = `/v1/chats/${encodeURIComponent(chatID)}/messages`;
      const answer = await api.once({ method: 'POST', path, body: { text } });
      return answer.status === 200 ? undefined : { text, answer };
    },
    30_000,
  );
  checkRefusal(answer);
  return text;
}

function checkRefusal({ status, text }: Answer): void {
  assert.equal(status, 503, text);
  const body: { code: string; message: string } = JSON.parse(text);
  assert.equal(body.code, 'UNAVAILABLE');
  assert.match(body.message, /cannot be written right now.+Nothing was changed/);
}

async function untilHeld({ delivered, acknowledged }: Field): Promise<void> {
  const isHeld = async () => (delivered.size - acknowledged.size >= heldAtLeast ? true : undefined);
  await until('what comes in is not acknowledged', isHeld, 30_000);
}

async function checkReads(api: Api, refused: string): Promise<void> {
  for (const path of [
    '/v1/accounts',
    '/v1/chats',
    '/v1/events?since=now',
    '/v1/outbox',
    '/v1/messages/search?query=in',
  ]) {
    const { status, text } = await api.once({ path });
    assert.equal(status, 200, `${path}: ${text}`);
  }
  const { text } = await api.once({ path: '/v1/accounts' });
  assert.match(text, /"status":"connected"/);
  assert.ok(!(await readInbox(api)).some((entry) => entry.text === refused), `${refused} was refused and is there`);
}
