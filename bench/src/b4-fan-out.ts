/** B4: everybody is told everything: 10,000 events to 100 and to 1,000 readers; beside a bare `ws` that sends the same number of bytes. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-ports.ts';
import { bearer, command, firstAccount, newestCursor } from './measure/api.ts';
import { chatIDOf } from './measure/corpus.ts';
import { type FrameReaders, openFrameReaders } from './measure/frame-readers.ts';
import { addSandboxAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { pinned, type Running, residentMB, start, untilReady } from './measure/process.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

/** Events that are on their way at a time: what is told next waits until everybody has them. */
const windowEvents = 200;
/** `ready` and `subscriptions.updated`. */
const greetings = 2;

export async function fanOut(scale: Scale): Promise<Report> {
  const events = scale.small ? 2 * windowEvents : 10_000;
  const figures: Figure[] = [];
  for (const readers of scale.small ? [5, 10] : [100, 1_000])
    figures.push(...(await withReaders(readers, events, scale.runs)));
  return {
    id: 'B4',
    title: `fan-out of ${events} events, ${windowEvents} at a time, beside a bare ws broadcast of as many bytes`,
    figures,
    notes: ['Ours come from messages that are received, stored and looked up; the bare server repeats one text.'],
  };
}

async function withReaders(readers: number, events: number, runs: number): Promise<Figure[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  const kilobytes: number[] = [];
  for (let run = 0; run < runs; run++) {
    const dataDir = newDataDir();
    const { rate, bytes, kilobytesEach } = await partylineRate(dataDir, readers, events);
    ours.push(rate);
    kilobytes.push(kilobytesEach);
    writeFileSync(join(dataDir, 'text'), 'x'.repeat(bytes));
    bare.push(await bareRate(join(dataDir, 'text'), readers, events));
    rmSync(dataDir, { recursive: true });
  }
  return [
    { name: `Partyline, ${readers} readers`, unit: 'deliveries/s', values: ours },
    { name: `bare ws, ${readers} readers`, unit: 'deliveries/s', values: bare },
    { name: `ratio, ${readers} readers`, unit: '×', values: ratios(ours, bare), goal: '≥ 0.8' },
    { name: `memory a reader, ${readers} readers`, unit: 'kB', values: kilobytes, goal: '≤ 40' },
  ];
}

async function partylineRate(dataDir: string, count: number, events: number) {
  const { running, url } = await startPartyline(dataDir);
  await addSandboxAccounts(url, 1);
  const accountID = await firstAccount(url);
  let number = 0;
  const tell = () =>
    command(url, accountID, { events: Array.from({ length: windowEvents / 2 }, () => event(number++)) });
  // The first time the chats are made, and everything is compiled.
  for (let round = 0; round < 5; round++) await tell();
  const bytes = await eventBytes(url, tell);
  const before = residentMB(running);
  const readers = await openFrameReaders(count, {
    port: Number(new URL(url).port),
    path: '/v1/ws',
    headers: { authorization: bearer },
    hello: '{"type":"subscriptions.set","chatIDs":["*"]}',
  });
  await readers.all(greetings);
  const kilobytesEach = ((residentMB(running) - before) * 1_000) / count;
  const rate = await deliveryRate(readers, count, events, tell, greetings);
  readers.end();
  await running.stop();
  return { rate, bytes, kilobytesEach };
}

/** A message in one of the chats, each of which makes two events: the message and its chat. */
const event = (number: number) => ({
  kind: 'message',
  id: `fan-out-${number}`,
  chat: { id: chatIDOf(number % (windowEvents / 2)), type: 'group' },
  sender: { id: 'herald', name: 'Herald', isSelf: false },
  text: 'a message of ordinary length, as people write them',
  timestamp: Date.now(),
});

async function eventBytes(url: string, tell: () => Promise<unknown>): Promise<number> {
  const since = await newestCursor(url);
  await tell();
  const answer = await fetch(`${url}/v1/events?since=${since}&limit=1000`, { headers: { authorization: bearer } });
  return Math.round((await answer.text()).length / windowEvents);
}

async function bareRate(file: string, count: number, events: number): Promise<number> {
  const port = await freePort();
  const program = fileURLToPath(new URL('./peers/bare-ws.ts', import.meta.url));
  const running: Running = start(pinned(0, [process.execPath, program, String(port), file]));
  const url = `http://127.0.0.1:${port}/`;
  await untilReady(running, url);
  const readers = await openFrameReaders(count, { port, path: '/' });
  const rate = await deliveryRate(
    readers,
    count,
    events,
    () => fetch(`${url}${windowEvents}`, { method: 'POST' }).then((answer) => answer.arrayBuffer()),
    0,
  );
  readers.end();
  await running.stop();
  return rate;
}

async function deliveryRate(
  readers: FrameReaders,
  count: number,
  events: number,
  tell: () => Promise<unknown>,
  already: number,
): Promise<number> {
  const started = performance.now();
  for (let told = windowEvents; told <= events; told += windowEvents) {
    await Promise.all([tell(), readers.all(already + told)]);
  }
  return ((count * events) / (performance.now() - started)) * 1_000;
}
