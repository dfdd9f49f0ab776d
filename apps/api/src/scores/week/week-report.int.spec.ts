import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addWeeks,
  businessClock,
  decodeEvent,
  historyOf,
  obligationsAsOf,
  startOfWeek,
  stateAsOf,
  weeksEndingWith,
  type HearbackEvent,
  type Obligation,
  type Week,
} from '@hearback/domain';
import { costOfOpenByHand, HORIZON, scoreByHand, type Wait } from '../../metrics/testing/waits-by-hand.js';
import { byApplication, personsAsOf } from '../../metrics/testing/simulated-history.js';
import { calendarOf, foldOptionsOf, parseOrganisation } from '../../platform/organisation.js';
import { Reckoning } from '../../platform/reckoning.js';
import { simulateApplications } from '../../simulation/simulate-applications.js';
import { recordOf, startTestStore, type TestStore } from '../../testing/test-store.js';
import { teamScores, type TeamScores } from './team-scores.js';
import { TREND_WEEKS, weekReport, type TeamWeek } from './week-report.js';

const UNTIL = '2026-11-24T15:00:00.000Z';
const OPTIONS = { seed: 11, teams: 6, weeks: 20, until: UNTIL, interviewsPerWeek: 3 };

/** Two zones and lengths of a day; the clocks of both change within the weeks. */
const organisation = parseOrganisation(
  `
timeZone: Europe/Berlin
minimumGroup: 4
calendars:
  short-days:
    timeZone: America/New_York
    dayHours: 6
    week: { mon: ['10:00-16:00'], tue: ['10:00-16:00'], wed: ['10:00-16:00'], thu: ['10:00-16:00'], fri: ['10:00-16:00'] }
teams:
  sim-platform: { calendar: short-days, dueBusinessDays: { response: 2 } }
`,
  'test.yaml',
);
const zone = organisation.timeZone;
const reckoning = new Reckoning(organisation);

let test: TestStore;
let events: readonly HearbackEvent[];
/** Before the first of them there is nothing. */
const weeks = weeksEndingWith('2026-W47', 21);
const scores = new Map<Week, TeamScores>();
const reports = new Map<Week, readonly TeamWeek[]>();

beforeAll(async () => {
  test = await startTestStore(organisation);
  const sent = [...simulateApplications(OPTIONS)].flat();
  await test.project(sent.map((event, index) => recordOf(JSON.stringify(event), BigInt(index), UNTIL)));
  events = sent.map((event) => {
    const result = decodeEvent(event, UNTIL);
    if ('event' in result) return result.event;
    throw new Error(JSON.stringify(result));
  });
  for (const week of weeks) scores.set(week, await teamScores(week, test));
  for (const week of ['2026-W38', '2026-W47']) reports.set(week, await weekReport(week, test));
});
afterAll(() => test.close());

type Owed = Obligation & { readonly application: string; readonly team: string };

/** All obligations of the organisation as of the end of a week, from the fold. */
function owedAtTheEndOf(week: Week): { asOf: number; owed: readonly Owed[] } {
  const asOf = startOfWeek(addWeeks(week, 1), zone) - 1;
  const owed = [...byApplication(events)].flatMap(([application, own]) =>
    obligationsAsOf(stateAsOf(historyOf(own), asOf), asOf, foldOptionsOf(organisation)).map((each) => ({
      ...each,
      application,
      team: each.teamId ?? 'unassigned',
    })),
  );
  return { asOf, owed };
}

interface Costly {
  readonly owed: Owed;
  readonly cost: number;
}

/** The responses of the four weeks with what each costs, from the definition. */
function costsOf(week: Week): { byTeam: Map<string, Costly[]>; waits: Map<Owed, Wait> } {
  const { asOf, owed } = owedAtTheEndOf(week);
  const [from, to] = [startOfWeek(addWeeks(week, -3), zone), asOf + 1];
  const before = startOfWeek(addWeeks(week, -15), zone);
  const responses = owed.filter(({ kind }) => kind === 'response');
  const waits = new Map(
    responses.map((each): [Owed, Wait] => {
      const clock = businessClock(calendarOf(organisation, each.team));
      const until = each.stoppedAt ?? asOf;
      const length = clock.workingSeconds(each.startedAt, until) / clock.daySeconds;
      return [each, { length, answered: each.state === 'met' }];
    }),
  );
  const started = (start: number, end: number): Owed[] =>
    responses.filter(({ startedAt }) => startedAt >= start && startedAt < end);
  const own = started(from, to);
  const earlier = started(before, from);
  const yardstick = (earlier.length < 30 ? own : earlier).map((each) => waits.get(each)!);
  const byTeam = new Map<string, Costly[]>();
  for (const each of own) {
    const { length, answered } = waits.get(each)!;
    const cost = answered ? Math.min(length, HORIZON) : costOfOpenByHand(length, yardstick);
    byTeam.set(each.team, [...(byTeam.get(each.team) ?? []), { owed: each, cost }]);
  }
  return { byTeam, waits };
}

