/** B7: a reader that missed 100,000 events goes on from its cursor; beside a pull consumer of NATS JetStream with the same bytes. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bearer, command, firstAccount, newestCursor } from './measure/api.ts';
import { corpusMessages, eventOf } from './measure/corpus.ts';
import { addSandboxAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { hasNats, natsCatchUpRate } from './peers/nats.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

/** Each batch makes two events for each chat: a message and the chat it is in. */
const chats = 500;

export async function catchUp(scale: Scale): Promise<Report> {
  const wanted = scale.small ? 2_000 : 100_000;
  const dataDir = newDataDir();
  const { running, url } = await startPartyline(dataDir);
  await addSandboxAccounts(url, 1);
  await makeEvents(url, chats * 2);
  const since = await newestCursor(url);
  await makeEvents(url, wanted);
  const figures = { stream: [] as number[], pages: [] as number[], nats: [] as number[] };
  const events = await readStream(url, since, wanted);
  const withNats = hasNats();
  for (let run = 0; run < scale.runs; run++) {
    figures.stream.push(await rateOf(wanted, async () => (await readStream(url, since, wanted)).length));
    figures.pages.push(await rateOf(wanted, () => readPages(url, since)));
    if (withNats) figures.nats.push(await natsCatchUpRate(join(dataDir, `nats${run}`), events));
  }
  await running.stop();
  rmSync(dataDir, { recursive: true });
  const bytes = Math.round(events.reduce((sum, event) => sum + event.length, 0) / events.length);
  return {
    id: 'B7',
    title: `catch-up over ${wanted} events of ${bytes} bytes on average, beside a NATS JetStream pull consumer`,
    figures: [
      { name: 'Partyline, event stream', unit: '/s', values: figures.stream, goal: '≥ 50000' },
      { name: 'Partyline, pages of 1,000', unit: '/s', values: figures.pages },
      ...(withNats ? besideNats(figures) : []),
    ],
    notes: withNats
      ? ['An event shows chat and message as they are now, so each is looked up and put into words when it is read.']
      : ['NATS is not here to compare with: apt-get install nats-server'],
  };
}

function besideNats({
  stream,
  nats,
}: {
  readonly stream: readonly number[];
  readonly nats: readonly number[];
}): Figure[] {
  return [
    { name: 'NATS JetStream', unit: '/s', values: nats },
    { name: 'ratio of rates', unit: '×', values: ratios(stream, nats), goal: '≥ 0.5' },
  ];
}

async function makeEvents(url: string, count: number): Promise<void> {
  const accountID = await firstAccount(url);
  const at = Date.now();
  let batch: unknown[] = [];
  for (const message of corpusMessages({ messages: count / 2, chats: 1, longest: 0 })) {
    const chat = message.number % chats;
    const event = eventOf({ ...message, chat, timestamp: at + message.number });
    batch.push({ ...event, id: `event-${at}-${message.number}`, history: false });
    if (batch.length < chats) continue;
    await command(url, accountID, { events: batch });
    batch = [];
  }
}

async function rateOf(wanted: number, read: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const count = await read();
  const rate = (count / (performance.now() - started)) * 1_000;
  if (count !== wanted) throw new Error(`${count} events came instead of ${wanted}`);
  return rate;
}

/** @returns the blocks, as they came */
async function readStream(url: string, since: string, wanted: number): Promise<Uint8Array[]> {
  const enough = new AbortController();
  const headers = { authorization: bearer, accept: 'text/event-stream', 'last-event-id': since };
  const response = await fetch(`${url}/v1/events`, { headers, signal: enough.signal });
  const blocks: Uint8Array[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf('\n\n'); end !== -1; end = bytes.indexOf('\n\n', start)) {
      const block = bytes.subarray(start, end);
      // The first block only tells the position.
      if (block.includes('event: ')) blocks.push(block);
      start = end + 2;
    }
    rest = bytes.subarray(start);
    if (blocks.length >= wanted) break;
  }
  enough.abort();
  return blocks;
}

async function readPages(url: string, since: string): Promise<number> {
  let count = 0;
  for (let cursor = since; ; ) {
    const query = new URLSearchParams({ since: cursor, limit: '1000' });
    const response = await fetch(`${url}/v1/events?${query}`, { headers: { authorization: bearer } });
    const page: { items: readonly unknown[]; cursor: string; hasMore: boolean } = JSON.parse(await response.text());
    count += page.items.length;
    cursor = page.cursor;
    if (!page.hasMore) return count;
  }
}
