/** Times to come. */

import { fullText, isSameDay, timeText } from './dates.ts';

/** The time alone where it is today. */
export const shortFutureText = (iso: string, now: Date = new Date()): string =>
  isSameDay(iso, now.toISOString()) ? timeText(iso) : fullText(iso);
