import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addWeeks,
  businessClock,
  historyOf,
  metrics,
  obligationKeyOf,
  obligationsAsOf,
  startOfDay,
  startOfWeek,
  stateAsOf,
  weekOf,
  type HearbackEvent,
  type MetricName,
} from '@hearback/domain';
import { calendarOf, foldOptionsOf } from '../platform/organisation.js';
import { Random } from '../simulation/random.js';
import { differences } from './testing/differences.js';
import {
  metricsByHand,
  onTime,
  promiseKept,
  rebuilt,
  rebuiltOnTime,
  type Asked,
  type Row,
} from './testing/rebuilt-metrics.js';
import { momentCountedAs, rebuiltRating, rebuiltSubstance } from './testing/rebuilt-moments.js';
import { rebuiltHealth, rebuiltScore } from './testing/rebuilt-score.js';
import { distinct, groupOf, isMoment, isOwed, type Owed } from './testing/rows-by-hand.js';
import {
  byApplication,
  hasHappened,
  personsAsOf,
  startSimulatedHistory,
  UNTIL,
  type Question,
  type SimulatedHistory,
} from './testing/simulated-history.js';
import type { BehindPage, BehindRow } from './behind/list-behind.query.js';

const MIDDLE = '2026-09-16T11:23:45.678Z';
/** Nobody had been asked to rate, and hardly anybody had been promised anything. */
const EARLY = '2026-07-15T09:00:00.000Z';

let history: SimulatedHistory;
beforeAll(async () => {
  history = await startSimulatedHistory();
});
afterAll(() => history.close());

const needs: Readonly<Record<string, (event: HearbackEvent) => boolean>> = {
  'response.promised': ({ type }) => type === 'hearback.response.promised.v1',
  'feedback.requested': ({ type }) => type === 'hearback.feedback.requested.v1',
  'response.sent of kind feedback': (event) =>
    event.type === 'hearback.response.sent.v1' && event.data.kind === 'feedback',
  'candidate.rated': ({ type }) => type === 'hearback.candidate.rated.v1',
  'survey.sent': ({ type }) => type === 'hearback.survey.sent.v1',
};

async function everybody(asOf: string): Promise<readonly Owed[]> {
  return (await history.behind('time-to-response', { asOf })).rows.filter(isOwed);
}

async function askedOf(question: Question): Promise<Asked> {
  const { asOf = UNTIL, by, clock, obligation, ...filter } = question;
  const scorecards = (await history.behind('scorecard-latency', { asOf })).total;
  return {
    organisation: history.organisation,
    asOf: Date.parse(asOf),
    by: by === undefined ? [] : (by as string).split(','),
    clock: clock === 'business' ? 'business' : 'elapsed',
    ...(typeof obligation === 'string' ? { obligation } : {}),
    isMeasured: (name) => {
      const isIt = needs[name];
      return isIt === undefined ? scorecards > 0 : hasHappened(history.events, Date.parse(asOf), isIt);
    },
    responses: (await history.behind('time-to-response', { ...filter, asOf })).rows.filter(isOwed),
  };
}

async function rebuild(
  name: MetricName,
  page: BehindPage,
  asked: Asked,
): Promise<{ rows: readonly Row[]; faults: readonly string[] }> {
  switch (name) {
    case 'latency-score':
      return rebuiltScore(page, everybody, asked);
    case 'health':
      return rebuiltHealth(page, everybody, asked);
    case 'candidate-rating':
      return { rows: rebuiltRating(page.rows, asked), faults: [] };
    case 'feedback-substance':
      return { rows: rebuiltSubstance(page.rows, asked), faults: [] };
    case 'on-time-rate':
      return { rows: rebuiltOnTime(page.rows, asked), faults: [] };
    default:
      return { rows: rebuilt(name, page.rows, asked), faults: [] };
  }
}

/** How a row is counted by hand, as the list is to tell it. */
function countedAs(name: MetricName, row: BehindRow, asked: Asked): string {
  if (isMoment(row)) return row.counted === 'withheld' ? 'withheld' : momentCountedAs(row);
  if (!isOwed(row)) throw new Error('neither an obligation nor a moment');
  if (name === 'latency-score') return row.state === 'met' ? 'answered' : 'open';
  if (name === 'on-time-rate') return onTime.countedAs(row, asked);
  const metric =
    name !== 'health'
      ? metricsByHand[name]
      : row.kind === 'promise'
        ? promiseKept
        : metricsByHand['response-rate'];
  if (metric === undefined) throw new Error(`nobody has rebuilt ${name}`);
  return metric.countedAs(row, asked);
}

