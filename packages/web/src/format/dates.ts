/** Dates and times as the person's region writes them, in the language of the texts. */

import { t } from '../texts/texts.ts';

const locale = localeOf(typeof navigator === 'undefined' ? [] : navigator.languages);
const formats = {
  time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  weekday: new Intl.DateTimeFormat(locale, { weekday: 'short' }),
  dayOfYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
  date: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
  longDay: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
  longDate: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
};

/** `14:05` */
export const timeText = (iso: string): string => formats.time.format(new Date(iso));

/** Everything, for a tooltip. */
export const fullText = (iso: string): string => formats.full.format(new Date(iso));

/** `5 May 2026, 14:05`: also for what is to come. */
export const momentText = (iso: string): string => formats.moment.format(new Date(iso));

/** As short as a list needs it: the time today, the weekday within a week, else the date. */
export function shortText(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = daysBetween(at, now);
  if (days <= 0) return formats.time.format(at);
  if (days < 7) return formats.weekday.format(at);
  return (at.getFullYear() === now.getFullYear() ? formats.dayOfYear : formats.date).format(at);
}

/** A time to come, as short as it can be said: the time today, else with the day. */
export function soonText(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = daysBetween(now, at);
  if (days === 0) return formats.time.format(at);
  return `${(days < 7 ? formats.weekday : formats.dayOfYear).format(at)} ${formats.time.format(at)}`;
}

/** For a mark between days. */
export function dayText(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = daysBetween(at, now);
  if (days === 0) return t.days.today;
  if (days === 1) return t.days.yesterday;
  return (at.getFullYear() === now.getFullYear() ? formats.longDay : formats.longDate).format(at);
}

export const isSameDay = (one: string, other: string): boolean => daysBetween(new Date(one), new Date(other)) === 0;

/** By the calendar, not by hours. */
function daysBetween(from: Date, to: Date): number {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((dayOf(to) - dayOf(from)) / 86_400_000);
}

/** The person's region where they read that language: `en-GB` has other dates than `en-US`. */
function localeOf(preferred: readonly string[]): string {
  return preferred.find((tag) => tag === t.language || tag.startsWith(`${t.language}-`)) ?? t.language;
}
