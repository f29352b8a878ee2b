/** Which way the app reads. The texts' language decides. */

import { t } from '../texts/texts.ts';

export type Direction = 'ltr' | 'rtl';

export const direction: Direction = t.direction;

export function applyLanguage(): void {
  document.documentElement.lang = t.language;
  document.documentElement.dir = direction;
}