/** The clock changes nothing in a list, and of the groups only periods do: lists that are the same are asked for once. */
function behindOf({ clock: _clock, by, ...question }: Question): Question {
  const hasPeriod = typeof by === 'string' && /day|week|month/.test(by);
  return { ...question, by: hasPeriod ? by : undefined };
}

/** What an answer says that the rows behind it do not, and the other way round. */
async function faultsOf(name: MetricName, question: Question): Promise<string[]> {
  const [answer, page, asked] = await Promise.all([
    history.answer(name, question),
    history.behind(name, behindOf(question)),
    askedOf(question),
  ]);
  const byHand = await rebuild(name, page, asked);
  const period = asked.by.find((group) => group === 'day' || group === 'week' || group === 'month');
  const misplaced = page.rows.filter(
    (row) =>
      period !== undefined &&
      (isOwed(row) || isMoment(row)) &&
      row[period] !== groupOf(row, [period], asked.organisation.timeZone)[period],
  );
  const miscounted = page.rows.filter((row) => row.counted !== countedAs(name, row, asked));
  const keyOf = (row: Row): string => JSON.stringify([...asked.by, 'obligation'].map((group) => row[group]));
  const keyed = (rows: readonly Row[]): Row => Object.fromEntries(rows.map((row) => [keyOf(row), row]));
  expect(Object.keys(keyed(answer.rows))).toHaveLength(answer.rows.length);
  expect(page.rows).toHaveLength(page.total);
  seen.push(JSON.stringify(answer.rows));
  return [
    ...differences(keyed(answer.rows), keyed(byHand.rows)),
    ...byHand.faults,
    ...misplaced.map((row) => `in the wrong ${period}: ${JSON.stringify(row)}`),
    ...miscounted.map((row) => `counted as ${row.counted}, by hand ${countedAs(name, row, asked)}`),
  ].slice(0, 10);
}

/** All answers, to say of the whole that it had what it is to check. */
const seen: string[] = [];

const SOME = { team: ['sim-mobile', 'sim-data', 'sim-platform'], from: '2026-09-07', to: '2026-10-28' };
const QUESTIONS: readonly (readonly [string, Question])[] = [
  ['without groups', {}],
  ['by team', { by: 'team' }],
  ['by stage and month', { by: 'stage,month' }],
  ['by job', { by: 'job' }],
  ['of some teams and days', SOME],
  ['of some teams and days by team', { ...SOME, by: 'team' }],
  ['of few days', { from: '2026-10-20', to: '2026-10-22' }],
  ['in the middle', { asOf: MIDDLE }],
  ['in the middle by team', { asOf: MIDDLE, by: 'team' }],
  ['early', { asOf: EARLY }],
];

describe.each(metrics.map(({ name, clocks }) => ({ name, clocks: clocks as readonly string[] })))(
  'given the rows behind $name',
  ({ name, clocks }) => {
    // Health is told by team, stage or job only.
    const questions = QUESTIONS.map(([title, question]): readonly [string, Question] =>
      name === 'health' && question['by'] === 'stage,month'
        ? ['by stage and job', { by: 'stage,job' }]
        : [title, question],
    );
    const onClocks = questions.flatMap(([title, question], index) =>
      // The other clock has the same rows: some of the questions are enough for it.
      clocks
        .slice(0, index < 3 ? 2 : 1)
        .map((clock): readonly [string, string, Question] => [title, clock, { ...question, clock }]),
    );

    it.each(onClocks)(
      '%s, on the %s clock, then by hand they come to its figures',
      async (_title, _clock, question) => {
        expect(await faultsOf(name, question)).toEqual([]);
      },
    );
  },
);

describe('given the rows behind figures that are asked for in their own way', () => {
  it.each<[MetricName, Question]>([
    ['latency-score', { by: 'week' }],
    ['latency-score', { by: 'team,week', from: '2026-09-01', to: '2026-09-29' }],
    ['latency-score', { by: 'week', asOf: MIDDLE }],
    ['on-time-rate', { obligation: 'decision', by: 'team' }],
    ['on-time-rate', { obligation: 'promise', by: 'team' }],
    ['time-to-response', { by: 'team,week' }],
    ['waiting-now', { by: 'day' }],
  ])('%s %j, then by hand they come to its figures', async (name, question) => {
    expect(await faultsOf(name, question)).toEqual([]);
  });
});

