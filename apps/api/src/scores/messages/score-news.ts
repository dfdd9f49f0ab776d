import { nextWeek, sayReason, startOfWeek, type Reason } from '@hearback/domain';
import type { PublishedScore } from '../publishing/published-scores.js';
import type { PublishedData } from '../week/week-report.js';
import { plainName } from './plain-name.js';

/** A team's week in words, from which every channel makes its message. All text is plain: without markup, unescaped. */
export interface ScoreNews {
  readonly team: string;
  readonly week: string;
  readonly title: string;
  /** Whether there is a score. */
  readonly isScored: boolean;
  /** `72`, or `–` without a score. */
  readonly score: string;
  /** `+4.2 on the week before`; '' where there is nothing to compare with. */
  readonly change: string;
  /** What the score rests on, or why there is none. */
  readonly basis: string;
  /** '' where nothing did. */
  readonly wentWell: string;
  readonly nextStep: string;
  readonly waiting: string;
  readonly stages: readonly StageLine[];
  readonly costliest: readonly CostLine[];
  readonly trend: readonly TrendPoint[];
  /** The trend as text, oldest first. */
  readonly trendText: string;
  /** How the score is computed, in two sentences. */
  readonly explanation: string;
  readonly note: string;
  readonly links: ScoreLinks;
}

export interface ScoreLinks {
  readonly team: string;
  readonly waiting: string;
  readonly definition: string;
}

export interface StageLine {
  readonly stage: string;
  readonly n: string;
  readonly open: string;
  readonly points: string;
}

export interface CostLine {
  /** What happened to it. */
  readonly text: string;
  readonly points: string;
  readonly application: string;
  readonly link: string;
}

export interface TrendPoint {
  readonly week: string;
  /** Absent: too few. */
  readonly score?: number | undefined;
}

export const EXPLANATION =
  'The score is 100 minus what waiting cost: the part of the first ten working days after each interview of the last four weeks that candidates spent without an answer; for those who still wait, what such cases usually go on to cost is added. 100 means that everyone heard at once, 0 that nobody heard within ten working days.';

const SIMULATED = 'This team has simulated or sample data: the figures are not real.';

/**
 * @param name the team's name today; the one in the publication goes before
 * @param publicUrl where the dashboard is, without a slash at the end
 */
export function scoreNews({ publishedAt, data }: PublishedScore, name: string, publicUrl: string): ScoreNews {
  const team = plainName(data.teamName ?? name);
  const { score } = data;
  const isScored = typeof score === 'number';
  const page = `${publicUrl}/teams/${encodeURIComponent(data.teamId)}`;
  return {
    team,
    week: data.week,
    title: isScored
      ? `${team}: feedback score ${points(score)}${changeIn(data)} in week ${weekName(data.week)}`
      : `${team}: no feedback score in week ${weekName(data.week)}`,
    isScored,
    score: isScored ? points(score) : '–',
    change: isScored ? changeText(data) : '',
    basis: isScored ? basisOf(data) : whyNone(data),
    wentWell: say(data.wentWell),
    nextStep: say(data.nextStep),
    waiting: waitingText(data),
    stages: stageLines(data),
    costliest: (data.costliest ?? []).map((part) => ({
      text: `${plainStage(part.stage)}: ${STATES[part.state]} ${days(part.days)}`,
      points: part.points.toFixed(1),
      application: plainName(part.applicationId),
      link: `${publicUrl}/applications/${encodeURIComponent(part.applicationId)}`,
    })),
    trend: data.trend ?? [],
    trendText: (data.trend ?? [])
      .map((point) => (point.score === undefined ? '–' : points(point.score)))
      .join(', '),
    explanation: EXPLANATION,
    note: [data.simulated === true ? SIMULATED : '', lateNote(publishedAt, data.week)]
      .filter((part) => part !== '')
      .join(' '),
    links: {
      team: page,
      waiting: `${publicUrl}/waiting?team=${encodeURIComponent(data.teamId)}`,
      definition: `${publicUrl}/figures#latency-score`,
    },
  };
}

/** A score or a part of one, as people read it: without decimals. */
export function points(score: number): string {
  return String(Math.round(score));
}

