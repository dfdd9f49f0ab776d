import { isNotMeasured, type Clock } from '@hearback/domain/metrics';
import { type Curve, type CurveStep } from '../../api/curve.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatRate } from '../../format/number.js';

/** The shares of two groups that still wait after a time; `undefined` beyond what was observed. */
export interface SurvivalPoint {
  readonly seconds: number;
  readonly team: number | undefined;
  readonly all: number | undefined;
}

export interface Survival {
  /** At every step of either curve. */
  readonly points: readonly SurvivalPoint[];
  /** At round times: the same as a table. */
  readonly marks: readonly (SurvivalPoint & { readonly days: number })[];
  readonly clock: Clock;
  /** The right end of the axis, in seconds. */
  readonly end: number;
  /** When an answer is due: one time on the working clock, a span on the calendar's. */
  readonly due: { readonly from: number; readonly to: number; readonly days: number } | undefined;
  /** What it says, in plain words. */
  readonly reading: string;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Further right nothing is told apart any more. */
const MOST_DAYS = 21;
const MARK_DAYS = [1, 2, 3, 5, 7, 10, 14, 21] as const;
/** Two weekend days may lie between, and that is all that is known without a calendar. */
const WEEKEND_DAYS = 2;

interface SurvivalOptions {
  readonly clock: Clock;
  /** How long a working day of the team is, in hours. */
  readonly dayHours: number;
  /** Business days within which an answer is due. */
  readonly dueDays: number | undefined;
}

/** The curve of a team beside that of the organisation; `undefined` where the team has none. */
export function prepareSurvival(
  team: Curve | undefined,
  all: Curve | undefined,
  { clock, dayHours, dueDays }: SurvivalOptions,
): Survival | undefined {
  const own = stepsOf(team);
  if (team === undefined || own.length === 0) return undefined;
  const day = clock === 'business' ? dayHours * HOUR : DAY;
  const longest = Math.max(team.longestSeconds, all?.longestSeconds ?? 0);
  const end = Math.min(longest, MOST_DAYS * day);
  const at = (seconds: number): SurvivalPoint => ({
    seconds,
    team: shareAt(team, seconds),
    all: all === undefined ? undefined : shareAt(all, seconds),
  });
  const times = [...own, ...stepsOf(all)].map(({ seconds }) => seconds);
  const ends = [team.longestSeconds, all?.longestSeconds ?? 0, end];
  const points = [...new Set([0, ...times, ...ends])]
    .filter((seconds) => seconds <= end)
    .sort((a, b) => a - b)
    .map(at);
  const marks = MARK_DAYS.filter((days) => days * day <= end).map((days) => ({ ...at(days * day), days }));
  return { points, marks, clock, end, due: dueOf(dueDays, clock, day), reading: read(team, all, day, clock) };
}

function stepsOf(curve: Curve | undefined): readonly CurveStep[] {
  return curve === undefined || isNotMeasured(curve.curve) ? [] : curve.curve;
}

/** The share that still waits after a time: that of the last step until then. */
export function shareAt(curve: Curve, seconds: number): number | undefined {
  if (seconds > curve.longestSeconds) return undefined;
  return stepsOf(curve).findLast((step) => step.seconds <= seconds)?.waiting ?? 1;
}

function dueOf(days: number | undefined, clock: Clock, day: number): Survival['due'] {
  if (days === undefined) return undefined;
  return { days, from: days * day, to: (clock === 'business' ? days : days + WEEKEND_DAYS) * day };
}

function read(team: Curve, all: Curve | undefined, day: number, clock: Clock): string {
  const own = sentence(team, day, clock);
  const words = `Of ${formatCount(team.n)} interviews, ${own}${team.waiting > 0 ? `; ${formatCount(team.waiting)} wait now` : ''}.`;
  return all === undefined || all.n === 0
    ? words
    : `${words} In the whole organisation ${sentence(all, day, clock)}.`;
}

const READ_AT_DAYS = 5;

function sentence(curve: Curve, day: number, clock: Clock): string {
  const half = stepsOf(curve).find(({ waiting }) => waiting <= 0.5 + 1e-9);
  const words =
    half === undefined
      ? `more than half had no answer after ${time(curve.longestSeconds, clock)}`
      : `half had an answer after ${time(half.seconds, clock)}`;
  const later = shareAt(curve, READ_AT_DAYS * day);
  if (later === undefined) return words;
  return `${words}, and ${formatRate(later)} still had none after ${READ_AT_DAYS} ${clock === 'business' ? 'working days' : 'days'}`;
}

function time(seconds: number, clock: Clock): string {
  return clock === 'business' ? `${Math.round(seconds / HOUR)} working hours` : formatDuration(seconds);
}
