/** In the person's own time zone: `2026-05-05 20:20`. @param time ISO 8601; another text is given back as it is */
export function localTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
}

/** `20:20` of today, else `2026-05-05`. */
export function shortTime(time: string, now: Date = new Date()): string {
  const [day, clock = ''] = localTime(time).split(' ');
  return day === localTime(now.toISOString()).split(' ')[0] ? clock : (day ?? time);
}
