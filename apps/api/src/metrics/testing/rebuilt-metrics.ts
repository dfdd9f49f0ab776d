import { businessClock } from '@hearback/domain';
import { calendarOf, type Organisation } from '../../platform/organisation.js';
import { missing, NO_FEEDBACK, NO_SCORECARDS } from '../../testing/metrics-under-test.js';
import type { BehindRow } from '../behind/list-behind.query.js';
import {
  countsOf,
  distinct,
  elapsedMs,
  grouped,
  isOwed,
  seenUntil,
  shareOf,
  type Owed,
} from './rows-by-hand.js';
import { quantileByHand } from './waits-by-hand.js';

/** What was asked, and what is known beside the rows of the list. */
export interface Asked {
  readonly organisation: Organisation;
  readonly asOf: number;
  readonly by: readonly string[];
  readonly clock: 'elapsed' | 'business';
  /** The only kind of obligation that is asked about. */
  readonly obligation?: string;
  /** Whether anything of the kind was ever reported up to `asOf`. */
  readonly isMeasured: (needs: string) => boolean;
  /** All responses that the same filters choose: groups in which nobody waits are told as zeros. */
  readonly responses: readonly Owed[];
}

export type Row = Readonly<Record<string, unknown>>;
type Figures = Readonly<Record<string, unknown>>;

/** How a row is counted, in the words of the lists; and the figures of rows that were counted so. */
export interface ByHand {
  readonly countedAs: (row: Owed, asked: Asked) => string;
  readonly restsOn: (counted: string) => boolean;
  readonly figures: (rows: readonly Owed[], counted: (row: Owed) => string, asked: Asked) => Figures;
  readonly needs?: string;
}

const DAY = 86_400_000;
const of = (rows: readonly Owed[], counted: (row: Owed) => string, as: string): number =>
  rows.filter((row) => counted(row) === as).length;

function secondsOf(row: Owed, { organisation, clock, asOf }: Asked): number {
  if (clock === 'elapsed') return elapsedMs(row, asOf) / 1000;
  const calendar = businessClock(calendarOf(organisation, row.team));
  return calendar.workingSeconds(Date.parse(row.startedAt), seenUntil(row, asOf));
}

const quantiles = (rows: readonly Owed[], asked: Asked): Figures => {
  const waits = rows.map((row) => ({ length: secondsOf(row, asked), answered: row.state === 'met' }));
  return {
    median: quantileByHand(waits, 0.5),
    p75: quantileByHand(waits, 0.75),
    p90: quantileByHand(waits, 0.9),
  };
};

const latency: ByHand = {
  countedAs: ({ state }) => (state === 'met' ? 'event' : 'censored'),
  restsOn: () => true,
  figures: (rows, _counted, asked) => quantiles(rows, asked),
};

const rate: Omit<ByHand, 'countedAs'> = {
  restsOn: (counted) => counted !== 'leftOut',
  figures: (rows, counted) => {
    const [numerator, others] = [of(rows, counted, 'numerator'), of(rows, counted, 'denominator')];
    return { rate: shareOf(numerator, numerator + others), numerator };
  },
};

const within = (days: number, met: string, not: string): ByHand['countedAs'] => {
  return (row, { asOf }) => {
    if (asOf - Date.parse(row.startedAt) < days * DAY) return 'leftOut';
    const inTime = row.state !== 'waiting' && elapsedMs(row, asOf) <= days * DAY;
    if (row.state === 'ended' && inTime) return 'leftOut';
    return row.state === 'met' && inTime ? met : not;
  };
};

const answered: ByHand = { ...rate, countedAs: within(14, 'numerator', 'denominator') };

const ghosting: ByHand = {
  ...rate,
  countedAs: within(30, 'denominator', 'numerator'),
  figures: (rows, counted, asked) => {
    const withdrew = rows.filter(({ state }) => state === 'ended').length;
    return { ...rate.figures(rows, counted, asked), withdrew, withdrewRate: shareOf(withdrew, rows.length) };
  },
};

export const onTime: ByHand = {
  ...rate,
  countedAs: (row, { asOf }) => {
    const due = row.dueAt === null ? Infinity : Date.parse(row.dueAt);
    const byThen = row.stoppedAt !== null && Date.parse(row.stoppedAt) <= due;
    if (asOf <= due || (row.state === 'ended' && byThen)) return 'leftOut';
    return row.state === 'met' && byThen ? 'numerator' : 'denominator';
  },
};

const waitingNow: ByHand = {
  countedAs: ({ dueAt }, { asOf }) => (dueAt !== null && asOf > Date.parse(dueAt) ? 'overdue' : 'waiting'),
  restsOn: () => true,
  figures: (rows, counted, asked) => ({
    candidates: distinct(rows.map(({ candidateId, applicationId }) => candidateId ?? `of ${applicationId}`)),
    overdue: of(rows, counted, 'overdue'),
    oldestSeconds: rows.length === 0 ? null : Math.max(...rows.map((row) => secondsOf(row, asked))),
  }),
};

const expectation: ByHand = {
  ...rate,
  needs: 'response.promised',
  countedAs: (row, { organisation, asOf }) => {
    const calendar = businessClock(calendarOf(organisation, row.team));
    const { daySeconds } = calendar;
    const start = Date.parse(row.startedAt);
    const waited = calendar.workingSeconds(start, seenUntil(row, asOf));
    if (row.state === 'waiting' ? waited < daySeconds : waited <= daySeconds) return 'leftOut';
    const promised = row.promisedAt === null ? Infinity : Date.parse(row.promisedAt);
    return promised < Infinity && calendar.workingSeconds(start, promised) <= daySeconds
      ? 'numerator'
      : 'denominator';
  },
};

