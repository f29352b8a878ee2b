/** A time to come, as people write it, in their own time zone. */

import { CliError } from './exit.ts';
import { localTime } from './local-time.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * `18:30` (the next time that the clock says so), `tomorrow 9:00`, `+2h` (m, h, d, w), `2030-12-24 18:00` or a time of ISO 8601.
 *
 * @throws CliError 2 for anything else, and for a time that is over
 */
export function parseFuture(text: string, now: Date): Date {
  const date = readTime(text.trim().toLowerCase(), now);
  if (date === undefined || Number.isNaN(date.getTime())) {
    const forms = '18:30, "tomorrow 9:00", +2h or "2030-12-24 18:00"';
    throw new CliError('usage', 'usage', `"${text}" is not a time: write ${forms}.`);
  }
  if (date <= now) throw new CliError('usage', 'usage', `"${text}" is over already.`);
  return date;
}

function readTime(text: string, now: Date): Date | undefined {
  const [, count, unit = ''] = /^\+?(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const ms = units[unit];
  if (ms !== undefined) return new Date(now.getTime() + Number(count) * ms);
  const [, day, hour, minute] = /^(?:(today|tomorrow)\s+)?([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined) {
    const date = new Date(now);
    date.setHours(Number(hour), Number(minute), 0, 0);
    if (day === 'tomorrow' || (day === undefined && date <= now)) date.setDate(date.getDate() + 1);
    return date;
  }
  const [calendarDay] = /^\d{4}-\d{2}-\d{2}(?=[t ]\d{1,2}:\d{2})/.exec(text) ?? [];
  if (calendarDay === undefined || !isInCalendar(calendarDay)) return undefined;
  return new Date(
    text
      .replace(' ', 'T')
      .replace(/t(\d):/i, 'T0$1:')
      .toUpperCase(),
  );
}

/** `Date` takes 31 February for 3 March. */
function isInCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** `2030-12-24 18:00` */
export const momentText = (date: Date): string => localTime(date.toISOString());
