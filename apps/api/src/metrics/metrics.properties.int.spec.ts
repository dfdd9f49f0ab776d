import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  businessClock,
  dayOf,
  defaultFoldOptions,
  historyOf,
  isRetracted,
  obligationsAsOf,
  standardCalendar,
  startOfDay,
  stateAsOf,
  survivalQuantile,
  touchpointsAsOf,
  type ApplicationEvent,
  type ApplicationState,
  type Instant,
  type MetricName,
  type MetricRow,
  type Obligation,
  type ObligationKind,
  type Touchpoint,
} from '@hearback/domain';
import { arbitraryApplication, instantsAround } from '@hearback/domain/testing';
import fc from 'fast-check';
import { parseOrganisation } from '../platform/organisation.js';
import {
  DAY,
  missing,
  NO_FEEDBACK,
  NO_SCORECARDS,
  startMetrics,
  type MetricsUnderTest,
} from '../testing/metrics-under-test.js';
import type { MetricRequest } from './metric-request.js';

const zone = 'Europe/Berlin';
const MINIMUM = 2;
const organisation = parseOrganisation(`{ timeZone: ${zone}, minimumGroup: ${MINIMUM} }`, 'test.yaml');
const clock = businessClock(standardCalendar(zone));

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics(organisation);
});
afterAll(() => test.close());
beforeEach(() => test.clear());

type Asked = Pick<MetricRequest, 'by' | 'filter'>;
type Of<Item> = Item & { readonly application: string; readonly person?: string };

/** All that the fold tells as of an instant. */
interface Told {
  readonly asOf: Instant;
  readonly obligations: readonly Of<Obligation>[];
  readonly touchpoints: readonly Of<Touchpoint>[];
  readonly requests: number;
}

function told(applications: ReadonlyMap<string, readonly ApplicationEvent[]>, asOf: Instant): Told {
  const options = { ...defaultFoldOptions, timeZone: zone };
  const states = [...applications].map(([id, events]) => [id, stateAsOf(historyOf(events), asOf)] as const);
  const all = <Item>(of: (state: ApplicationState) => readonly Item[]): Of<Item>[] =>
    states.flatMap(([application, state]) => {
      const person = personOf(applications.get(application) ?? [], asOf);
      return of(state).map((item) => ({ ...item, application, person }));
    });
  return {
    asOf,
    obligations: all((state) => obligationsAsOf(state, asOf, options)),
    touchpoints: all((state) => touchpointsAsOf(state, asOf)),
    requests: states.reduce((sum, [, { requests }]) => sum + requests.length, 0),
  };
}

/** The latest id that any interview event gave, of those not taken back; without one the application itself. */
function personOf(events: readonly ApplicationEvent[], asOf: Instant): string {
  const { events: all, retractedFrom } = historyOf(events);
  const ids = all
    .filter((event) => Date.parse(event.time) <= asOf && !isRetracted(event, retractedFrom, asOf))
    .flatMap(({ type, data }) =>
      type.startsWith('hearback.interview.') && 'candidateId' in data ? (data.candidateId ?? []) : [],
    );
  return ids.at(-1) ?? `of ${events[0]?.data.applicationId}`;
}

const startOf = (item: Obligation | Touchpoint): Instant => ('at' in item ? item.at : item.startedAt);

function groupsOf(item: Obligation | Touchpoint, { by }: Asked): Record<string, string> {
  const { teamId = 'unassigned', stage = 'unassigned', jobId = 'unassigned' } = item;
  const day = dayOf(startOf(item), zone);
  const all: Record<string, string> = { team: teamId, stage, job: jobId, day, month: day.slice(0, 7) };
  return Object.fromEntries(by.map((grouping) => [grouping, all[grouping] ?? '?']));
}