const applicationsOf = (costly: readonly Costly[]): number =>
  new Set(costly.map(({ owed }) => owed.application)).size;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describe('the week of every team of a simulated organisation', () => {
  it('has the score and interval of a naive computation to 1e-9', () => {
    let compared = 0;
    for (const week of weeks) {
      const { byTeam, waits } = costsOf(week);
      const { teams } = scores.get(week)!;
      for (const [team, costly] of byTeam) {
        const where = `${team} in ${week}`;
        const { n, applications, scored } = teams.get(team)!;
        expect({ where, n, applications }).toEqual({
          where,
          n: costly.length,
          applications: applicationsOf(costly),
        });
        if (applications < organisation.minimumGroup) {
          expect([where, scored]).toEqual([where, undefined]);
          continue;
        }
        const byHand = scoreByHand(
          costly.map(({ owed }) => waits.get(owed)!),
          costly.map(({ cost }) => cost),
        );
        for (const figure of ['score', 'low', 'high'] as const)
          expect(Math.abs(scored![figure] - byHand[figure])).toBeLessThan(1e-9);
        compared += 1;
      }
    }
    // Otherwise nothing was compared.
    expect(compared).toBeGreaterThan(60);
  });

  it('splits what is lost exactly, by stage', () => {
    for (const { score, stages, n } of reports.get('2026-W47')!) {
      if (typeof score !== 'number' || stages === undefined) continue;
      expect(sum(stages.map(({ points }) => points))).toBeCloseTo(100 - score, 9);
      expect(sum(stages.map((stage) => stage.n))).toBe(n);
    }
  });

  it('names the five interviews that cost most', () => {
    let named = 0;
    for (const week of reports.keys()) {
      const { byTeam } = costsOf(week);
      for (const report of reports.get(week)!) {
        const costly = byTeam.get(report.teamId) ?? [];
        const dearest = costly
          .map(({ cost }) => (100 * cost) / HORIZON / costly.length)
          .filter((points) => points > 0)
          .sort((a, b) => b - a)
          .slice(0, 5);
        if (report.costliest === undefined) continue;
        expect(report.costliest).toHaveLength(dearest.length);
        for (const [index, { points, applicationId, interviewId }] of report.costliest.entries()) {
          expect(points).toBeCloseTo(dearest[index]!, 9);
          const own = costly.find(
            ({ owed }) => owed.application === applicationId && owed.interviewId === interviewId,
          );
          expect((100 * (own?.cost ?? NaN)) / HORIZON / costly.length).toBeCloseTo(points, 9);
          named += 1;
        }
      }
    }
    expect(named).toBeGreaterThan(30);
  });

  it('counts the candidates who wait, beyond the due time and beyond their promise', () => {
    let [waited, beyond] = [0, 0];
    for (const week of reports.keys()) {
      const { asOf, owed } = owedAtTheEndOf(week);
      const persons = personsAsOf([...events], asOf);
      const promises = owed.filter(({ kind, state }) => kind === 'promise' && state === 'waiting');
      for (const report of reports.get(week)!) {
        const open = owed.filter(
          ({ kind, state, team }) => kind === 'response' && state === 'waiting' && team === report.teamId,
        );
        const people = (some: readonly Owed[]): number =>
          new Set(some.map(({ application }) => persons.get(application) ?? `application ${application}`))
            .size;
        const isOverdue = ({ team, stage = '', startedAt }: Owed): boolean =>
          (reckoning.dueAt('response', team, stage, startedAt) ?? Infinity) < asOf;
        const isBeyondPromise = ({ application, interviewId }: Owed): boolean => {
          const [inForce] = promises
            .filter((each) => each.application === application)
            .filter((each) => each.interviewId === undefined || each.interviewId === interviewId)
            .sort((a, b) => b.startedAt - a.startedAt || (b.lastDueAt ?? 0) - (a.lastDueAt ?? 0));
          return (inForce?.lastDueAt ?? Infinity) < asOf;
        };
        expect([week, report.teamId, report.waiting]).toEqual([
          week,
          report.teamId,
          {
            count: people(open),
            overdue: people(open.filter(isOverdue)),
            beyondPromise: people(open.filter(isBeyondPromise)),
          },
        ]);
        waited += report.waiting?.count ?? 0;
        beyond += report.waiting?.beyondPromise ?? 0;
      }
    }
    expect(waited).toBeGreaterThan(20);
    expect(beyond).toBeGreaterThan(3);
  });

  it('tells the score of the week, and those of the weeks before as each was at its end', () => {
    for (const { teamId, week, score, low, high, trend, before } of [...reports.values()].flat()) {
      const scored = scores.get(week)!.teams.get(teamId)?.scored;
      for (const [told, known] of [
        [score, scored?.score],
        [low, scored?.low],
        [high, scored?.high],
      ] as const)
        expect(told ?? undefined).toBe(known);
      expect(trend).toHaveLength(TREND_WEEKS);
      for (const point of trend ?? []) {
        const then = scores.get(point.week)?.teams.get(teamId)?.scored?.score;
        if (then === undefined) expect([point.week, point.score]).toEqual([point.week, undefined]);
        else expect(point.score).toBeCloseTo(then, 9);
      }
      expect(before).toBe(trend?.at(-2)?.score);
    }
  });

  it('is the same for one team alone', async () => {
    const [alone] = await weekReport('2026-W47', test, 'sim-platform');
    const among = reports.get('2026-W47')!.find(({ teamId }) => teamId === 'sim-platform');
    expect(alone?.score).toBeCloseTo(among!.score!, 9);
    expect({ ...alone, score: 0, low: 0, high: 0, before: 0, trend: [], stages: [], costliest: [] }).toEqual({
      ...among,
      score: 0,
      low: 0,
      high: 0,
      before: 0,
      trend: [],
      stages: [],
      costliest: [],
    });
  });
});
