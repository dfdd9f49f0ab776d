import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  businessClock,
  type Figure,
  type HearbackEvent,
  type Instant,
  type MetricRow,
} from '@hearback/domain';
import { closed, completed, naiveScore, responded, retracted } from '@hearback/domain/testing';
import { calendarOf, defaultOrganisation, parseOrganisation } from '../../platform/organisation.js';
import { counts, each, startMetrics, type MetricsUnderTest } from '../../testing/metrics-under-test.js';

const HOUR_MS = 3_600_000;
const iso = (at: Instant): string => new Date(at).toISOString();

/** The four weeks that end with 2026-W10 are those from 9 February on; it is over on 9 March. */
const [FIRST, LAST_MOMENT] = [Date.parse('2026-02-09T00:00:00Z'), Date.parse('2026-03-08T23:59:59.999Z')];
const WEEK_MS = 7 * 24 * HOUR_MS;

/** An interview, and what became of it: hours after its end. */
interface Case {
  readonly id: string;
  readonly end: Instant;
  readonly answered?: number | undefined;
  readonly withdrew?: number | undefined;
  readonly team?: string;
  readonly stage?: string;
}

function eventsOf({ id, end, answered, withdrew, team = 'red', stage = 'Screen' }: Case): HearbackEvent[] {
  const at = (hours: number) => iso(end + hours * HOUR_MS);
  const envelope = { applicationId: id };
  return [
    completed({ ...envelope, teamId: team, stage, time: at(0), endedAt: at(0) }),
    ...(answered === undefined ? [] : [responded({ ...envelope, time: at(answered) })]),
    ...(withdrew === undefined ? [] : [closed({ ...envelope, outcome: 'withdrawn', time: at(withdrew) })]),
  ];
}

/** The wait in business days, plainly. */
function waitOf(
  { end, answered, withdrew, team, stage = 'Screen' }: Case,
  asOf: Instant,
  organisation = defaultOrganisation,
) {
  const clock = businessClock(calendarOf(organisation, team));
  const days = (until: Instant) => clock.workingSeconds(end, until) / clock.daySeconds;
  const stops = (hours: number | undefined) => (hours === undefined ? Infinity : end + hours * HOUR_MS);
  const [met, ended] = [stops(answered), stops(withdrew)];
  if (met <= asOf && met <= ended) return { stage, state: 'met', seconds: days(met) } as const;
  if (ended <= asOf) return { stage, state: 'ended', seconds: days(ended) } as const;
  return { stage, state: 'waiting', seconds: days(asOf) } as const;
}

function expected(
  own: readonly Case[],
  before: readonly Case[],
  asOf: Instant,
  organisation = defaultOrganisation,
) {
  const waits = before.map((each) => waitOf(each, asOf, organisation));
  const { score, low, high } = naiveScore(
    own.map((each) => waitOf(each, asOf, organisation)),
    10,
    waits.map(({ state, seconds }) => ({ seconds, answered: state === 'met' })),
  );
  return { score, low, high };
}

function expectScore(row: MetricRow | undefined, told: { score: number; low: number; high: number }): void {
  for (const name of ['score', 'low', 'high'] as const) {
    const figure = row?.[name] as Figure;
    expect(typeof figure).toBe('number');
    expect(Math.abs((figure as number) - told[name])).toBeLessThan(1e-9);
  }
}

/** Ones of all sorts, the same at every run: over `weeks` weeks from an instant on. */
function cases(prefix: string, n: number, from: Instant, weeks: number, seed: number): Case[] {
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  return Array.from({ length: n }, (_, index) => {
    const fate = random(10);
    return {
      id: `${prefix}${index}`,
      end: from + random(weeks * 7 * 24 * 60) * 60_000,
      answered: fate < 6 ? random(500) : undefined,
      withdrew: fate > 7 ? random(300) : undefined,
      team: ['red', 'blue', 'green'][random(3)] ?? 'red',
      stage: ['Screen', 'Final'][random(2)] ?? 'Screen',
    };
  });
}

const FIVE = ['a', 'b', 'c', 'd', 'e'];
const TUESDAY = Date.parse('2026-02-10T10:00:00Z');
const five = (more: Partial<Case> = {}): Case[] => FIVE.map((id) => ({ id, end: TUESDAY, ...more }));

