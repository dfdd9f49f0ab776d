import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LogUnderTest } from './event-log.contract.js';
import type { EventLog } from './event-log.js';
import { Collector, numbered, record, until } from './testing/collector.js';

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

    test('given a handler that gives metadata, then it moves with the position, and the next batch and process are told', async () => {
      await log.append(numbered(250));
      const told = new Map<number, (string | undefined)[]>();
      const counted = new Map<number, number>();
      const consumption = await log.consume('g', async ({ partition, records }, context) => {
        told.set(partition, [...(told.get(partition) ?? []), await context.metadata()]);
        counted.set(partition, (counted.get(partition) ?? 0) + records.length);
        return `${counted.get(partition)} so far, é`;
      });
      await until(async () => (await log.lag('g')) === 0n, 'the positions');
      await consumption.stop();
      await log.close();
      log = await given.open({ batchSize: 100 });

      for (const { partition, end, metadata } of await log.spans('g')) {
        expect(metadata).toBe(end === 0n ? undefined : `${end} so far, é`);
        const before = told.get(partition) ?? [];
        expect(before[0]).toBeUndefined();
        expect(before.slice(1).every((text) => text?.endsWith('so far, é'))).toBe(true);
      }
      expect((await log.spans('other')).every(({ metadata }) => metadata === undefined)).toBe(true);
      const next = new Collector();
      await log.append([record('key-0', 'one more')]);
      const heard: (string | undefined)[] = [];
      const again = await log.consume('g', async (batch, context) => {
        heard.push(await context.metadata());
        await next.handle(batch, context);
      });
      await next.has(1);
      await until(async () => (await log.lag('g')) === 0n, 'the position');
      await again.stop();
      const [batch] = next.batches;
      expect(heard).toEqual([`${batch?.records[0]?.offset} so far, é`]);
      // A handler that gives none leaves none: what was kept is of an earlier position.
      const span = (await log.spans('g')).find(({ partition }) => partition === batch?.partition);
      expect(span?.metadata).toBeUndefined();
    });

    test('given a batch that fails, then the metadata stays with the position', async () => {
      await log.append([record('a', 'one')]);
      let attempts = 0;
      const heard: (string | undefined)[] = [];
      const consumption = await log.consume('g', async (_, context) => {
        heard.push(await context.metadata());
        attempts += 1;
        if (attempts === 1) throw new Error('once');
        return 'one';
      });
      await until(async () => (await log.lag('g')) === 0n, 'the second attempt');
      await consumption.stop();
      expect(heard).toEqual([undefined, undefined]);
      expect((await log.spans('g')).flatMap(({ metadata }) => metadata ?? [])).toEqual(['one']);
    });

    test('given a group that is moved with metadata, then it is kept there', async () => {
      await log.append(numbered(20));
      const spans = await log.spans('g');
      const to = new Map(spans.map(({ partition, end }) => [partition, end]));
      await log.moveTo('g', to, new Map(spans.map(({ partition }) => [partition, `of ${partition}`])));
      const moved = await log.spans('g');
      expect(moved.map(({ metadata }) => metadata)).toEqual(spans.map(({ partition }) => `of ${partition}`));
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