function isAskedFor(item: Obligation | Touchpoint, { filter: { team, stage, from, to } }: Asked): boolean {
  return (
    team?.includes(item.teamId ?? 'unassigned') !== false &&
    stage?.includes(item.stage ?? 'unassigned') !== false &&
    (from === undefined || startOf(item) >= startOfDay(from, zone)) &&
    (to === undefined || startOf(item) < startOfDay(to, zone))
  );
}

function grouped<Item extends Obligation | Touchpoint>(items: readonly Item[], asked: Asked) {
  const groups = new Map<string, Item[]>();
  for (const item of items.filter((each) => isAskedFor(each, asked))) {
    const key = JSON.stringify(groupsOf(item, asked));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, own]) => [JSON.parse(key) as Record<string, string>, own] as const);
}

const distinct = (items: readonly Of<object>[]): number =>
  new Set(items.map((each) => each.application)).size;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function countsOf(items: readonly Of<Obligation>[]) {
  const count = (is: (each: Obligation) => boolean): number => items.filter(is).length;
  return {
    n: items.length,
    applications: distinct(items),
    met: count(({ state }) => state === 'met'),
    waiting: count(({ state }) => state === 'waiting'),
    ended: count(({ state }) => state === 'ended'),
    assumed: count(({ assumed }) => assumed),
    inferred: count(({ inferred }) => inferred),
    early: count(({ early }) => early),
  };
}

/** How a metric over obligations is reckoned, in plain words. */
interface Plain {
  readonly name: MetricName;
  readonly kind: ObligationKind;
  readonly more?: Partial<MetricRequest>;
  readonly needs?: readonly [missing: object, isThere: (all: Told) => boolean];
  readonly restsOn?: (each: Obligation, asOf: Instant) => boolean;
  readonly figures: (
    on: readonly Of<Obligation>[],
    asOf: Instant,
    all: readonly Of<Obligation>[],
  ) => Record<string, unknown>;
}

const waitOf = ({ stoppedAt, startedAt }: Obligation, asOf: Instant): number =>
  ((stoppedAt ?? asOf) - startedAt) / 1000;

/** Whether it came to anything, and whether that was within so many days. */
const isOld = (days: number) => (each: Obligation, asOf: Instant) =>
  asOf - each.startedAt >= days * DAY * 1000 && !(each.state === 'ended' && waitOf(each, asOf) <= days * DAY);
const metWithin = (days: number, items: readonly Obligation[], asOf: Instant): number =>
  items.filter((each) => each.state === 'met' && waitOf(each, asOf) <= days * DAY).length;

function answered(on: readonly Obligation[], asOf: Instant) {
  const numerator = metWithin(14, on, asOf);
  return { rate: share(numerator, on.length), numerator };
}

function quantiles(items: readonly Obligation[], asOf: Instant) {
  const waits = items.map((each) => ({ seconds: waitOf(each, asOf), answered: each.state === 'met' }));
  const at = (p: number) => survivalQuantile(waits, p);
  return { median: at(0.5), p75: at(0.75), p90: at(0.9) };
}

/** Of one whose first due time has passed. */
function outcomeOf({ state, stoppedAt, dueAt = 0, lastDueAt = 0 }: Obligation, asOf: Instant): string {
  const at = stoppedAt ?? asOf;
  if (state === 'met' && at <= dueAt) return 'kept';
  if (state === 'met' && at <= lastDueAt) return 'moved';
  return at > lastDueAt ? 'broken' : 'open';
}

const PROMISES = [
  missing('response.promised'),
  ({ obligations }: Told) => obligations.some(({ kind }) => kind === 'promise'),
] as const;
const FEEDBACK = [
  NO_FEEDBACK,
  ({ touchpoints }: Told) => touchpoints.some(({ kind }) => kind === 'feedback'),
] as const;
const REQUESTS = [missing('feedback.requested'), ({ requests }: Told) => requests > 0] as const;
const SCORECARDS = [
  NO_SCORECARDS,
  ({ obligations }: Told) => obligations.some(({ kind }) => kind === 'scorecard'),
] as const;

