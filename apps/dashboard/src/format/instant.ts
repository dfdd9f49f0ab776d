import { addDays, mondayOfWeek, type Day } from '../time/days.js';

/** Seconds only when there are some: a chosen instant is mostly a whole minute. */
export function formatInstant(instant: number, zone: string): string {
  const withSeconds = Math.floor(instant / 1000) % 60 !== 0;
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds && { second: '2-digit' }),
    timeZoneName: 'short',
  }).format(instant);
}

/** For tables, where the zone is said once elsewhere and the exact instant stands in the title. */
export function formatShortInstant(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant);
}

export function formatTime(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }).format(instant);
}

const shortDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const midnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

export function formatShortDay(day: Day): string {
  return shortDay.format(midnight(day));
}

const dayOfYear = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

export function formatDayOfYear(day: Day): string {
  return dayOfYear.format(midnight(day));
}

export function formatDay(day: Day): string {
  return fullDay.format(midnight(day));
}

/** The days from one to before another, both shown: `5 to 11 Jan 2015`. */
export function formatDays(from: Day, before: Day): string {
  return `${formatShortDay(from)} to ${fullDay.format(midnight(addDays(before, -1)))}`;
}

/** An ISO week as it is named in messages, with its days: `Week 47 of 2026 (16 Nov to Sun, 22 Nov 2026)`. */
export function formatWeek(week: string): string {
  const monday = mondayOfWeek(week);
  return `${weekName(week)} (${formatDays(monday, addDays(monday, 7))})`;
}

export function weekName(week: string): string {
  return `Week ${Number(week.slice(6))} of ${week.slice(0, 4)}`;
}
