import { type Clock } from '@hearback/domain/metrics';

const HOUR = 3_600;
const DAY = 86_400;

/** Steps that read well as hours and days, in seconds. */
const steps = [
  ...[60, 300, 900, 1800],
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730].map((days) => days * DAY),
];

/** Hours throughout: how long a working day is differs from team to team. */
const workingSteps = [1, 2, 4, 8, 16, 24, 40, 80, 160, 320, 640].map((hours) => hours * HOUR);

const MOST_STEPS = 5;

/** Ticks from 0 to at or above the largest value, at most {@link MOST_STEPS} steps apart. */
export function durationTicks(largest: number, clock: Clock = 'elapsed'): readonly number[] {
  const step =
    (clock === 'business' ? workingSteps : steps).find((candidate) => candidate * MOST_STEPS >= largest) ??
    Math.ceil(largest / MOST_STEPS);
  const count = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Shorter than in a table: ticks are round. */
export function tickLabel(seconds: number, clock: Clock = 'elapsed'): string {
  if (seconds === 0) return '0';
  if (clock === 'business') return `${Number((seconds / HOUR).toFixed(1))} h`;
  if (seconds >= DAY) return `${Number((seconds / DAY).toFixed(1))} d`;
  return seconds >= HOUR ? `${seconds / HOUR} h` : `${seconds / 60} min`;
}
