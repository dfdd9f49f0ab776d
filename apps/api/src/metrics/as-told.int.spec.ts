import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelled, completed, rated } from '@hearback/domain/testing';
import { toDateTime64 } from '../clickhouse/client.js';
import { after, END, interview } from '../testing/metrics-under-test.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { obligationsAsTold, TOLD_OTHERWISE, touchpointsAsTold, type Tellings } from './as-told.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const responses = (tellings: Tellings) => obligationsAsTold("kind = 'response'", tellings);
const ratings = (tellings: Tellings) => touchpointsAsTold("kind = 'rating'", tellings);

/** However the rows are narrowed by what is told of them. */
const askFor = (rows: (tellings: Tellings) => string, asOf: string) => (tellings: Tellings) =>
  test.store.rows(`SELECT application_id FROM (${rows(tellings)}) WHERE team_id != 'none' ORDER BY 1`, {
    asOf: toDateTime64(Date.parse(asOf)),
  });

describe('the last tellings alone', () => {
  it('given an interview that turned out to be another team’s, then they refuse until then, and are all from then on', async () => {
    const corrected = completed({
      applicationId: 'a',
      id: 'b',
      teamId: 'blue',
      time: after(30),
      endedAt: END,
    });
    await test.project(
      recordsOf([...interview('a'), rated({ applicationId: 'a', time: after(2) }), corrected]),
    );
    for (const rows of [responses, ratings]) {
      const before = askFor(rows, after(29));
      await expect(before('last')).rejects.toThrow(TOLD_OTHERWISE);
      expect(await before('all')).toEqual([{ application_id: 'a' }]);
      const from = askFor(rows, after(30));
      expect(await from('last')).toEqual([{ application_id: 'a' }]);
      expect(await from('all')).toEqual([{ application_id: 'a' }]);
    }
  });

  it('given an interview that was called off later, then they are all before and after', async () => {
    await test.project(recordsOf([...interview('a'), cancelled({ applicationId: 'a', time: after(24) })]));
    for (const tellings of ['last', 'all'] as const) {
      expect(await askFor(responses, after(23))(tellings)).toEqual([{ application_id: 'a' }]);
      expect(await askFor(responses, after(24))(tellings)).toEqual([]);
    }
  });

  it('given what begins later and was never told otherwise, then they leave it out and do not refuse', async () => {
    await test.project(recordsOf([...interview('a'), ...interview('b', 1)]));
    const before = askFor(responses, after(-1));
    expect(await before('last')).toEqual([]);
    expect(await before('all')).toEqual([]);
  });
});
