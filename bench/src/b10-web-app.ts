/** B10: the web app in Chromium with 10,000 chats, and a chat of 100,000 messages: until the inbox is there, and scrolling; beside a bare page of as many rows. */

import { rmSync } from 'node:fs';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { call } from './measure/api.ts';
import { fill } from './measure/fill.ts';
import { addSandboxAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { pinSelf, unpinSelf } from './measure/process.ts';
import { type Scrolled, scroll } from './measure/scrolling.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

const executablePath = '/usr/bin/chromium';
const rowHeight = 68;
/** Of one frame: about 180 rows a second. */
const step = 200;
const passphrase = 'four words nobody joins';

export async function webApp(scale: Scale): Promise<Report> {
  const corpus = scale.small
    ? { messages: 2_000, chats: 100, longest: 500 }
    : { messages: 200_000, chats: 10_000, longest: 100_000 };
  const seconds = scale.small ? 1 : 10;
  const dataDir = newDataDir();
  let said = '';
  const { running, url } = await startPartyline(dataDir, {}, (text) => {
    said += text;
  });
  await addSandboxAccounts(url, 1);
  await fill(url, corpus);
  const longest = await longestOf(url);
  unpinSelf();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const session = await claimed(await browser.newContext(), said);
  const readyMs: number[] = [];
  const heapMB: number[] = [];
  const chats = newSeries();
  const messages = newSeries();
  const bare = newSeries();
  try {
    for (let run = 0; run < scale.runs; run++) {
      // A profile that has never been here, but for the session.
      const context = await browser.newContext({ storageState: session, viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      const list = page.getByRole('region', { name: 'Chats' });
      readyMs.push(await untilInbox(page, origin(said), list));
      take(chats, await scroll(list, step, seconds));
      await page.goto(`${origin(said)}/inbox/${encodeURIComponent(longest)}`);
      const log = page.getByRole('log').first();
      await log.getByText(/\w/).first().waitFor();
      take(messages, await scroll(log, -step, seconds));
      heapMB.push(await heapOf(page));
      await page.goto('about:blank');
      await page.setContent(barePage(corpus.chats));
      take(bare, await scroll(page.locator('#list'), step, seconds));
      await context.close();
    }
  } finally {
    await browser.close();
    pinSelf();
    await running.stop();
    rmSync(dataDir, { recursive: true });
  }
  return {
    id: 'B10',
    title: `the web app in Chromium: ${corpus.chats} chats, and a chat of ${corpus.longest} messages`,
    figures: [
      { name: 'inbox shown and idle after', unit: 'ms', values: readyMs, goal: '≤ 1500' },
      ...figuresOf('chats', chats),
      ...figuresOf('messages', messages),
      { name: `bare page of ${corpus.chats} rows, frames a second`, unit: 'fps', values: bare.fps },
      { name: `bare page, missed frames`, unit: '%', values: bare.missed },
      { name: 'chats, ratio of frames', unit: '×', values: ratios(chats.fps, bare.fps), goal: '≥ 0.95' },
      { name: 'messages, ratio of frames', unit: '×', values: ratios(messages.fps, bare.fps), goal: '≥ 0.95' },
      { name: 'messages, pixels scrolled', unit: 'px', values: messages.distance },
      { name: 'memory of scripts at the end', unit: 'MB', values: heapMB, goal: '≤ 100' },
    ],
    notes: [
      'Scrolled by a script, 200 px a frame, with pages loaded on the way. Chromium draws without a graphics card here.',
    ],
  };
}

interface Series {
  readonly fps: number[];
  readonly missed: number[];
  readonly worst: number[];
  readonly distance: number[];
}

const newSeries = (): Series => ({ fps: [], missed: [], worst: [], distance: [] });

function take(series: Series, { framesPerSecond, missedPercent, worstMs, distance }: Scrolled): void {
  series.fps.push(framesPerSecond);
  series.missed.push(missedPercent);
  series.worst.push(worstMs);
  series.distance.push(distance);
}

const figuresOf = (name: string, { fps, missed, worst }: Series): Figure[] => [
  { name: `${name}, frames a second`, unit: 'fps', values: fps, goal: '≥ 57' },
  { name: `${name}, missed frames`, unit: '%', values: missed },
  { name: `${name}, longest frame`, unit: 'ms', values: worst },
];

/** Where the server says it is: the cookie of the session is of that name. */
const origin = (said: string): string => new URL(claimLink(said)).origin;

function claimLink(said: string): string {
  const link = /http\S+\/claim\/\S+/.exec(said)?.[0];
  if (link === undefined) throw new Error(`The server told no link to claim it with: ${said}`);
  return link;
}

async function claimed(
  context: BrowserContext,
  said: string,
): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  const page = await context.newPage();
  await page.goto(claimLink(said));
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByLabel('The same again').fill(passphrase);
  await page.getByRole('button', { name: 'Claim this server' }).click();
  await page.getByRole('link', { name: 'Open Partyline' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Milliseconds from the navigation until chats are shown and the main thread has come to rest. */
async function untilInbox(page: Page, address: string, list: Locator): Promise<number> {
  await page.goto(address);
  await list.getByRole('link').first().waitFor();
  return page.evaluate(
    () => new Promise<number>((done) => requestIdleCallback(() => done(performance.now()), { timeout: 10_000 })),
  );
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
}

/** The chat that was filled most. */
async function longestOf(url: string): Promise<string> {
  const { items } = await call<{ items: readonly { id: string; title: string }[] }>(
    url,
    '/v1/chats/search?query=Corpus%200&limit=200',
  );
  const found = items.find(({ title }) => title === 'Corpus 0');
  if (found === undefined) throw new Error('The corpus is not there');
  return found.id;
}

/** Rows of the same height with two lines of text each, and nothing else. */
const barePage = (rows: number): string =>
  `<style>#list{height:900px;overflow-y:auto}p{height:${rowHeight}px;margin:0}</style><div id="list">${Array.from(
    { length: rows },
    (_, row) => `<p><b>Row ${row}</b><br>some words of a message</p>`,
  ).join('')}</div>`;
