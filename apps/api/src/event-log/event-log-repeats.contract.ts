import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LogUnderTest } from './event-log.contract.js';
import type { EventLog } from './event-log.js';
import { Collector, record } from './testing/collector.js';
import { identified } from './testing/identified.js';

/** What every adapter promises of records that say which ones they are. */
export function describeRepeats(name: string, create: () => Promise<LogUnderTest>): void {
  describe(`${name}, given records with identities`, () => {
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

    const texts = async (): Promise<string[]> => {
      const seen = new Collector();
      const consumption = await log.consume(`reader ${Math.random()}`, seen.handle);
      const spans = await log.spans('g');
      await seen.has(Number(spans.reduce((sum, { end }) => sum + end, 0n)));
      await consumption.stop();
      return seen.texts.sort();
    };

    test('given one record from four callers at once, then one is told that it was appended, and it is there once', async () => {
      const outcomes = await Promise.all(
        [0, 1, 2, 3].map(() => log.append([identified('a=1'), identified('b=1')])),
      );
      for (const at of [0, 1])
        expect(outcomes.map((each) => each[at]).sort()).toEqual([
          'appended',
          'duplicate',
          'duplicate',
          'duplicate',
        ]);
      expect(await texts()).toEqual(['a=1', 'b=1']);
    });

    test('given other contents at once, then one is appended and the others conflict with it, kept only where that is wanted', async () => {
      const outcomes = await Promise.all(
        [1, 2, 3, 4].map((content) => log.append([identified(`a=${content}`, content === 4)])),
      );
      expect(outcomes.flat()).toEqual(['appended', 'conflict', 'conflict', 'conflict']);
      expect(await texts()).toEqual(['a=1', 'a=4']);
    });

    test('given repeats within one append, then they are told from each other as from earlier ones', async () => {
      expect(await log.append([identified('a=1')])).toEqual(['appended']);
      const again = ['b=1', 'a=1', 'b=2', 'b=1', 'c=1'].map((text) => identified(text));
      expect(await log.append([...again, record('k', 'without')])).toEqual([
        ...['appended', 'duplicate', 'conflict', 'duplicate', 'appended'],
        'appended',
      ]);
      expect(await log.append([record('k', 'without')])).toEqual(['appended']);
      expect(await texts()).toEqual(['a=1', 'b=1', 'c=1', 'without', 'without']);
    });
  });
}
