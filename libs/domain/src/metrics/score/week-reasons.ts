import type { StagePart } from './latency-score.js';

/** A sentence about a team's week: the rule that chose it, with what it says. Words come from {@link sayReason}. */
export interface Reason {
  readonly rule: string;
  /** '' is an unknown stage; absent: not about one stage. */
  readonly stage?: string | undefined;
  readonly count?: number | undefined;
  readonly of?: number | undefined;
  /** Of the score's 100. */
  readonly points?: number | undefined;
  /** Business days. */
  readonly days?: number | undefined;
}

/** Candidates who wait for an answer at the end of a week, whenever the interview was. */
export interface WaitingCandidates {
  readonly waiting: number;
  /** Of these, past the due time. */
  readonly overdue: number;
  /** Of these, past the time that they were promised. */
  readonly beyondPromise: number;
}

export interface WaitingAtStage extends WaitingCandidates {
  /** '' where it is unknown. */
  readonly stage: string;
}

/** What is known of a team at the end of a week. */
export interface WeekFacts {
  /** 0 to 100; absent: too few. */
  readonly score?: number | undefined;
  /** Of the week before. */
  readonly before?: number | undefined;
  /** The interviews that the score is about; their parts by stage. */
  readonly stages: readonly StagePart[];
  /** H in the unit of the parts' costs, of one day each: ten. */
  readonly horizonDays: number;
  /** In all stages: a candidate who waits in several is counted once. */
  readonly waiting: WaitingCandidates;
  readonly waitingAt: readonly WaitingAtStage[];
}

/** A stage is worth the next step when it costs at least so many points, and half of all that is lost. */
const DEAR_POINTS = 5;
const DEAR_SHARE = 0.5;
/** So many points up are an improvement; less is the noise of a small team. */
const IMPROVED_POINTS = 1;
/** A stage is praised for its pace from so many interviews on, all answered within so many days on average. */
const QUICK_INTERVIEWS = 3;
const QUICK_DAYS = 1;

/**
 * The one thing to do next. The first rule that applies, in this order:
 *
 * 1. `answer-promised`: somebody waits beyond the time that they were promised. The stage with the most of them.
 * 2. `answer-overdue`: somebody waits beyond the due time. The stage with the most of them.
 * 3. `settle-stage`: one of several stages costs 5 points or more and at least half of all that is lost.
 * 4. `answer-sooner`: 5 points or more are lost, over stages or in the only one.
 * 5. `answer-waiting`: somebody waits, in time.
 * 6. `keep`: nobody waits.
 */
export function nextStep({ stages, waiting, waitingAt }: WeekFacts): Reason {
  const promised = most('beyondPromise', waitingAt, waiting);
  if (promised !== undefined) return { rule: 'answer-promised', ...promised };
  const overdue = most('overdue', waitingAt, waiting);
  if (overdue !== undefined) return { rule: 'answer-overdue', ...overdue };
  const lost = sum(stages, ({ points }) => points);
  const [dearest] = [...stages].sort((a, b) => b.points - a.points || compare(a.stage, b.stage));
  if (
    dearest !== undefined &&
    stages.length > 1 &&
    dearest.points >= DEAR_POINTS &&
    dearest.points >= DEAR_SHARE * lost
  )
    return { rule: 'settle-stage', stage: dearest.stage, points: dearest.points };
  if (lost >= DEAR_POINTS) return { rule: 'answer-sooner', points: Math.min(100, lost) };
  return waiting.waiting > 0 ? { rule: 'answer-waiting', count: waiting.waiting } : { rule: 'keep' };
}

/**
 * What went well: the first thing that is true, in this order, and nothing where nothing is.
 *
 * 1. `all-answered`: every interview of the four weeks.
 * 2. `improved`: the score is up by a point or more.
 * 3. `quick-stage`: a stage of 3 interviews or more, all answered, within a business day on average; the quickest.
 * 4. `answered`: some are.
 */
export function wentWell({ score, before, stages, horizonDays }: WeekFacts): Reason | undefined {
  const n = sum(stages, (stage) => stage.n);
  if (n === 0) return undefined;
  const answered = n - sum(stages, ({ open }) => open);
  if (answered === n) return { rule: 'all-answered', count: n };
  if (score !== undefined && before !== undefined && score - before >= IMPROVED_POINTS)
    return { rule: 'improved', points: score - before };
  const [quickest] = stages
    .filter((stage) => stage.n >= QUICK_INTERVIEWS && stage.open === 0)
    .map((stage) => ({ stage: stage.stage, days: (stage.points * n * horizonDays) / (100 * stage.n) }))
    .filter(({ days }) => days <= QUICK_DAYS)
    .sort((a, b) => a.days - b.days || compare(a.stage, b.stage));
  if (quickest !== undefined) return { rule: 'quick-stage', ...quickest };
  return answered > 0 ? { rule: 'answered', count: answered, of: n } : undefined;
}

/** The stage where most candidates are counted, with how many in all. */
function most(
  counted: keyof WaitingCandidates,
  stages: readonly WaitingAtStage[],
  all: WaitingCandidates,
): Pick<Reason, 'stage' | 'count' | 'of'> | undefined {
  const [first] = [...stages].sort((a, b) => b[counted] - a[counted] || compare(a.stage, b.stage));
  if (first === undefined || first[counted] === 0) return undefined;
  return { stage: first.stage, count: first[counted], of: all[counted] };
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
