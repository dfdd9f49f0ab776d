import { type ScoreOfWeek, type StagePart, type TeamTold } from '../../../api/scores.js';
import { showScore, type ShownScore } from '../../../charts/prepare/scores.js';
import { addDays, addWeeks, isoWeekOf, isWeek, mondayOfWeek } from '../../../time/days.js';
import { isoOf } from '../../../filters/asked.js';
import { whenever } from '../../../filters/own-time.js';
import { type Changes } from '../../../filters/use-filter.js';
import { type View } from '../../../filters/view.js';
import { dayOf, instantOfLocalTime } from '../../../time/zoned.js';

/** The last week that had ended at the instant looked at. */
export function lastWeekOf({ asOf, organisation }: Pick<View, 'asOf' | 'organisation'>): string {
  return addWeeks(isoWeekOf(dayOf(asOf, organisation.timeZone)), -1);
}

/** The week that the address names, if it had ended; else the last one. `ignored`: what it names instead. */
export function chosenWeek(named: string | null, last: string): { week: string; ignored: readonly string[] } {
  if (named === null || named === '') return { week: last, ignored: [] };
  if (isWeek(named) && named <= last) return { week: named, ignored: [] };
  return { week: last, ignored: [`week=${named}`] };
}

const WEEKS_OF_A_SCORE = 4;

/** What a link from a week's score to what is behind it changes: the whole team, in the four weeks, from their end. */
export function behindWeek(week: string, team: string, view: Pick<View, 'asOf' | 'organisation'>): Changes {
  const all = { ...whenever, team: [team], stage: [], job: [] };
  if (week === lastWeekOf(view)) return all;
  const to = addDays(mondayOfWeek(week), 7);
  const end = instantOfLocalTime(`${to}T00:00`, view.organisation.timeZone) ?? view.asOf;
  return { ...all, from: addDays(to, -7 * WEEKS_OF_A_SCORE), to, asOf: isoOf(Math.min(end - 1, view.asOf)) };
}

/** Until when publications and messages are shown: only a chosen moment hides what came after it. */
export function seenUntil({ asOf, filter }: Pick<View, 'asOf' | 'filter'>): number {
  return filter.asOf === undefined ? Number.POSITIVE_INFINITY : asOf;
}

/** A team's week as it stood at the instant looked at. */
export interface ToldWeek {
  /** `later`: it was published after the instant looked at. */
  readonly standing: 'published' | 'unpublished' | 'later';
  readonly score: ShownScore;
  /** ISO 8601. */
  readonly publishedAt?: string;
  /** What is known by now, where a publication says something else. */
  readonly revised?: ShownScore;
  /** Its reasons; absent where those that are at hand are of other figures. */
  readonly reasons?: TeamTold;
}

/** `undefined`: there is nothing to say about this week. */
export function toldOf(detail: ScoreOfWeek | undefined, until: number): ToldWeek | undefined {
  const { published, unpublished, revised } = detail ?? {};
  if (published === undefined)
    return unpublished === undefined
      ? undefined
      : { standing: 'unpublished', score: showScore(unpublished), reasons: unpublished };
  const { publishedAt } = published;
  if (Date.parse(publishedAt) > until) {
    return revised === undefined
      ? { standing: 'later', score: showScore(published), publishedAt, reasons: published }
      : { standing: 'later', score: showScore(revised), publishedAt };
  }
  return {
    standing: 'published',
    score: showScore(published),
    publishedAt,
    reasons: published,
    ...(revised !== undefined && { revised: showScore(revised) }),
  };
}

export interface StageLine extends Omit<StagePart, 'stage'> {
  /** As filters name it. Absent: all further ones together. */
  readonly stage?: string;
  readonly name: string;
  /** Of all points that the score lacks, 0 to 1. */
  readonly share: number;
}

/** Where the points went, the dearest stage first; the parts add up to what the score lacks. */
export function stageLines({ stages = [], otherStages }: TeamTold): readonly StageLine[] {
  const others = otherStages === undefined ? [] : [otherStages];
  const all = [...stages, ...others].reduce((sum, { points }) => sum + points, 0);
  const share = (points: number): number => (all === 0 ? 0 : points / all);
  return [
    ...stages.map((part) => {
      const isKnown = part.stage !== '' && part.stage !== 'unassigned';
      const [stage, name] = isKnown ? [part.stage, part.stage] : ['unassigned', 'Unassigned'];
      return { ...part, stage, name, share: share(part.points) };
    }),
    ...others.map(({ count, ...part }) => ({
      ...part,
      name: `${count} further stages`,
      share: share(part.points),
    })),
  ];
}