const dueOf = (each: Obligation, days: number): Instant => clock.dueAt(each.startedAt, days);
const onTime = (kind: ObligationKind, days: number, needs?: Plain['needs']): Plain => ({
  name: 'on-time-rate',
  kind,
  ...(needs === undefined ? {} : { needs }),
  more: { obligation: kind },
  restsOn: (each, asOf) =>
    asOf > dueOf(each, days) && !(each.state === 'ended' && (each.stoppedAt ?? 0) <= dueOf(each, days)),
  figures: (on) => {
    const numerator = on.filter(
      (each) => each.state === 'met' && (each.stoppedAt ?? 0) <= dueOf(each, days),
    ).length;
    return { rate: share(numerator, on.length), numerator };
  },
});
const withinADay = (from: Instant, to: Instant): boolean =>
  clock.workingSeconds(from, to) <= clock.daySeconds;

const plain: readonly Plain[] = [
  { name: 'time-to-feedback', kind: 'feedback', needs: FEEDBACK, figures: quantiles },
  { name: 'scorecard-latency', kind: 'scorecard', needs: SCORECARDS, figures: quantiles },
  { name: 'response-rate', kind: 'response', restsOn: isOld(14), figures: answered },
  { name: 'feedback-rate', kind: 'feedback', needs: FEEDBACK, restsOn: isOld(14), figures: answered },
  onTime('response', 3),
  onTime('feedback', 5, FEEDBACK),
  onTime('scorecard', 1, SCORECARDS),
  onTime('request', 5, REQUESTS),
  {
    name: 'ghosting-rate',
    kind: 'response',
    restsOn: isOld(30),
    figures: (on, asOf, all) => {
      const numerator = on.length - metWithin(30, on, asOf);
      const withdrew = all.filter(({ state }) => state === 'ended').length;
      return {
        rate: share(numerator, on.length),
        numerator,
        withdrew,
        withdrewRate: share(withdrew, all.length),
      };
    },
  },
  {
    name: 'waiting-now',
    kind: 'response',
    restsOn: ({ state }) => state === 'waiting',
    figures: (on, asOf) => ({
      candidates: new Set(on.map(({ person }) => person)).size,
      overdue: on.filter((each) => dueOf(each, 3) < asOf).length,
      oldestSeconds: on.length === 0 ? null : Math.max(...on.map((each) => waitOf(each, asOf))),
    }),
  },
  {
    name: 'expectation-rate',
    kind: 'response',
    needs: PROMISES,
    restsOn: ({ startedAt, stoppedAt }, asOf) =>
      clock.workingSeconds(startedAt, asOf) >= clock.daySeconds &&
      !(stoppedAt !== undefined && withinADay(startedAt, stoppedAt)),
    figures: (on) => {
      const numerator = on.filter(
        ({ startedAt, promisedAt }) => promisedAt !== undefined && withinADay(startedAt, promisedAt),
      ).length;
      return { rate: share(numerator, on.length), numerator };
    },
  },
  {
    name: 'promise-kept-rate',
    kind: 'promise',
    needs: PROMISES,
    restsOn: ({ state, stoppedAt = 0, dueAt = 0 }, asOf) =>
      asOf > dueAt && !(state === 'ended' && stoppedAt <= dueAt),
    figures: (on, asOf) => {
      const count = (outcome: string) => on.filter((each) => outcomeOf(each, asOf) === outcome).length;
      const [kept, moved, broken, open] = ['kept', 'moved', 'broken', 'open'].map(count);
      return {
        rate: share(kept ?? 0, (kept ?? 0) + (moved ?? 0) + (broken ?? 0)),
        kept,
        moved,
        broken,
        open,
      };
    },
  },
  {
    name: 'request-answer',
    kind: 'request',
    needs: REQUESTS,
    figures: (on, asOf) => {
      const old = on.filter((each) => isOld(14)(each, asOf));
      return { ...answered(old, asOf), denominator: old.length, ...quantiles(on, asOf) };
    },
  },
];

