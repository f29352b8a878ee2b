/** B6: from start to ready, and memory at rest, with 12 accounts on a real ngIRCd and a million received messages; beside a bare fastify and The Lounge. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-ports.ts';
import { requireProgram, startNgircd } from '../../test/support/ircd.ts';
import { addIrcAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { pinned, type Running, residentMB, start, untilReady } from './measure/process.ts';
import { theLounge } from './peers/the-lounge.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

export async function startAndIdle(scale: Scale): Promise<Report> {
  const messages = scale.small ? 1_000 : 1_000_000;
  const restMs = scale.small ? 200 : 10_000;
  if (requireProgram('ngircd') !== false)
    throw new Error('This benchmark needs a real IRC server: apt-get install ngircd');
  const ircd = await startNgircd();
  const dataDir = newDataDir();
  const first = await startPartyline(dataDir);
  await addIrcAccounts(first.url, 12, ircd);
  await first.running.stop();
  fillJournal(join(dataDir, 'partyline.db'), messages);
  const lounge = theLounge();

  const ours = new Series();
  const fastify = new Series();
  const peer = new Series();
  for (let run = 0; run < scale.runs; run++) {
    const { running, readyMs } = await startPartyline(dataDir);
    await ours.take(running, readyMs, restMs);
    await fastify.run(
      (port) => [process.execPath, fileURLToPath(new URL('./peers/bare-fastify.ts', import.meta.url)), String(port)],
      restMs,
    );
    if ('command' in lounge) {
      const home = join(dataDir, 'lounge');
      await peer.run((port) => lounge.command(home, port), restMs, { THELOUNGE_HOME: home });
    }
  }
  await ircd.end();
  rmSync(dataDir, { recursive: true });
  return {
    id: 'B6',
    title: `start to ready and memory at rest, 12 IRC accounts, ${messages} received messages`,
    figures: [
      { name: 'Partyline, ready after', unit: 'ms', values: ours.readyMs, goal: '≤ 1000' },
      { name: 'bare fastify, ready after', unit: 'ms', values: fastify.readyMs },
      { name: 'Partyline, at rest', unit: 'MB', values: ours.restMB, goal: '≤ 110' },
      { name: 'bare fastify, at rest', unit: 'MB', values: fastify.restMB },
      { name: 'ratio of memory to bare fastify', unit: '×', values: ratios(ours.restMB, fastify.restMB) },
      ...('command' in lounge ? besideLounge(ours, peer) : []),
    ],
    notes: 'missing' in lounge ? [lounge.missing] : ['The Lounge runs without networks and without its message store.'],
  };
}

function besideLounge(ours: Series, peer: Series): Figure[] {
  return [
    { name: 'The Lounge, ready after', unit: 'ms', values: peer.readyMs },
    { name: 'The Lounge, at rest', unit: 'MB', values: peer.restMB },
    { name: 'ratio of start to The Lounge', unit: '×', values: ratios(ours.readyMs, peer.readyMs) },
    { name: 'ratio of memory to The Lounge', unit: '×', values: ratios(ours.restMB, peer.restMB) },
  ];
}

class Series {
  readonly readyMs: number[] = [];
  readonly restMB: number[] = [];

  async run(
    command: (port: number) => readonly [string, ...string[]],
    restMs: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const port = await freePort();
    const running = start(pinned(0, command(port)), env);
    await this.take(running, await untilReady(running, `http://127.0.0.1:${port}/`), restMs);
  }

  async take(running: Running, readyMs: number, restMs: number): Promise<void> {
    await delay(restMs);
    this.readyMs.push(readyMs);
    this.restMB.push(residentMB(running));
    await running.stop();
  }
}

/** Puts received messages into the journal, as `inbox/ingest` does. */
function fillJournal(path: string, count: number): void {
  const database = new DatabaseSync(path);
  database
    .prepare(
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
       insert into inbound (owner_id, login_id, event_id, event, at)
       select owner_id, id, 'bench-' || i, json_object('kind', 'message', 'id', 'bench-' || i, 'text', 'a message of ordinary length, number ' || i), i
       from n, (select owner_id, id from logins limit 1)`,
    )
    .run(count);
  database.close();
}
