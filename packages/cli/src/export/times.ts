/** Times as they stand in what is made for people: in the time zone of the machine that exports, which the header names. */

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-05-05` */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `20:20` */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const formatMoment = (iso: string): string => `${formatDay(iso)} ${formatTime(iso)}`;

const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** `Tuesday 5 May 2026` */
export const formatLongDay = (iso: string): string => longDay.format(new Date(iso));

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
