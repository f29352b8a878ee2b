/** Dates as people write them in a search: a year, a month, a day, or a moment. */

export interface Period {
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** The first millisecond that is later than all of it. */
  readonly end: number;
}

/** ISO 8601: `2024`, `2024-05`, `2024-05-17`, `2024-05-17T12:00Z`. Without a zone it is UTC. @returns undefined for what is no date */
export function periodOf(text: string): Period | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  if (year === undefined) return momentOf(text);
  const date = { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) };
  const start = utc(date.year, date.month, date.day);
  const real = new Date(start);
  if (real.getUTCMonth() + 1 !== date.month || real.getUTCDate() !== date.day) return undefined;
  if (day !== undefined) return { start, end: utc(date.year, date.month, date.day + 1) };
  return { start, end: month === undefined ? utc(date.year + 1, 1, 1) : utc(date.year, date.month + 1, 1) };
}

function momentOf(text: string): Period | undefined {
  const [, moment, zone] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/i.exec(text) ?? [];
  if (moment === undefined) return undefined;
  const start = Date.parse(`${moment.toUpperCase()}${(zone ?? 'Z').toUpperCase()}`);
  return Number.isNaN(start) ? undefined : { start, end: start + 1 };
}

/** Years below 100 are those, not 19xx. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