/** `47 of 2026` */
export function weekName(week: string): string {
  return `${Number(week.slice(6))} of ${week.slice(0, 4)}`;
}

/** With a sign and one decimal; `±0.0` where it rounds to nothing. */
export function signed(change: number): string {
  const text = Math.abs(change).toFixed(1);
  return text === '0.0' ? '±0.0' : `${change > 0 ? '+' : '−'}${text}`;
}

/** What changed since the week before; `undefined` where one of the two is missing. */
export function changeOf({ score, before }: PublishedData): number | undefined {
  return typeof score === 'number' && before !== undefined ? score - before : undefined;
}

/** So long after its end, a week is no news any more. */
const LATE_AFTER_MS = 9 * 86_400_000;

/** Of a week that was caught up: what it says to do may have been done. */
function lateNote(publishedAt: string, week: string): string {
  const end = startOfWeek(nextWeek(week), 'UTC');
  if (Date.parse(publishedAt) - end < LATE_AFTER_MS) return '';
  return `This week is told late, on ${publishedAt.slice(0, 10)}: who waited at its end may have been answered since.`;
}

function changeIn(data: PublishedData): string {
  const change = changeOf(data);
  return change === undefined ? '' : ` (${signed(change)})`;
}

function changeText(data: PublishedData): string {
  const change = changeOf(data);
  if (change === undefined) return 'no score the week before';
  const { before, beforeTold } = data;
  const revised =
    beforeTold === undefined
      ? ''
      : `, which was told as ${beforeTold.toFixed(1)} and is ${before?.toFixed(1)} by what came in since`;
  return `${signed(change)} on the week before${revised}`;
}

function basisOf({ low = 0, high = 100, n, applications }: PublishedData): string {
  return `95 % interval ${points(low)} to ${points(high)}, from ${count(n, 'interview')} of ${count(applications, 'application')} in the four weeks up to the end of this one.`;
}

function whyNone({ n, applications, minimumGroup = 5 }: PublishedData): string {
  const found =
    n === 0 ? 'no interviews' : `${count(n, 'interview')} of ${count(applications, 'application')}`;
  return `There were ${found} in the last four weeks. A score needs at least ${minimumGroup} applications: with fewer, it would say more about single people than about the team.`;
}

function waitingText({ waiting }: PublishedData): string {
  if (waiting === undefined) return '';
  const { count: all, overdue, beyondPromise } = waiting;
  if (all === 0) return 'Nobody waits for an answer.';
  const parts = [`${count(all, 'candidate')} ${all === 1 ? 'waits' : 'wait'} for an answer`];
  const of = (n: number): string => (all === 1 ? '' : `${whole(n)} of them `);
  if (overdue > 0) parts.push(`${of(overdue)}beyond the due time`);
  if (beyondPromise > 0) parts.push(`${of(beyondPromise)}beyond what they were promised`);
  return `${parts.join(', ')} (at the end of the week).`;
}

function stageLines({ stages = [], otherStages }: PublishedData): StageLine[] {
  const lines = stages.map((part) => ({ ...lineOf(part), stage: plainStage(part.stage) }));
  if (otherStages === undefined) return lines;
  return [...lines, { ...lineOf(otherStages), stage: `${otherStages.count} further stages` }];
}

function lineOf(part: { n: number; open: number; points: number }): Omit<StageLine, 'stage'> {
  return { n: whole(part.n), open: whole(part.open), points: part.points.toFixed(1) };
}

const STATES = { met: 'answered after', waiting: 'waiting for', ended: 'withdrew after' } as const;

function days(business: number): string {
  const text = business.toFixed(1);
  return `${text} working ${text === '1.0' ? 'day' : 'days'}`;
}

/** `1 team`, `2 teams`. */
export function count(n: number, of: string): string {
  return `${whole(n)} ${of}${n === 1 ? '' : 's'}`;
}

/** `10,502` */
function whole(n: number): string {
  return n.toLocaleString('en');
}

function plainStage(stage: string): string {
  return stage === '' || stage === 'unassigned' ? 'unknown stage' : plainName(stage);
}

function say(reason: Reason | undefined): string {
  if (reason === undefined) return '';
  const { stage } = reason;
  return sayReason(stage === undefined || stage === '' ? reason : { ...reason, stage: plainName(stage) });
}
