/** Debian's Chromium, with pages that tell when something went wrong in them. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterwards } from './afterwards.ts';
import type { Scope } from './server.ts';

const executablePath = '/usr/bin/chromium';
const isThere = existsSync(executablePath);

/** Options of every test that needs the browser. With `CI=true` a missing one fails the test instead. */
export const withBrowser =
  isThere || process.env['CI'] === 'true' ? {} : { skip: 'Chromium is not here: apt-get install chromium' };

let launched: Promise<Browser> | undefined;

/** One browser for a file. */
function browser(): Promise<Browser> {
  assert.ok(isThere, 'Chromium is not here: apt-get install chromium');
  launched ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  return launched;
}

/** To be called in the file's `after`. */
export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

export interface AppPage {
  readonly page: Page;
  /** What broke in the page since the last look: exceptions, console errors, breaches of the content policy. */
  problems(): string[];
}

export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** A page of a browser profile of its own. It must have had no problems when the test ends. */
export async function openPage(scope: Scope, options: BrowserContextOptions = {}): Promise<AppPage> {
  const context = await (await browser()).newContext({
    viewport: wide,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  let found: string[] = [];
  page.on('pageerror', (error) => found.push(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    // A server that is away is no fault of the page.
    if (message.type() === 'error' && !/net::ERR_/.test(message.text()))
      found.push(`console: ${message.text()} ${message.location().url}`);
  });
  const problems = () => {
    const told = found;
    found = [];
    return told;
  };
  afterwards(scope, async () => {
    // A route that still waits for something is no reason to wait with it.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await closed(context);
    assert.deepEqual(problems(), []);
  });
  return { page, problems };
}

const closeMs = 30_000;

/** A browser that hangs fails the test, rather than the whole run. */
async function closed(context: BrowserContext): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The page did not close within ${closeMs / 1_000} s`)), closeMs);
  });
  await Promise.race([context.close(), late]).finally(() => clearTimeout(timer));
}

/** What a change set off is to be seen: styles, sizes, and what follows from those. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
    const endless = (animation: Animation) =>
      animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => !endless(one))
        .map(({ finished }) => finished),
    );
    await frame();
  });

/** Does what loads the app anew. From then on what happens is news, and no history. */
export async function liveAfter(page: Page, load: () => Promise<unknown>): Promise<void> {
  const isLive = page
    .waitForEvent('websocket')
    .then((socket) =>
      socket.waitForEvent('framereceived', ({ payload }) => String(payload).includes('subscriptions.updated')),
    );
  await load();
  await isLive;
}
