/** A time that is over, as people write it. */

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * `90m`, `12h`, `3d`, `2w` ago, or a date with or without a time (`2026-05-17`, `2026-05-17 20:15`) in the person's own zone unless it names one.
 *
 * @returns undefined for anything else
 */
export function parsePast(text: string, now: Date): Date | undefined {
  const given = text.trim();
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(given) ?? [];
  const ms = units[unit];
  if (ms !== undefined) return new Date(now.getTime() - Number(count) * ms);
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/.test(given)) return undefined;
  // A date alone would be one of UTC.
  const date = new Date(given.length === 10 ? `${given}T00:00` : given.replace(' ', 'T'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
