import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LogUnderTest } from './event-log.contract.js';
import type { EventLog } from './event-log.js';
import { Collector, numbered, until } from './testing/collector.js';

/** What every adapter tells of its partitions and positions. */
export function describeSpans(name: string, create: () => Promise<LogUnderTest>): void {
  describe(`${name}, asked where it stands`, () => {
    let given: LogUnderTest;
    let log: EventLog;

    beforeEach(async () => {
      given = await create();
      log = await given.open({ batchSize: 100 });
    });

    afterEach(async () => {
      await log.close();
      await given.dispose();
    });

    test('given a group part of the way, when asked, then each partition tells where it begins, ends and how far that is', async () => {
      await log.append(numbered(250));
      const before = await log.spans('g');
      expect(before.every(({ first, position }) => first === 0n && position === 0n)).toBe(true);
      expect(before.reduce((sum, { end }) => sum + end, 0n)).toBe(250n);
      const seen = new Collector();
      const consumption = await log.consume('g', seen.handle);
      await seen.has(250);
      await until(async () => (await log.lag('g')) === 0n, 'the positions');
      await consumption.stop();
      await log.append(numbered(50));
      const after = await log.spans('g');
      expect(after.map(({ position }) => position)).toEqual(before.map(({ end }) => end));
      expect(after.reduce((sum, { end }) => sum + end, 0n)).toBe(300n);
    });

    test('given a group that is moved, when it is consumed, then it goes on there, in each partition', async () => {
      await log.append(numbered(200));
      const spans = await log.spans('g');
      await log.moveTo(
        'g',
        new Map(spans.map(({ partition, end }) => [partition, end - (end > 0n ? 1n : 0n)])),
      );
      const withAny = spans.filter(({ end }) => end > 0n).length;
      expect(await log.lag('g')).toBe(BigInt(withAny));
      const seen = new Collector();
      await log.consume('g', seen.handle);
      await seen.has(withAny);
      await until(async () => (await log.lag('g')) === 0n, 'the positions');
      expect(seen.records).toHaveLength(withAny);
    });
  });
}
