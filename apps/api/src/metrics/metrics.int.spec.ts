import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@hearback/domain';
import { interview, type MetricsUnderTest, startMetrics } from '../testing/metrics-under-test.js';

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

describe('no data', () => {
  it.each(metrics.map(({ name }) => name))(
    'given no events, then %s has no rows, and no zero',
    async (name) => {
      expect(await test.rowsOf(name, '2026-03-05T10:00:00Z')).toEqual([]);
    },
  );

  it('given a filter that nothing matches, then there are no rows', async () => {
    await test.given(interview('a', 2));
    expect(
      await test.rowsOf('time-to-response', '2026-03-05T10:00:00Z', { filter: { team: ['nobody'] } }),
    ).toEqual([]);
  });

  it('given an interview that ends later, then before its end there are no rows', async () => {
    await test.given(interview('a'));
    expect(await test.rowsOf('waiting-now', '2026-03-04T09:59:59.999Z')).toEqual([]);
  });
});