describe('the latency score', () => {
  let test: MetricsUnderTest;
  beforeAll(async () => {
    test = await startMetrics();
  });
  afterAll(() => test.close());
  beforeEach(() => test.clear());

  const ON_MONDAY = '2026-03-09T00:00:00Z';
  const given = (...all: readonly (readonly Case[])[]) => test.given(all.flat().flatMap(eventsOf));

  it('given everybody was answered at once, then it is 100', async () => {
    await given(five({ answered: 0 }));
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toEqual([
      { ...counts({ n: 5, applications: 5, met: 5 }), score: 100, low: 100, high: 100 },
    ]);
  });

  it('given silence for ten business days, then it is 0; also where everybody withdrew after that', async () => {
    await given(five());
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toEqual([
      { ...counts({ n: 5, applications: 5, waiting: 5 }), score: 0, low: 0, high: 0 },
    ]);
    await test.clear();
    await given(five({ withdrew: 400 }));
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toEqual([
      { ...counts({ n: 5, applications: 5, ended: 5 }), score: 0, low: 0, high: 0 },
    ]);
  });

  it('given answers after exactly one business day, then each costs a tenth', async () => {
    await given(five({ answered: 24 }));
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toMatchObject([{ score: 90, low: 90, high: 90 }]);
  });

  it('given everybody withdrew at once and nobody ever answers, then it costs all, and the interval says so', async () => {
    await given(five({ withdrew: 8 }));
    // Seven hours of the Tuesday had passed.
    const [row] = await test.rowsOf('latency-score', ON_MONDAY);
    expectScore(row, { score: 0, low: 0, high: 100 * (1 - 7 / 80) });
  });

  it('given fewer than the minimum group, then there is no score, but the reason', async () => {
    await given(five({ answered: 0 }).slice(1));
    const few = { withheld: 'too few', n: 4 };
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toEqual([
      { ...counts({ n: 4, applications: 4, met: 4 }), score: few, low: few, high: few },
    ]);
  });

  it('given interviews outside of the four weeks, then they are in no score', async () => {
    const outside = [FIRST - 1, LAST_MOMENT + 1].map((end, index) => ({
      id: `out-${index}`,
      end,
      answered: 0,
    }));
    await given(outside);
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toEqual([]);
    const inside = [FIRST, LAST_MOMENT].map((end, index) => ({ id: `in-${index}`, end }));
    await test.clear();
    await given(outside, inside);
    expect(await test.rowsOf('latency-score', ON_MONDAY)).toMatchObject([{ n: 2 }]);
  });

  it('given any instant within a week, then it is the score of the week before, as of its last moment', async () => {
    const answeredLater = five({ answered: (LAST_MOMENT + 1 - TUESDAY) / HOUR_MS });
    await given(answeredLater);
    for (const asOf of [ON_MONDAY, '2026-03-11T10:00:00Z', '2026-03-15T23:59:59.999Z'])
      expect(await test.rowsOf('latency-score', asOf)).toMatchObject([{ met: 0, waiting: 5, score: 0 }]);
  });

  it.each([
    ['29: the curve of the four weeks themselves', 29],
    ['30: their own curve', 30],
    ['80', 80],
  ])('given earlier obligations, %s, then it agrees with the naive one', async (_what, earlier) => {
    const own = cases('own-', 90, FIRST, 4, 7);
    const before = cases('before-', earlier, FIRST - 12 * WEEK_MS, 12, 11);
    const longBefore = cases('long-', 40, FIRST - 16 * WEEK_MS, 4, 13);
    await given(own, before, longBefore);
    const yardstick = earlier < 30 ? own : before;
    expectScore((await test.rowsOf('latency-score', ON_MONDAY))[0], expected(own, yardstick, LAST_MOMENT));
    const byTeam = await test.rowsOf('latency-score', ON_MONDAY, { by: ['team'] });
    expect(byTeam.map(({ team }) => team)).toEqual(['blue', 'green', 'red']);
    for (const row of byTeam)
      expectScore(
        row,
        expected(
          own.filter(({ team }) => team === row.team),
          yardstick,
          LAST_MOMENT,
        ),
      );
    const filter = { team: ['red'], stage: ['Final'] };
    expectScore(
      (await test.rowsOf('latency-score', ON_MONDAY, { filter }))[0],
      expected(
        own.filter(({ team, stage }) => team === 'red' && stage === 'Final'),
        yardstick,
        LAST_MOMENT,
      ),
    );
  });

  it('given weeks, then each has the four weeks that end with it and its own yardstick, as of its end', async () => {
    const all = cases('case-', 260, FIRST - 13 * WEEK_MS, 20, 17);
    await given(all);
    const within = (from: Instant, weeks: number) =>
      all.filter(({ end }) => end >= from && end < from + weeks * WEEK_MS);
    const filter = { from: '2026-02-18', to: '2026-03-17' };
    const rows = await test.rowsOf('latency-score', '2026-03-18T10:00:00Z', { by: ['week', 'team'], filter });
    expect(rows.map(({ week, team }) => `${week} ${team}`)).toEqual(
      ['2026-W08', '2026-W09', '2026-W10', '2026-W11'].flatMap((week) =>
        ['blue', 'green', 'red'].map((team) => `${week} ${team}`),
      ),
    );
    for (const row of rows) {
      const from = FIRST + (Number(row.week?.slice(-2)) - 10) * WEEK_MS;
      const own = within(from, 4).filter(({ team }) => team === row.team);
      const asOf = from + 4 * WEEK_MS - 1;
      expectScore(row, expected(own, within(from - 12 * WEEK_MS, 12), asOf));
    }
  });

  it('given no range, then by week it is the last twelve, those without obligations left out', async () => {
    await given(five({ answered: 0 }));
    const rows = await test.rowsOf('latency-score', '2026-03-18T10:00:00Z', { by: ['week'] });
    expect(rows.map(({ week, score }) => [week, score])).toEqual([
      ['2026-W07', 100],
      ['2026-W08', 100],
      ['2026-W09', 100],
      ['2026-W10', 100],
    ]);
  });

  it('given a range of days, then it is that range as of the instant', async () => {
    const own = cases('own-', 30, FIRST, 1, 23);
    const before = cases('before-', 40, FIRST - 12 * WEEK_MS, 12, 29);
    await given(own, before);
    const asOf = Date.parse('2026-02-20T15:00:00Z');
    const filter = { from: '2026-02-09', to: '2026-02-16' };
    expectScore((await test.rowsOf('latency-score', iso(asOf), { filter }))[0], expected(own, before, asOf));
  });

  it.each([
    ['a Wednesday', '2026-02-11'],
    ['a Sunday', '2026-02-15'],
  ])(
    'given a range that begins on %s, then the curve is of the twelve weeks before it',
    async (_day, from) => {
      const start = Date.parse(from);
      const all = cases('case-', 300, start - 13 * WEEK_MS, 15, 41);
      await given(all);
      const asOf = start + 3 * WEEK_MS;
      const within = (begin: Instant, end: Instant) => all.filter(({ end: at }) => at >= begin && at < end);
      const filter = { from, to: iso(start + 2 * WEEK_MS).slice(0, 10) };
      const before = within(start - 12 * WEEK_MS, start);
      expect(within(start - 13 * WEEK_MS, start).length).toBeGreaterThan(before.length);
      expectScore(
        (await test.rowsOf('latency-score', iso(asOf), { filter }))[0],
        expected(within(start, start + 2 * WEEK_MS), before, asOf),
      );
    },
  );

  it('given an answer that was retracted, then the weeks before are told as they were', async () => {
    const [done, answer] = eventsOf({ id: 'a', end: TUESDAY, answered: 0 });
    if (done === undefined || answer === undefined) throw new Error('two events');
    const taken = retracted(answer, { applicationId: 'a', time: '2026-02-25T10:00:00Z' });
    const others = five({ answered: 0 }).slice(1);
    await test.given(
      each(['others'], () => others.flatMap(eventsOf)),
      [done, answer, taken],
    );
    const rows = await test.rowsOf('latency-score', ON_MONDAY, { by: ['week'] });
    // Nobody ever waited without an answer but this one: that costs ten days of fifty.
    expect(rows.map(({ week, met, score }) => [week, met, score])).toEqual([
      ['2026-W07', 5, 100],
      ['2026-W08', 5, 100],
      ['2026-W09', 4, 80],
      ['2026-W10', 4, 80],
    ]);
  });
});

