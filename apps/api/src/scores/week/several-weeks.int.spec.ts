import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { weeksEndingWith, type HearbackEvent } from '@hearback/domain';
import { closed, completed, responded, retracted } from '@hearback/domain/testing';
import { parseOrganisation } from '../../platform/organisation.js';
import { Random } from '../../simulation/random.js';
import { recordsOf, startTestStore, type TestStore } from '../../testing/test-store.js';
import { scoresOfOneWeek } from '../testing/one-week-at-a-time.js';
import { teamScoresOf } from './team-scores.js';
import { TREND_WEEKS, weekReport } from './week-report.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS;
const WEEK = '2026-W16';
/** The clocks of all zones change within the weeks; days of 6.5 and 7 hours have no end in binary. */
const organisation = parseOrganisation(
  `
timeZone: Europe/Berlin
minimumGroup: 2
calendars:
  short-days: { timeZone: Europe/Berlin, dayHours: 6.5, week: { mon: ['09:00-15:30'], tue: ['09:00-15:30'], thu: ['09:00-15:30'] } }
  far-away: { timeZone: America/New_York, dayHours: 7, week: { mon: ['09:00-16:00'], tue: ['09:00-16:00'], wed: ['09:00-16:00'] } }
teams: { red: { calendar: short-days }, blue: { calendar: far-away } }
`,
  'several-weeks.yaml',
);
/** So many weeks before the end of {@link WEEK} there is nothing, nor in the weeks between. */
const [FIRST_WEEKS_AGO, GAP] = [26, { from: 9, to: 16 }];
const END = Date.parse('2026-04-19T22:00:00.000Z');
const iso = (at: number): string => new Date(at).toISOString();

/** Interviews with what became of them, and with what was corrected weeks later. */
function history(): HearbackEvent[] {
  const random = new Random(5, 'several weeks');
  const upTo = (most: number): number => Math.floor(random.between(0, most));
  const pick = <Item>(of: readonly Item[]): Item => of[upTo(of.length)]!;
  return Array.from({ length: 240 }, (_, index): HearbackEvent[] => {
    const weeksAgo = pick([upTo(GAP.from), upTo(GAP.from), GAP.to + upTo(FIRST_WEEKS_AGO - GAP.to)]);
    const endedAt = END - weeksAgo * WEEK_MS - upTo(WEEK_MS) - 1;
    const id = `application ${index % 210}`;
    const place = {
      teamId: pick(['red', 'blue', 'green', undefined]),
      stage: pick(['Screen', 'Final', undefined]),
    };
    const about = { applicationId: id, interviewId: `interview ${index}` };
    const done = completed({
      ...about,
      ...place,
      id: `done ${index}`,
      time: iso(endedAt),
      endedAt: iso(endedAt),
    });
    const answer = responded({
      ...{ ...about, id: `answer ${index}`, kind: 'next_step' },
      time: iso(endedAt + upTo(pick([2 * DAY_MS, 4 * WEEK_MS]))),
    });
    const later = (event: HearbackEvent): string => iso(Date.parse(event.time) + upTo(6 * WEEK_MS));
    const moved = completed({
      ...{
        ...about,
        teamId: pick(['red', 'green']),
        stage: 'Final',
        id: `moved ${index}`,
        time: later(done),
      },
      endedAt: iso(endedAt - upTo(3 * DAY_MS)),
    });
    const withdrawn = closed({
      applicationId: id,
      id: `end ${index}`,
      outcome: 'withdrawn',
      time: later(done),
    });
    const takenBack = (event: HearbackEvent) =>
      retracted(event, { applicationId: id, id: `taken back ${event.id}`, time: later(event) });
    return pick<HearbackEvent[]>([
      [done],
      [done, answer],
      [done, answer],
      [done, answer],
      [done, withdrawn],
      [done, answer, moved],
      [done, answer, takenBack(answer)],
      [done, answer, takenBack(done)],
    ]);
  }).flat();
}

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore(organisation, () => new Date(END + 10 * WEEK_MS));
  const events = history();
  // Parts of the table that are not merged: one telling of a row may be in each.
  for (const third of [0, 1, 2]) {
    const some = events.filter((_, index) => index % 3 === third);
    await test.project(recordsOf(some, BigInt(third * events.length)));
  }
});
afterAll(() => test.close());

describe('the scores of several weeks from one query', () => {
  const weeks = weeksEndingWith(WEEK, FIRST_WEEKS_AGO + 6);

  it.each([
    { teams: undefined, every: 2, least: 7 },
    { teams: ['green', 'blue'], every: 4, least: 3 },
    { teams: ['nobody'], every: 8, least: 0 },
  ])(
    'given $teams, then they are those that a query for each week gives, to the last digit',
    async ({ teams, every, least }) => {
      const some = weeks.filter((_, index) => index % every === 0);
      const told = await teamScoresOf(some, test, teams);
      let [withScores, without] = [0, 0];
      for (const [index, week] of some.entries()) {
        const expected = await scoresOfOneWeek(week, test, teams);
        const { curve, teams: found } = told[index]!;
        expect([week, curve, [...found]]).toEqual([week, expected.curve, [...expected.teams]]);
        if ([...found.values()].some(({ scored }) => scored !== undefined)) withScores += 1;
        else without += 1;
      }
      // Otherwise nothing was compared, or no week with nothing in it.
      expect([withScores >= least, without > 0]).toEqual([true, true]);
    },
  );

  it('given corrections that came later, then the weeks before are told as they were', async () => {
    const [versions] = await test.store.rows<{ corrected: number }>(
      `SELECT count() AS corrected FROM stored_obligations FINAL WHERE kind = 'response' AND notEmpty(earlier)`,
    );
    // Otherwise the comparison above says nothing about them.
    expect(versions?.corrected).toBeGreaterThan(40);
  });

  it('given no weeks with anything in them, then each has an answer without teams', async () => {
    const [told, expected] = [
      await teamScoresOf(['2020-W10'], test),
      await scoresOfOneWeek('2020-W10', test),
    ];
    expect(told).toEqual([expected]);
    expect(told[0]?.teams.size).toBe(0);
  });
});

describe('the report of a week', () => {
  it('given its twelve weeks, then it asks the store a few times, not for each of them', async () => {
    const asked: string[] = [];
    const store = Object.create(test.store) as TestStore['store'];
    store.rows = (query, parameters) => {
      asked.push(query);
      return test.store.rows(query, parameters);
    };
    const report = await weekReport(WEEK, { store, organisation });
    expect(report.length).toBeGreaterThan(2);
    for (const { trend } of report) expect(trend).toHaveLength(TREND_WEEKS);
    // The scores, who waits, candidates that were merged, the interviews that cost most.
    expect(asked.length).toBeLessThanOrEqual(4);
  });
});