function plainRows(
  { kind, more, needs, restsOn = () => true, figures }: Plain,
  all: Told,
  asked: Asked,
): unknown[] {
  const { asOf } = all;
  const told = more?.obligation === undefined ? {} : { obligation: more.obligation };
  const rows = grouped(
    all.obligations.filter((each) => each.kind === kind),
    asked,
  ).map(([groups, own]) => {
    const on = own.filter((each) => restsOn(each, asOf));
    return { ...groups, ...told, ...countsOf(on), ...figures(on, asOf, own) };
  });
  if (needs === undefined || needs[1](all)) return rows;
  const unmeasured = Object.fromEntries(Object.keys(figures([], asOf, [])).map((name) => [name, needs[0]]));
  if (rows.length > 0) return rows.map((row) => ({ ...row, ...unmeasured }));
  return groupsWithInterviews(all, asked).map((groups) => ({
    ...groups,
    ...told,
    ...countsOf([]),
    ...unmeasured,
  }));
}

/** What stands for what nobody has reported: the groups in which interviews are over. */
function groupsWithInterviews({ obligations }: Told, asked: Asked): Record<string, string>[] {
  const responses = obligations.filter(({ kind }) => kind === 'response');
  return grouped(responses, asked).map(([groups]) => groups);
}

/** The figure of those that say anything about it; withheld where too few applications do. */
function ofKnown<Item extends Of<object>, Value>(
  items: readonly Item[],
  valueOf: (each: Item) => Value | undefined,
  figure: (values: readonly Value[]) => unknown,
  minimum = MINIMUM,
): unknown {
  const known = items.flatMap((each) => {
    const value = valueOf(each);
    return value === undefined ? [] : [{ application: each.application, value }];
  });
  const n = distinct(known);
  if (n === 0) return null;
  return n < minimum ? { withheld: 'too few', n } : figure(known.map(({ value }) => value));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
const shareOf = (flags: readonly boolean[]): number => flags.filter((flag) => flag).length / flags.length;
const cnps = (marks: readonly number[]): number =>
  (100 * (marks.filter((mark) => mark > 8).length - marks.filter((mark) => mark < 7).length)) / marks.length;
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return mean(middle);
}

const momentCounts = (items: readonly Of<object>[]) => ({
  ...countsOf([]),
  n: items.length,
  applications: distinct(items),
});

function plainSubstance(all: Told, asked: Asked): unknown[] {
  if (!FEEDBACK[1](all)) {
    const none = { withExamples: NO_FEEDBACK, withNextSteps: NO_FEEDBACK, medianWords: NO_FEEDBACK };
    return groupsWithInterviews(all, asked).map((groups) => ({ ...groups, ...momentCounts([]), ...none }));
  }
  return grouped(
    all.touchpoints.filter(({ kind }) => kind === 'feedback'),
    asked,
  ).map(([groups, on]) => ({
    ...groups,
    ...momentCounts(on),
    withExamples: ofKnown(on, ({ hasExamples }) => hasExamples, shareOf, 0),
    withNextSteps: ofKnown(on, ({ hasNextSteps }) => hasNextSteps, shareOf, 0),
    medianWords: ofKnown(on, ({ words }) => words, median, 0),
  }));
}

