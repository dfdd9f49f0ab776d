import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EventLogClosed, RecordTooLarge } from './errors.js';
import type { EventLog, LogBatch } from './event-log.js';
import type { ChildOpens } from './testing/child-process.js';
import { Collector, gate, numbered, record, textOf, until, wait } from './testing/collector.js';

/** One log with nothing in it. */
export interface LogUnderTest {
  /** Opens it; a second time as a restarted process would, after the first was closed. */
  open(options?: { readonly batchSize?: number }): Promise<EventLog>;
  /** How a process of its own opens it. */
  readonly childOpens: ChildOpens;
  /** A record larger than the log takes has this many bytes. */
  readonly tooLarge: number;
  dispose(): Promise<void>;
}

/** What every adapter of the port promises. */
export function describeEventLog(name: string, create: () => Promise<LogUnderTest>): void {
  describe(`${name}, as an event log`, () => {
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

    const reopen = async (): Promise<void> => {
      await log.close();
      log = await given.open({ batchSize: 100 });
    };

    test('given records of any bytes, when a new group consumes, then it gets them byte by byte with key, headers and time', async () => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      const before = Date.now();
      await log.append([
        { key: 'a', value: everyByte, headers: { source: 'ats', empty: '', 'naïve name': 'Zoë 🎧' } },
        { key: 'a', value: new Uint8Array(0), headers: {} },
        { key: 'Zoë 🎧', value: everyByte.subarray(10, 20), headers: {} },
      ]);
      const seen = new Collector();
      await log.consume('g', seen.handle);
      await seen.has(3);

      const byValue = (bytes: number) => seen.records.find(({ value }) => value?.length === bytes);
      expect(Buffer.from(byValue(256)?.value ?? []).equals(everyByte)).toBe(true);
      expect(
        Object.entries(byValue(256)?.headers ?? {}).map(([key, value]) => [
          key,
          Buffer.from(value).toString(),
        ]),
      ).toEqual([
        ['source', 'ats'],
        ['empty', ''],
        ['naïve name', 'Zoë 🎧'],
      ]);
      expect(byValue(0)?.headers).toEqual({});
      expect(Buffer.from(byValue(10)?.key ?? []).toString()).toBe('Zoë 🎧');
      expect([...(byValue(10)?.value ?? [])]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
      for (const { appendedAt } of seen.records) {
        expect(appendedAt).toBeGreaterThanOrEqual(before);
        expect(appendedAt).toBeLessThanOrEqual(Date.now());
      }
    });

    test('given many concurrent appends, when consumed, then each record comes once, in order per key and offset', async () => {
      const appends = Array.from({ length: 200 }, (_, index) => numbered(5, `${index}`));
      await Promise.all(appends.map((records) => log.append(records)));
      const seen = new Collector();
      await log.consume('g', seen.handle);
      await seen.has(1_000);
      await until(async () => (await log.lag('g')) === 0n, 'no lag');

      expect([...seen.texts].sort()).toEqual(
        appends
          .flat()
          .map(({ value }) => value.toString())
          .sort(),
      );
      for (const key of ['key-0', 'key-1', 'key-2', 'key-3', 'key-4']) {
        const ofKey = seen.records.filter((each) => Buffer.from(each.key ?? []).toString() === key);
        const wanted = appends.flat().filter((each) => each.key === key);
        expect(ofKey.map(textOf)).toEqual(wanted.map(({ value }) => value.toString()));
      }
      for (const { records } of seen.batches) {
        expect(records.length).toBeLessThanOrEqual(100);
        records.forEach(({ offset }, index) =>
          expect(offset).toBe((records[0]?.offset ?? 0n) + BigInt(index)),
        );
      }
    });

    test('given an idle consumption, when a record is appended, then it comes by itself and the loop counts as alive all the while', async () => {
      const seen = new Collector();
      const consumption = await log.consume('g', seen.handle);
      await log.append([record('a', 'first')]);
      await seen.has(1);
      const idleSince = Date.now();
      await until(() => consumption.lastTick() > idleSince, 'a tick of a loop that has nothing to do');
      await log.append([record('a', 'second')]);
      await seen.has(2);
    });

    test('given a group that has finished some, when the log is opened again, then it goes on behind them', async () => {
      await log.append(numbered(250, 'early'));
      const first = new Collector();
      await log.consume('g', first.handle);
      await until(async () => (await log.lag('g')) === 0n, 'no lag');
      await reopen();
      await log.append(numbered(20, 'late'));
      expect(await log.lag('g')).toBe(20n);
      const second = new Collector();
      await log.consume('g', second.handle);
      await second.has(20);
      expect(second.texts.filter((text) => text.startsWith('early'))).toEqual([]);
    });

    test('given two groups, when one of them fails all the time, then the other gets everything and only the first lags', async () => {
      await log.append(numbered(300));
      const seen = new Collector();
      await log.consume('failing', () => Promise.reject(new Error('on purpose')));
      await log.consume('working', seen.handle);
      await seen.has(300);
      await until(async () => (await log.lag('working')) === 0n, 'no lag');
      expect(await log.lag('failing')).toBe(300n);
      const [of, ends] = [await log.spans('failing'), await log.spans('working')];
      expect(of.map(({ partition }) => partition)).toEqual(of.map((_, index) => index));
      expect(of.map(({ position }) => position)).toEqual(of.map(() => 0n));
      expect(ends.map(({ position, end }) => end - position)).toEqual(ends.map(() => 0n));
      expect(of.reduce((sum, { end }) => sum + end, 0n)).toBe(300n);
      expect(await log.lag('new')).toBe(300n);
    });

    test('given a handler that throws, when it is called again, then with the same records, later each time, and nothing is skipped', async () => {
      await log.append(Array.from({ length: 150 }, (_, index) => record('one key', `n-${index}`)));
      const seen = new Collector();
      const tries: { readonly at: number; readonly first: string }[] = [];
      await log.consume('g', async (batch, context) => {
        const first = batch.records[0] ? textOf(batch.records[0]) : '';
        if (first === 'n-0' && tries.length < 4) {
          tries.push({ at: Date.now(), first });
          throw new Error('on purpose');
        }
        await seen.handle(batch, context);
      });
      await seen.has(150);
      expect(seen.texts).toEqual(Array.from({ length: 150 }, (_, index) => `n-${index}`));
      expect(tries.map(({ first }) => first)).toEqual(['n-0', 'n-0', 'n-0', 'n-0']);
      const waits = tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0));
      [100, 200, 400].forEach((least, index) => expect(waits[index]).toBeGreaterThanOrEqual(least - 5));
    });

    test('given a slow handler, when much is appended, then one batch per partition is at work and never more', async () => {
      await log.append(numbered(1_000));
      const atWork = new Map<number, number>();
      let most = 0;
      const seen = new Collector();
      await log.consume('g', async (batch, context) => {
        const now = (atWork.get(batch.partition) ?? 0) + 1;
        atWork.set(batch.partition, now);
        most = Math.max(most, now);
        await wait(20);
        await context.heartbeat();
        atWork.set(batch.partition, now - 1);
        await seen.handle(batch, context);
      });
      await log.append(numbered(1_000));
      await seen.has(2_000);
      expect(most).toBe(1);
      expect(Math.max(...seen.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(100);
    });

    test('given a batch at hand, when the consumption is stopped and the handler gives up, then the position stays', async () => {
      await log.append(numbered(10));
      const begun = gate();
      const consumption = await log.consume('g', (_batch, { signal }) => {
        begun.open();
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopping'))),
        );
      });
      await begun.opened;
      await consumption.stop();
      expect(await log.lag('g')).toBe(10n);
      const seen = new Collector();
      await log.consume('g', seen.handle);
      await seen.has(10);
    });

    test('given a batch at hand, when the consumption is stopped and the handler finishes, then the position moves and no batch follows', async () => {
      await log.append(Array.from({ length: 300 }, (_, index) => record('one key', `n-${index}`)));
      const begun = gate();
      const finish = gate();
      const batches: LogBatch[] = [];
      const consumption = await log.consume('g', async (batch) => {
        batches.push(batch);
        begun.open();
        await finish.opened;
      });
      await begun.opened;
      const stopped = consumption.stop();
      finish.open();
      await stopped;
      expect(batches).toHaveLength(1);
      expect(await log.lag('g')).toBe(300n - BigInt(batches[0]?.records.length ?? 0));
    });

    test('given a long back-off, when the consumption is stopped, then it does not wait for its end', async () => {
      await log.append(numbered(1));
      let tries = 0;
      const consumption = await log.consume('g', () => {
        tries += 1;
        return Promise.reject(new Error('on purpose'));
      });
      // The wait that follows the seventh takes 6.4 s.
      await until(() => tries >= 7, 'a long back-off');
      const before = Date.now();
      await consumption.stop();
      expect(Date.now() - before).toBeLessThan(5_000);
    });

    test('given a record that is too large, when it is appended, then it is refused by name, and what goes with others is kept', async () => {
      const large = { key: 'large', value: Buffer.alloc(given.tooLarge), headers: {} };
      const results = await Promise.allSettled([
        log.append([record('a', 'before')]),
        log.append([record('a', 'with it'), large]),
        log.append([record('a', 'after')]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(results[1]).toMatchObject({ reason: expect.any(RecordTooLarge) as unknown });
      await log.append([]);
      const seen = new Collector();
      await log.consume('g', seen.handle);
      await seen.has(2);
      expect(seen.texts).toEqual(['before', 'after']);
    });

    test('given a closed log, when it is used, then it says so', async () => {
      await log.close();
      await log.close();
      await expect(log.append([record('a', 'b')])).rejects.toThrow(EventLogClosed);
      await expect(log.consume('g', () => Promise.resolve())).rejects.toThrow(EventLogClosed);
      await expect(log.lag('g')).rejects.toThrow(EventLogClosed);
      await expect(log.spans('g')).rejects.toThrow(EventLogClosed);
      await expect(log.moveTo('g', new Map())).rejects.toThrow(EventLogClosed);
    });
  });
}
