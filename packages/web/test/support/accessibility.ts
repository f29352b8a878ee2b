/** axe on a page as it stands, by the rules of WCAG 2.2 AA. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { drawn } from './browser.ts';

/** For `openPage`: axe is put into the page as a script, which the content policy forbids. */
export const forAccessibility: BrowserContextOptions = { bypassCSP: true };

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * @param where names the place in what is told
 * @param without rules that do not fit there: what is open over the page, such as a menu, is in no region of it
 */
export async function checkAccessibility(page: Page, where: string, without: readonly string[] = []): Promise<void> {
  await drawn(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path });
  const { violations } = await page.evaluate(
    (values) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
    tags,
  );
  const told = violations
    .filter(({ id }) => !without.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`),
    );
  assert.deepEqual(told, [], where);
}
