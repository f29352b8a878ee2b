/** When people want to be reminded, in their own time zone. Pure functions. */

export type ReminderTime = 'later' | 'evening' | 'tomorrow' | 'week';

const hour = 3_600_000;

/** Those that make sense at that time of the day, soonest first. */
export function reminderTimes(now: Date): readonly (readonly [ReminderTime, Date])[] {
  const later = new Date(Math.ceil((now.getTime() + 3 * hour) / (hour / 2)) * (hour / 2));
  const evening = atHour(now, 0, 19);
  const times: (readonly [ReminderTime, Date])[] = [];
  if (later.getDate() === now.getDate()) times.push(['later', later]);
  if (evening.getTime() - now.getTime() > hour && Math.abs(evening.getTime() - later.getTime()) >= hour)
    times.push(['evening', evening]);
  times.push(['tomorrow', atHour(now, 1, 9)]);
  // The next Monday that is not tomorrow already.
  const days = (8 - now.getDay()) % 7 || 7;
  times.push(['week', atHour(now, days === 1 ? 8 : days, 9)]);
  return times.toSorted(([, one], [, other]) => one.getTime() - other.getTime());
}

function atHour(now: Date, days: number, hours: number): Date {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  at.setHours(hours, 0, 0, 0);
  return at;
}

/** For a field `datetime-local`: local time to the minute. */
export function localMinute(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
