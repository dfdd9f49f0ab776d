import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completed, responded } from '@hearback/domain/testing';
import request from 'supertest';
import { SAMPLE } from '../sample/sample.js';
import { serveStore } from '../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import type { Sources } from './list-sources.query.js';
import { SourcesModule } from './sources.module.js';

const NOW = '2026-03-10T10:00:00.000Z';

let test: TestStore;
let http: Awaited<ReturnType<typeof serveStore>>;
beforeAll(async () => {
  test = await startTestStore();
  http = await serveStore(test, [SourcesModule], NOW);
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const sources = async (): Promise<Sources> =>
  (await request(http.server).get('/api/v1/sources').expect(200)).body as Sources;

describe('what came in', () => {
  it('given nothing, then empty lists', async () => {
    expect(await sources()).toEqual({ sources: [], days: [], rejected: { total: 0, reasons: [] } });
  });

  it('given two sources, then each with its types and how late it was, the larger first', async () => {
    const late = (applicationId: string, recordedTime: string): ReturnType<typeof completed> => ({
      ...completed({ applicationId, time: '2026-03-04T10:00:00.000Z' }),
      recordedTime,
    });
    await test.project(
      recordsOf([
        late('a', '2026-03-04T10:00:10.000Z'),
        late('b', '2026-03-04T10:01:00.000Z'),
        {
          ...responded({ applicationId: 'a', time: '2026-03-05T10:00:00.000Z' }),
          recordedTime: '2026-03-05T09:59:00.000Z',
        },
        { ...late('c', '2026-03-09T10:00:00.000Z'), source: SAMPLE.source },
      ]),
    );
    const told = await sources();
    expect(told.sources).toEqual([
      {
        source: expect.stringContaining('ats'),
        events: 3,
        firstAt: '2026-03-04T10:00:00.000Z',
        lastAt: '2026-03-05T10:00:00.000Z',
        lastRecordedAt: '2026-03-05T09:59:00.000Z',
        lateness: { median: 10, p90: 60, longest: 60 },
        types: [
          { type: 'hearback.interview.completed.v1', events: 2 },
          { type: 'hearback.response.sent.v1', events: 1 },
        ],
        sample: false,
        simulated: false,
      },
      expect.objectContaining({
        source: SAMPLE.source,
        events: 1,
        sample: true,
        lateness: { median: 432_000, p90: 432_000, longest: 432_000 },
      }),
    ]);
    expect(told.days).toHaveLength(30);
    expect(told.days.filter(({ events }) => events > 0)).toEqual([
      { day: '2026-03-04', events: 2 },
      { day: '2026-03-05', events: 1 },
      { day: '2026-03-09', events: 1 },
    ]);
    expect([told.days[0]?.day, told.days.at(-1)?.day]).toEqual(['2026-02-09', '2026-03-10']);
  });

  it('given messages that are no events, then how many, by reason', async () => {
    const records = recordsOf([completed({ applicationId: 'a' })]);
    const junk = (value: string, offset: bigint) => ({
      ...records[0]!,
      offset,
      value: new TextEncoder().encode(value),
    });
    await test.project([...records, junk('no json', 1n), junk('neither', 2n), junk('{}', 3n)]);
    const { rejected } = await sources();
    expect(rejected.total).toBe(3);
    expect(rejected.reasons.map(({ reason, count }) => [reason, count])).toEqual([
      ['not-json', 2],
      ['not-cloudevent', 1],
    ]);
  });
});
