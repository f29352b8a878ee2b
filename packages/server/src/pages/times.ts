/** Times on pages without scripts: the server does not know the time zone of who reads them, so it says how far away they are, too. */

/** `2026-11-25 05:48 UTC` */
export const clock = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** `in 3 days`, `5 minutes ago`, `now`; rounded. */
export function distance(iso: string, now: number): string {
  const ms = Date.parse(iso) - now;
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes === 0) return 'now';
  const hours = Math.round(minutes / 60);
  const length =
    minutes < 60 ? count(minutes, 'minute') : hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day');
  return ms > 0 ? `in ${length}` : `${length} ago`;
}

const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`;