describe('the latency score of teams with calendars of their own', () => {
  const organisation = parseOrganisation(
    `
timeZone: Europe/Berlin
calendars:
  mornings: { timeZone: America/New_York, dayHours: 4, week: { mon: ['08:00-12:00'], wed: ['08:00-12:00'], sat: ['08:00-12:00'] } }
teams:
  blue: { calendar: mornings }
`,
    'test.yaml',
  );
  let test: MetricsUnderTest;
  beforeAll(async () => {
    test = await startMetrics(organisation);
  });
  afterAll(() => test.close());
  beforeEach(() => test.clear());

  it('given both, then days are days of the team, and weeks those of the organisation', async () => {
    // In Berlin the weeks begin an hour before they do in UTC.
    const [from, end] = [FIRST - HOUR_MS, LAST_MOMENT - HOUR_MS];
    const own = cases('own-', 60, from, 4, 31);
    const before = cases('before-', 60, from - 12 * WEEK_MS, 12, 37);
    await test.given([...own, ...before].flatMap(eventsOf));
    const rows = await test.rowsOf('latency-score', iso(end + 1), { by: ['team'] });
    expect(rows.map(({ n }) => n).reduce((sum, n) => sum + n, 0)).toBe(60);
    for (const row of rows)
      expectScore(
        row,
        expected(
          own.filter(({ team }) => team === row.team),
          before,
          end,
          organisation,
        ),
      );
  });
});