describe('given all that was asked', () => {
  it('then there were withheld figures, and such as were not measured', () => {
    expect(seen.filter((answer) => answer.includes('"withheld"')).length).toBeGreaterThan(5);
    expect(seen.filter((answer) => answer.includes('"notMeasured"')).length).toBeGreaterThan(5);
    expect(seen.filter((answer) => answer === '[]').length).toBeLessThan(seen.length / 10);
  });

  it('then the times of a row are those between its instants', async () => {
    const { rows } = await history.behind('on-time-rate', { asOf: MIDDLE });
    const faults = rows.filter(isOwed).filter((row) => {
      const [start, end] = [Date.parse(row.startedAt), Date.parse(row.stoppedAt ?? MIDDLE)];
      const calendar = businessClock(calendarOf(history.organisation, row.team));
      return (
        row.elapsedSeconds !== (end - start) / 1000 ||
        row.businessSeconds !== calendar.workingSeconds(start, end)
      );
    });
    expect(faults).toEqual([]);
  });

  it.each([UNTIL, MIDDLE])('then those who wait at %s are the people they turned out to be', async (asOf) => {
    const persons = personsAsOf(history.events, Date.parse(asOf));
    const { rows } = await history.behind('waiting-now', { asOf });
    const unmerged = await history.behind('time-to-response', { asOf });
    const waiting = rows.map(({ applicationId }) => persons.get(applicationId));
    const told = distinct(rows.map(({ candidateId }) => candidateId));
    const ids = unmerged.rows.filter((row) => isOwed(row) && row.state === 'waiting');
    expect(told).toBe(new Set(waiting).size);
    expect(told).toBe(new Set(rows.map((row, index) => `${row.candidateId} ${waiting[index]}`)).size);
    expect(told).toBeLessThan(distinct(ids.map(({ candidateId }) => candidateId)));
  });

  it('then the windows of a score are those of its definition', async () => {
    const { timeZone } = history.organisation;
    const last = addWeeks(weekOf(Date.parse(MIDDLE), timeZone), -1);
    const iso = (week: string): string => new Date(startOfWeek(week, timeZone)).toISOString();
    const monday = iso(addWeeks(last, 1));
    const { windows } = await history.behind('latency-score', { asOf: MIDDLE });
    expect(windows).toEqual([
      {
        week: last,
        from: iso(addWeeks(last, -3)),
        to: monday,
        asOf: new Date(Date.parse(monday) - 1).toISOString(),
        yardstick: { from: iso(addWeeks(last, -15)), to: iso(addWeeks(last, -3)) },
      },
    ]);
    const health = await history.behind('health', { asOf: MIDDLE });
    expect(health.windows).toMatchObject([
      {
        from: iso(addWeeks(last, -11)),
        to: monday,
        asOf: MIDDLE,
        yardstick: { to: iso(addWeeks(last, -11)) },
      },
    ]);
    expect(Date.parse(monday)).toBe(startOfDay('2026-09-14', timeZone));
  });
});

describe('given instants in the history', () => {
  const random = new Random(5, 'instants');
  const WEEK = 7 * 86_400_000;
  const instants = Array.from({ length: 5 }, () =>
    new Date(Date.parse(UNTIL) - Math.round(random.between(1, 19) * WEEK)).toISOString(),
  );

  it.each(instants)('at %s, then what is listed is what the events up to it fold to', async (asOf) => {
    const at = Date.parse(asOf);
    const options = foldOptionsOf(history.organisation);
    const folded = [...byApplication(history.events)].flatMap(([applicationId, events]) => {
      const past = events.filter(({ time }) => Date.parse(time) <= at);
      return obligationsAsOf(stateAsOf(historyOf(past), at), at, options)
        .filter(({ kind }) => kind === 'response')
        .map((owed) => ({
          obligationId: `${applicationId}:${obligationKeyOf(owed)}`,
          interviewId: owed.interviewId,
          team: owed.teamId ?? 'unassigned',
          job: owed.jobId ?? 'unassigned',
          stage: owed.stage ?? 'unassigned',
          url: owed.url ?? null,
          startedAt: owed.startedAt,
          stoppedAt: owed.stoppedAt ?? null,
          state: owed.state,
          promisedAt: owed.promisedAt ?? null,
          flags: (['assumed', 'inferred', 'early'] as const).filter((flag) => owed[flag]),
        }));
    });
    const msOf = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
    const listed = (await everybody(asOf)).map((row) => ({
      obligationId: row.obligationId,
      interviewId: row.interviewId,
      team: row.team,
      job: row.job,
      stage: row.stage,
      url: row.url,
      startedAt: msOf(row.startedAt),
      stoppedAt: msOf(row.stoppedAt),
      state: row.state,
      promisedAt: msOf(row.promisedAt),
      flags: row.flags,
    }));
    const inOrder = <Owing extends { obligationId: string }>(rows: Owing[]): Owing[] =>
      rows.sort((a, b) => (a.obligationId < b.obligationId ? -1 : 1));
    expect(listed.length).toBeGreaterThan(10);
    expect(inOrder(listed)).toEqual(inOrder(folded));
  });
});