export const promiseKept: ByHand = {
  needs: 'response.promised',
  countedAs: (row, { asOf }) => {
    const [first, last] = [row.dueAt ?? '', row.lastDueAt ?? ''].map((due) => Date.parse(due)) as [
      number,
      number,
    ];
    const until = seenUntil(row, asOf);
    if (row.state === 'ended' && until <= first) return 'leftOut';
    if (asOf <= first) return 'notYetDue';
    if (row.state === 'met' && until <= first) return 'kept';
    if (row.state === 'met' && until <= last) return 'moved';
    return until > last ? 'broken' : 'open';
  },
  restsOn: (counted) => counted !== 'leftOut' && counted !== 'notYetDue',
  figures: (rows, counted) => {
    const [kept, moved] = [of(rows, counted, 'kept'), of(rows, counted, 'moved')];
    const [broken, open] = [of(rows, counted, 'broken'), of(rows, counted, 'open')];
    return { rate: shareOf(kept, kept + moved + broken), kept, moved, broken, open };
  },
};

/** Those whose rows are obligations of one kind, one by one. */
export const metricsByHand: Readonly<Record<string, ByHand>> = {
  'time-to-response': latency,
  'time-to-decision': latency,
  'time-to-feedback': { ...latency, needs: 'response.sent of kind feedback' },
  'scorecard-latency': { ...latency, needs: 'interviewers with scorecardRequired' },
  'response-rate': answered,
  'feedback-rate': { ...answered, needs: 'response.sent of kind feedback' },
  'ghosting-rate': ghosting,
  'waiting-now': waitingNow,
  'expectation-rate': expectation,
  'promise-kept-rate': promiseKept,
  'request-answer': {
    ...answered,
    needs: 'feedback.requested',
    // Its times rest on all requests, and it carries their counts.
    restsOn: () => true,
    figures: (rows, counted, asked) => ({
      ...rate.figures(rows, counted, asked),
      denominator: rows.length - of(rows, counted, 'leftOut'),
      ...quantiles(rows, asked),
    }),
  },
};

const NOT_MEASURED: Readonly<Record<string, object>> = {
  'response.sent of kind feedback': NO_FEEDBACK,
  'interviewers with scorecardRequired': NO_SCORECARDS,
};

export const notMeasured = (figures: Figures, needs: string): Figures =>
  Object.fromEntries(Object.keys(figures).map((name) => [name, NOT_MEASURED[needs] ?? missing(needs)]));

/** The rows of an answer from those behind it. */
export function rebuilt(name: string, rows: readonly BehindRow[], asked: Asked): Row[] {
  const metric = metricsByHand[name];
  if (metric === undefined) throw new Error(`nobody has rebuilt ${name}`);
  return rebuiltAs(metric, rows.filter(isOwed), asked);
}

function rebuiltAs(metric: ByHand, rows: readonly Owed[], asked: Asked): Row[] {
  const { by, organisation, isMeasured } = asked;
  const counted = (row: Owed): string => metric.countedAs(row, asked);
  const rowOf = (groups: Row, all: readonly Owed[]): Row => {
    const figures = metric.figures(all, counted, asked);
    const { needs } = metric;
    return {
      ...groups,
      ...countsOf(all.filter((row) => metric.restsOn(counted(row)))),
      ...(needs === undefined || isMeasured(needs) ? figures : notMeasured(figures, needs)),
    };
  };
  const groups = grouped(rows, by, organisation.timeZone).map((group) => rowOf(group.groups, group.rows));
  if (metric === waitingNow) {
    const told = new Set(
      grouped(rows, by, organisation.timeZone).map((group) => JSON.stringify(group.groups)),
    );
    const others = grouped(asked.responses, by, organisation.timeZone).filter(
      (group) => !told.has(JSON.stringify(group.groups)),
    );
    return [...groups, ...others.map((group) => rowOf(group.groups, []))];
  }
  const isMissing = metric.needs !== undefined && !isMeasured(metric.needs);
  if (groups.length > 0 || !isMissing) return groups;
  // Nothing of the kind there: the interviews stand for it.
  return grouped(asked.responses, by, organisation.timeZone).map((group) => rowOf(group.groups, []));
}

/** A row for each kind of obligation that has a due time. */
export function rebuiltOnTime(rows: readonly BehindRow[], asked: Asked): Row[] {
  const kinds = ['response', 'decision', 'feedback', 'scorecard', 'request'];
  const needs: Readonly<Record<string, string>> = {
    feedback: 'response.sent of kind feedback',
    scorecard: 'interviewers with scorecardRequired',
    request: 'feedback.requested',
    promise: 'response.promised',
  };
  return (asked.obligation === undefined ? kinds : [asked.obligation]).flatMap((kind) => {
    const needed = needs[kind];
    const metric = needed === undefined ? onTime : { ...onTime, needs: needed };
    const of = rows.filter(isOwed).filter((row) => row.kind === kind);
    return rebuiltAs(metric, of, asked).map((row) => ({ ...row, obligation: kind }));
  });
}
