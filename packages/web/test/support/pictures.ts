/** Pictures of a page in both themes, on a phone and on a wide screen, for people to look at: `packages/web/screenshots`, which is not committed. */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { drawn, phone, wide } from './browser.ts';

const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url));

/** Leaves the page wide and light. @param name of the file, before size and theme */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const viewport of [phone, wide]) {
      await page.setViewportSize(viewport);
      await drawn(page);
      await page.screenshot({ path: `${folder}${name}-${viewport.width}-${colorScheme}.png` });
    }
  }
}