function plainRatings(all: Told, asked: Asked): unknown[] {
  const [isRated, isSurveyed] = ['rating', 'survey'].map((kind) =>
    all.touchpoints.some((each) => each.kind === kind),
  );
  const moments = grouped(
    all.touchpoints.filter(({ kind }) => kind !== 'feedback'),
    asked,
  );
  const names = new Set(moments.map(([groups]) => JSON.stringify(groups)));
  const others = isRated
    ? []
    : groupsWithInterviews(all, asked).filter((groups) => !names.has(JSON.stringify(groups)));
  return [...moments, ...others.map((groups) => [groups, []] as const)].map(([groups, both]) => {
    const ratings = both.filter(({ kind }) => kind === 'rating');
    const surveys = both.filter(({ kind }) => kind === 'survey');
    const rated = (figure: unknown): unknown => (isRated ? figure : missing('candidate.rated'));
    return {
      ...groups,
      ...momentCounts(ratings),
      cnps: rated(ofKnown(ratings, ({ nps }) => nps, cnps)),
      specific: rated(ofKnown(ratings, ({ specific }) => specific, mean)),
      constructive: rated(ofKnown(ratings, ({ constructive }) => constructive, mean)),
      respectful: rated(ofKnown(ratings, ({ respectful }) => respectful, mean)),
      timely: rated(ofKnown(ratings, ({ timely }) => timely, mean)),
      surveyResponseRate: isSurveyed
        ? ofKnown(surveys, ({ answeredAt }) => answeredAt !== undefined, shareOf)
        : missing('survey.sent'),
    };
  });
}

const applications = fc.array(arbitraryApplication(), { minLength: 8, maxLength: 14 }).map(
  (all) =>
    new Map(
      all.map((events, index): [string, ApplicationEvent[]] => {
        const applicationId = `app-${index}`;
        const own = events.map((event) => ({
          ...event,
          subject: applicationId,
          data: { ...event.data, applicationId },
        }));
        return [applicationId, own as ApplicationEvent[]];
      }),
    ),
);

const asked: fc.Arbitrary<Asked> = fc.constantFrom<Asked>(
  { by: [], filter: {} },
  { by: ['team', 'month'], filter: {} },
  {
    by: ['job', 'day'],
    filter: { team: ['payments', 'unassigned'], stage: ['Screen'], from: '2026-03-28', to: '2026-03-30' },
  },
);

/** From an instant of the events: at it, and when horizons and business days from it are over. */
const question = fc.record({ pick: fc.nat(), days: fc.constantFrom(0, 1, 3, 5, 7, 14, 30), asked });

/** A long search: `PROPERTY_RUNS=50 npx jest ...` tries fifty times as many. */
const numRuns = 3 * Number(process.env['PROPERTY_RUNS'] ?? 1);

const inOrder = (rows: readonly unknown[]): unknown[] =>
  [...rows].sort((a, b) => (keyOf(a as MetricRow) < keyOf(b as MetricRow) ? -1 : 1));
const keyOf = ({ team, stage, job, day, month }: MetricRow): string =>
  JSON.stringify([team, stage, job, day, month]);

/** What is asked, with what a plain reading answers. */
function expectedOf(all: Told, request: Asked) {
  return [
    ...plain.map((one) => ({ name: one.name, more: one.more, rows: plainRows(one, all, request) })),
    { name: 'feedback-substance', more: {}, rows: plainSubstance(all, request) } as const,
    { name: 'candidate-rating', more: {}, rows: plainRatings(all, request) } as const,
  ];
}

describe('given any applications, as of any instant', () => {
  it('then every rate and count is what a plain reading of the fold says', async () => {
    await fc.assert(
      fc.asyncProperty(applications, fc.tuple(question, question), async (given, questions) => {
        await test.clear();
        await test.given(...given.values());
        const around = instantsAround([...given.values()].flat());
        for (const { pick, days, asked } of questions) {
          const asOf = (around[pick % around.length] ?? 0) + days * DAY * 1000;
          const iso = new Date(asOf).toISOString();
          const checks = expectedOf(told(given, asOf), asked).map(async ({ name, more, rows }) => {
            const actual = await test.rowsOf(name, iso, { ...asked, ...more });
            expect({ name, iso, rows: inOrder(actual) }).toEqual({ name, iso, rows: inOrder(rows) });
          });
          await Promise.all(checks);
        }
      }),
      { numRuns, endOnFailure: true },
    );
  });
});
