import { type Waiting } from '../../api/waiting.js';
import { formatDuration } from '../../format/duration.js';

/** "3.2 d overdue", "due in 5 h", or that there is no due time. */
export function dueWords({ dueAt, overdue }: Pick<Waiting, 'dueAt' | 'overdue'>, asOf: number): string {
  if (dueAt === undefined) return 'no due time';
  const seconds = (asOf - Date.parse(dueAt)) / 1000;
  return overdue
    ? `${formatDuration(Math.max(0, seconds))} overdue`
    : `due in ${formatDuration(Math.max(0, -seconds))}`;
}

/** Working time is told in hours: how long a working day is differs from team to team. */
export function workingHours({ businessSeconds }: Pick<Waiting, 'businessSeconds'>): string {
  const hours = businessSeconds / 3600;
  return `${hours.toLocaleString('en-GB', { maximumFractionDigits: hours < 10 ? 1 : 0 })} h`;
}
