/** B9: a connector delivers a long history; beside raw SQLite that stores and indexes the same rows in batches. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bearer, call, command, firstAccount } from './measure/api.ts';
import { addSandboxAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { percentile } from './measure/percentile.ts';
import { type Running, residentMB } from './measure/process.ts';
import { rawIngestRate } from './peers/raw-ingest.ts';
import { type Report, ratios, type Scale } from './report.ts';

const messagesPerCall = 50_000;
const lookEveryMs = 20;

export async function ingest(scale: Scale): Promise<Report> {
  const messages = scale.small ? 2_000 : 1_000_000;
  const figures = {
    ours: [] as number[],
    raw: [] as number[],
    firstMB: [] as number[],
    mostMB: [] as number[],
    p99: [] as number[],
  };
  for (let run = 0; run < scale.runs; run++) {
    const dataDir = newDataDir();
    const { running, url } = await startPartyline(dataDir);
    await addSandboxAccounts(url, 1);
    const watch = watchServer(running, url);
    const started = performance.now();
    await deliver(url, messages, () => watch.mark());
    figures.ours.push((messages / (performance.now() - started)) * 1_000);
    const { p99Ms, firstMB, mostMB } = await watch.stop();
    figures.p99.push(p99Ms);
    figures.firstMB.push(firstMB);
    figures.mostMB.push(mostMB);
    await checkSearchable(url);
    await running.stop();
    figures.raw.push(rawIngestRate(join(dataDir, 'partyline.db'), join(dataDir, 'raw.db')));
    rmSync(dataDir, { recursive: true });
  }
  return {
    id: 'B9',
    title: `ingest of ${messages} messages of history, stored and searchable, beside raw SQLite + FTS5 in batches of 500`,
    figures: [
      { name: 'Partyline', unit: '/s', values: figures.ours },
      { name: 'raw SQLite + FTS5', unit: '/s', values: figures.raw },
      { name: 'ratio of rates', unit: '×', values: ratios(figures.ours, figures.raw), goal: '≥ 0.5' },
      { name: 'memory after a twentieth', unit: 'MB', values: figures.firstMB },
      { name: 'most memory', unit: 'MB', values: figures.mostMB, goal: '< 200' },
      { name: 'GET /v1/accounts meanwhile, p99', unit: 'ms', values: figures.p99, goal: '< 20' },
    ],
  };
}

/** @param piece called when a twentieth is stored */
async function deliver(url: string, messages: number, piece: () => void): Promise<void> {
  const accountID = await firstAccount(url);
  const count = Math.min(messagesPerCall, Math.ceil(messages / 20));
  const end = Date.now();
  for (let done = 0; done < messages; done += count) {
    await command(url, accountID, { history: { chat: 'lobby', count, from: end - (messages - done) * 1_000 } });
    piece();
  }
}

/** Asks for the accounts all the time, and looks at the memory. */
function watchServer(running: Running, url: string) {
  const took: number[] = [];
  let firstMB = 0;
  let mostMB = 0;
  let stopped = false;
  const look = async () => {
    while (!stopped) {
      const started = performance.now();
      const answer = await fetch(`${url}/v1/accounts`, { headers: { authorization: bearer } });
      await answer.arrayBuffer();
      took.push(performance.now() - started);
      mostMB = Math.max(mostMB, residentMB(running));
      await delay(lookEveryMs);
    }
  };
  const looking = look();
  return {
    mark() {
      if (firstMB === 0) firstMB = residentMB(running);
    },
    async stop() {
      stopped = true;
      await looking;
      return { p99Ms: percentile(took, 0.99), firstMB, mostMB };
    },
  };
}

async function checkSearchable(url: string): Promise<void> {
  const { items } = await call<{ items: readonly { preview?: { text?: string } }[] }>(url, '/v1/chats');
  const word = /[a-z]{3,}/i.exec(items[0]?.preview?.text ?? '')?.[0];
  if (word === undefined) throw new Error('Nothing was stored');
  const found = await call<{ items: readonly unknown[] }>(url, `/v1/messages/search?query=${word}&limit=1`);
  if (found.items.length === 0) throw new Error(`What was stored cannot be found by ${word}`);
}
