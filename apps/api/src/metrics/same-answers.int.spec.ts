import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HearbackEvent, MetricName } from '@hearback/domain';
import { rated } from '@hearback/domain/testing';
import { parseOrganisation } from '../platform/organisation.js';
import { teamScores } from '../scores/week/team-scores.js';
import { Random } from '../simulation/random.js';
import { interview, interviewAt } from '../testing/metrics-under-test.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { GetMetricHandler } from './get-metric.handler.js';
import { GetMetric } from './get-metric.query.js';

/** A Tuesday, so that the weeks before it are over. */
const AS_OF = Date.parse('2026-04-07T09:00:00.000Z');
const ENDED_FROM = Date.parse('2026-01-05T09:00:00.000Z');
const MINUTE = 60_000;
const APPLICATIONS = 300;
const BATCHES = 5;

// Days of 7 hours and 6.5 hours: waits in business days have no end in binary.
const ORGANISATION = `
timeZone: Europe/Berlin
calendars:
  short-days: { timeZone: Europe/Berlin, dayHours: 6.5, week: { mon: ['09:00-15:30'], tue: ['09:00-15:30'], thu: ['09:00-15:30'] } }
  days: { timeZone: Europe/Berlin, dayHours: 7, week: { mon: ['09:00-16:00'], tue: ['09:00-16:00'], wed: ['09:00-16:00'], fri: ['09:00-16:00'] } }
teams: { red: { calendar: short-days }, blue: { calendar: days } }
`;

/** All whose figures are more than counts, and shares of counts. */
const METRICS = ['time-to-response', 'latency-score', 'candidate-rating', 'health'] as const;

/** Interviews of three teams over twelve weeks: two thirds are answered, a half is rated with fractions. */
function history(): HearbackEvent[][] {
  const random = new Random(7, 'same answers');
  const between = (low: number, high: number): number => random.between(low, high);
  return Array.from({ length: APPLICATIONS }, (_, index) => {
    const id = `application ${index}`;
    const endedAt = ENDED_FROM + Math.round(between(0, 12 * 7 * 24 * 60)) * MINUTE + index;
    const answeredAt = endedAt + Math.round(between(1, 9 * 24 * 60)) * MINUTE + 7 * index;
    const place = { teamId: ['red', 'blue', 'green'][index % 3]!, stage: ['Screen', 'Final'][index % 2]! };
    const at = (time: number): string => new Date(time).toISOString();
    const [answer] = interview(id, 0).slice(1);
    return [
      ...interviewAt(id, at(endedAt), place),
      ...(index % 3 === 1 ? [] : [{ ...answer!, id: `answer ${index}`, time: at(answeredAt) }]),
      ...(index % 2 === 0
        ? []
        : [
            rated({
              applicationId: id,
              time: at(answeredAt),
              nps: index % 11,
              specific: between(1, 5),
              constructive: between(1, 5),
              respectful: between(1, 5),
              timely: between(1, 5),
            }),
          ]),
    ] as HearbackEvent[];
  });
}

function shuffled<Value>(values: readonly Value[]): Value[] {
  const random = new Random(1, 'order');
  return values
    .map((value) => ({ value, place: random.between(0, 1) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

describe('given the same events, sent in other orders and merged in other ways', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await startTestStore(parseOrganisation(ORGANISATION, 'same-answers.yaml'));
  });
  afterAll(() => test.close());

  /** Fills the store anew, in batches of which each is a part of every table. */
  async function fill(applications: readonly HearbackEvent[][]): Promise<void> {
    await test.clear();
    const size = Math.ceil(applications.length / BATCHES);
    let offset = 0n;
    for (let start = 0; start < applications.length; start += size) {
      const events = applications.slice(start, start + size).flat();
      await test.project(recordsOf(events, offset));
      offset += BigInt(events.length);
    }
  }

  /** The figures as they are sent. */
  async function answers(): Promise<Readonly<Record<string, string>>> {
    const surroundings = { store: test.store, organisation: test.organisation };
    const handler = new GetMetricHandler(test.store, test.organisation, () => new Date(AS_OF));
    const told: Record<string, string> = {};
    const ask = async (name: MetricName, by: readonly ('team' | 'stage')[]): Promise<void> => {
      const query = new GetMetric(name, { filter: {}, by, clock: 'business', asOf: AS_OF });
      told[`${name} by ${by.join()}`] = JSON.stringify((await handler.execute(query)).rows);
    };
    for (const name of METRICS) {
      await ask(name, []);
      await ask(name, ['team']);
    }
    const scores = await teamScores('2026-W12', surroundings);
    told['the scores of a week'] = JSON.stringify([...scores.teams]);
    return told;
  }

  const merge = async (): Promise<void> => {
    for (const table of ['stored_interviews', 'stored_obligations', 'stored_touchpoints'])
      await test.client.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
  };

  it('then the answers are the same, to the last digit', async () => {
    const applications = history();
    await fill(applications);
    const before = await answers();
    expect(before['latency-score by ']).toMatch(/"score":\d+\.\d{8,}/);
    expect(before['candidate-rating by ']).toMatch(/"specific":\d\.\d{8,}/);
    expect(before['the scores of a week']).toMatch(/"points":\d+\.\d{8,}/);
    expect(before['health by team']).toMatch(/"health":\d+\.\d{8,}/);
    await merge();
    expect(await answers()).toEqual(before);
    await fill(shuffled(applications));
    expect(await answers()).toEqual(before);
    await merge();
    expect(await answers()).toEqual(before);
  });
});
