/** What an export is asked for, as it stands on the command line. */

import { CliError } from '../exit.ts';
import { type Format, formats } from './records.ts';

/** @throws CliError 2 */
export function parseFormats(text: string | undefined): Format[] {
  if (text === undefined) return [...formats];
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  const names = words.map((word) => (word === 'md' ? 'markdown' : word));
  const unknown = names.find((name) => !formats.some((format) => format === name));
  if (unknown !== undefined)
    throw new CliError('usage', 'usage', `There is no format "${unknown}"; there are ${formats.join(', ')}.`);
  return formats.filter((format) => format === 'json' || names.includes(format));
}

/**
 * A day of the person's own time zone, or a time of ISO 8601.
 *
 * @param end of a day: what was said on it is meant too
 * @throws CliError 2
 */
export function parseLimit(text: string | undefined, end: boolean): string | null {
  if (text === undefined) return null;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim()) ?? [];
  const date =
    day === undefined
      ? new Date(/^\d{4}-\d{2}-\d{2}[T ]/.test(text.trim()) ? text.trim() : Number.NaN)
      : new Date(Number(year), Number(month) - 1, Number(day) + (end ? 1 : 0));
  const isDay = day === undefined || new Date(Number(year), Number(month) - 1, Number(day)).getDate() === Number(day);
  if (Number.isNaN(date.getTime()) || !isDay)
    throw new CliError('usage', 'usage', `"${text}" is not a day like 2026-01-31, or a time like 2026-01-31T12:00.`);
  return date.toISOString();
}
