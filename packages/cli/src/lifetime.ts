/** How long something is valid, as people write it. */

import { CliError } from './exit.ts';

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * The moment when something expires: `90m`, `12h`, `30d`, `4w` from now, or a date in ISO 8601.
 *
 * @throws CliError 2 for anything else, and for a date that is over.
 */
export function parseExpiry(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text.trim()) ?? [];
  const ms = units[unit ?? ''];
  const date = ms === undefined ? parseDate(text) : new Date(now.getTime() + Number(count) * ms);
  if (Number.isNaN(date.getTime())) {
    throw new CliError(
      'usage',
      'usage',
      `"${text}" is not a time: write 90m, 12h, 30d, 4w, or a date like 2030-12-31.`,
    );
  }
  if (date <= now) throw new CliError('usage', 'usage', `"${text}" is over already.`);
  return date;
}

const parseDate = (text: string): Date => new Date(/^\d{4}-\d{2}-\d{2}/.test(text.trim()) ? text.trim() : Number.NaN);
