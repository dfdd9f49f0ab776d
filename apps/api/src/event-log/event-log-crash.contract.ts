import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LogUnderTest } from './event-log.contract.js';
import { LogChild } from './testing/child-process.js';
import { Collector, numbered, until, wait } from './testing/collector.js';

/** What every adapter promises when a process is killed in the middle of its work. */
export function describeCrashes(name: string, create: () => Promise<LogUnderTest>, rounds: number): void {
  describe(`${name}, when a process is killed`, () => {
    let given: LogUnderTest;
    let child: LogChild | undefined;

    beforeEach(async () => {
      given = await create();
    });
    afterEach(async () => {
      await child?.kill();
      await given.dispose();
    });

    test(`given a process that appends, when it is killed at a random moment (${rounds} rounds), then all it was told is kept`, async () => {
      const acknowledged: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        child = new LogChild(given.childOpens, { mode: 'append', prefix: `${round}` });
        await child.hasSaid(2);
        await wait(Math.random() * 300);
        await child.kill();
        acknowledged.push(...child.lines.slice(1).flatMap((line) => line.split(' ')));

        const log = await given.open();
        const seen = new Collector();
        const consumption = await log.consume(`round ${round}`, seen.handle);
        await until(async () => (await log.lag(`round ${round}`)) === 0n, 'no lag');
        await consumption.stop();
        const kept = new Set(seen.texts);
        expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
        await log.close();
      }
      expect(acknowledged.length).toBeGreaterThan(rounds);
    });

    test(`given a process that consumes, when it is killed at a random moment (${rounds} rounds), then the next goes on without a gap and repeats only what was unfinished`, async () => {
      const log = await given.open();
      const all = numbered(1_500);
      await log.append(all);
      await log.close();
      const opens = {
        ...given.childOpens,
        options: { ...given.childOpens.options, batchSize: 40 },
      };
      const finished: string[] = [];
      const lastBatches = new Map<number, readonly string[]>();
      const begun = (): readonly string[] => [...lastBatches.values()].flat();
      for (let round = 0; round < rounds; round += 1) {
        child = new LogChild(opens, { mode: 'consume', group: 'g' });
        await child.hasSaid(3);
        await wait(Math.random() * 100);
        await child.kill();
        const { repeated, ended, lastOf } = readConsumer(child.lines, finished);
        // A batch whose end was said may not have been committed yet when the process died: the last one of each partition
        // may come again, in whichever round that partition is read next.
        expect(repeated.every((id) => begun().includes(id))).toBe(true);
        finished.push(...ended);
        for (const [partition, batch] of lastOf) lastBatches.set(partition, batch);
      }
      const rest = new Collector();
      const last = await given.open({ batchSize: 40 });
      await last.consume('g', rest.handle);
      await until(async () => (await last.lag('g')) === 0n, 'no lag');
      await last.close();

      const ids = all.map(({ value }) => value.toString());
      const together = new Set([...finished, ...rest.texts]);
      expect(ids.filter((id) => !together.has(id))).toEqual([]);
      expect(rest.texts.filter((id) => finished.includes(id) && !begun().includes(id))).toEqual([]);
    });
  });
}

/** What a consuming child repeated of `before`, what it finished, and the last batch of each partition (done or not). */
function readConsumer(lines: readonly string[], before: readonly string[]) {
  const known = new Set(before);
  const ended: string[] = [];
  const repeated: string[] = [];
  const lastOf = new Map<number, string[]>();
  for (const line of lines) {
    if (line === 'ready') continue;
    const said = JSON.parse(line) as { partition: number; begin?: string[]; end?: string[] };
    if (said.begin) {
      repeated.push(...said.begin.filter((id) => known.has(id)));
      lastOf.set(said.partition, said.begin);
    }
    ended.push(...(said.end ?? []));
  }
  return { repeated, ended, lastOf };
}
