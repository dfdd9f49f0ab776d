import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completed, responded, SOURCE } from '@hearback/domain/testing';
import request from 'supertest';
import { parseOrganisation } from '../platform/organisation.js';
import { SAMPLE } from '../sample/sample.js';
import { SIMULATED_SOURCES } from '../simulation/simulated-source.js';
import { serveStore } from '../testing/http-of-store.js';
import { recordOf, recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import type { Sources } from './list-sources.query.js';
import { SourcesModule } from './sources.module.js';

/** In Tokyo it is the next day already. */
const NOW = '2026-03-10T18:00:00.000Z';
const END = '2026-03-04T10:00:00.000Z';

type Http = Awaited<ReturnType<typeof serveStore>>;

let test: TestStore;
let http: Http;
beforeAll(async () => {
  test = await startTestStore();
  http = await serveStore(test, [SourcesModule], NOW);
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const sources = async ({ server } = http): Promise<Sources> =>
  (await request(server).get('/api/v1/sources').expect(200)).body as Sources;
const held = (
  applicationId: string,
  recordedTime: string,
  source: string = SOURCE,
  time: string = END,
): ReturnType<typeof completed> => completed({ applicationId, time, endedAt: time, source, recordedTime });
/** Long after it happened. */
const arrived = (applicationId: string, recordedTime: string): ReturnType<typeof completed> =>
  held(applicationId, recordedTime, SOURCE, '2025-12-01T10:00:00.000Z');

describe('what came in', () => {
  it('given nothing, then empty lists', async () => {
    expect(await sources()).toEqual({ sources: [], days: [], rejected: { total: 0, reasons: [] } });
  });

  it('given two sources, then each with its types and how late it was, the larger first', async () => {
    await test.project(
      recordsOf([
        held('s', '2026-03-09T10:00:00.000Z', SAMPLE.source),
        held('a', '2026-03-04T10:00:10.000Z'),
        held('b', '2026-03-04T10:01:00.500Z'),
        // Its clock runs ahead of ours.
        responded({
          applicationId: 'a',
          time: '2026-03-05T10:00:00.000Z',
          recordedTime: '2026-03-05T09:59:00.000Z',
        }),
        held('c', '2026-03-04T10:00:20.000Z'),
      ]),
    );
    expect((await sources()).sources).toEqual([
      {
        source: SOURCE,
        events: 4,
        firstAt: END,
        lastAt: '2026-03-05T10:00:00.000Z',
        lastRecordedAt: '2026-03-05T09:59:00.000Z',
        lateness: { median: 10, p90: 60.5, longest: 60.5 },
        types: [
          { type: 'hearback.interview.completed.v1', events: 3 },
          { type: 'hearback.response.sent.v1', events: 1 },
        ],
        sample: false,
        simulated: false,
      },
      {
        source: SAMPLE.source,
        events: 1,
        firstAt: END,
        lastAt: END,
        lastRecordedAt: '2026-03-09T10:00:00.000Z',
        lateness: { median: 432_000, p90: 432_000, longest: 432_000 },
        types: [{ type: 'hearback.interview.completed.v1', events: 1 }],
        sample: true,
        simulated: false,
      },
    ]);
  });

  it('given ten waits, then nine of them do not exceed p90, and five not the median', async () => {
    const waits = Array.from({ length: 10 }, (_, index) => `2026-03-04T10:00:0${index}.000Z`);
    await test.project(recordsOf(waits.map((recorded, index) => held(`a${index}`, recorded))));
    const [source] = (await sources()).sources;
    expect(source?.lateness).toEqual({ median: 4, p90: 8, longest: 9 });
  });

  it('given equally large sources, then by name; simulated ones and repeats are told apart', async () => {
    const [simulated] = SIMULATED_SOURCES;
    const twice = held('a', '2026-03-04T10:00:00.000Z', simulated);
    await test.project(recordsOf([twice, held('b', '2026-03-04T10:00:00.000Z'), twice]));
    const told = (await sources()).sources.map((each) => [each.source, each.events, each.simulated]);
    expect(told).toEqual([
      [SOURCE, 1, false],
      [simulated, 1, true],
    ]);
  });
});

describe('the last thirty days', () => {
  it('given arrivals, then each is on its day, and days without any are told', async () => {
    await test.project(
      recordsOf([
        arrived('long ago', '2026-02-08T23:59:59.999Z'),
        arrived('first', '2026-02-09T00:00:00.000Z'),
        arrived('a', '2026-03-04T23:59:59.999Z'),
        arrived('b', '2026-03-05T00:00:00.000Z'),
        arrived('c', '2026-03-05T12:00:00.000Z'),
        arrived('last', NOW),
      ]),
    );
    const { days } = await sources();
    expect(days).toHaveLength(30);
    expect([days[0], days.at(-1)]).toEqual([
      { day: '2026-02-09', events: 1 },
      { day: '2026-03-10', events: 1 },
    ]);
    expect(days.filter(({ events }) => events > 0)).toEqual([
      { day: '2026-02-09', events: 1 },
      { day: '2026-03-04', events: 1 },
      { day: '2026-03-05', events: 2 },
      { day: '2026-03-10', events: 1 },
    ]);
    expect(days.map(({ day }) => day)).toEqual([...new Set(days.map(({ day }) => day))].sort());
  });

  it('given that nothing came in of late, then thirty empty days', async () => {
    await test.project(recordsOf([arrived('a', '2026-01-04T10:00:00.000Z')]));
    const { days } = await sources();
    expect(days).toHaveLength(30);
    expect(days.every(({ events }) => events === 0)).toBe(true);
  });

  it.each([
    ['Asia/Tokyo', '2026-03-10T14:59:59.999Z', '2026-03-10', '2026-03-11'],
    ['Asia/Tokyo', '2026-03-10T15:00:00.000Z', '2026-03-11', '2026-03-11'],
    ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07', '2026-03-10'],
    // The night in which the clocks are put forward.
    ['America/New_York', '2026-03-09T03:59:59.999Z', '2026-03-08', '2026-03-10'],
    ['America/New_York', '2026-03-09T04:00:00.000Z', '2026-03-09', '2026-03-10'],
  ])('given %s, then what arrived at %s did so on its day there', async (zone, recorded, day, last) => {
    const organisation = parseOrganisation(`timeZone: ${zone}`, 'test');
    const there = await serveStore({ ...test, organisation }, [SourcesModule], NOW);
    await test.project(recordsOf([arrived('a', recorded)]));
    const { days } = await sources(there);
    await there.close();
    expect(days).toHaveLength(30);
    expect(days.at(-1)?.day).toBe(last);
    expect(days.filter(({ events }) => events > 0)).toEqual([{ day, events: 1 }]);
  });
});

describe('what was rejected', () => {
  it('given messages that are no events, then how many, by reason, and when the last came', async () => {
    const at = (hour: number): string => `2026-03-04T${hour}:00:00.000Z`;
    await test.project([
      recordOf('{}', 0n, at(13)),
      recordOf('no json', 1n, at(12)),
      recordOf('neither', 2n, at(11)),
    ]);
    expect(await sources()).toEqual({
      sources: [],
      days: [],
      rejected: {
        total: 3,
        reasons: [
          { reason: 'not-json', count: 2, lastAt: at(12) },
          { reason: 'not-cloudevent', count: 1, lastAt: at(13) },
        ],
      },
    });
  });
});
