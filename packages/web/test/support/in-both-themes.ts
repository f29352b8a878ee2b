/** A state of a page, looked at by axe and put into pictures, in both themes. */

import type { Page } from 'playwright-core';
import { checkAccessibility } from './accessibility.ts';
import { takePictures } from './pictures.ts';

/**
 * Leaves the page wide and light.
 * @param name of the pictures, and in what axe tells
 * @param without rules that do not fit there, as for `checkAccessibility`
 */
export async function lookAt(page: Page, name: string, without: readonly string[] = []): Promise<void> {
  await takePictures(page, name);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `${name}, ${colorScheme}`, without);
  }
}
