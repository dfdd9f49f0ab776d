import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LoopWatch } from './loop-watch.js';
import { Meters } from './meters.js';

let meters: Meters;
let watch: LoopWatch;
beforeEach(() => {
  meters = new Meters();
  watch = new LoopWatch(meters);
  watch.onApplicationBootstrap();
});
afterEach(() => watch.onApplicationShutdown());

/** Stretches longer than 50 ms. */
async function longStretches(): Promise<number> {
  const text = await meters.registry.getSingleMetricAsString('hearback_loop_stretch_seconds');
  const valueOf = (series: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')[1],
    );
  return (
    valueOf('hearback_loop_stretch_seconds_count') -
    valueOf('hearback_loop_stretch_seconds_bucket{le="0.05"}')
  );
}

const ticks = async (count: number): Promise<void> => {
  for (let tick = 0; tick < count; tick += 1) await new Promise((resolve) => setTimeout(resolve, 12));
};

function compute(cpuMs: number): void {
  const begun = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(begun);
    if (user + system >= cpuMs * 1000) return;
  }
}

describe('the watch on the event loop', () => {
  it('given work that keeps the loop for 200 ms of CPU time, then it is told; time in which it sleeps is not', async () => {
    await ticks(5);
    // Asleep, as when the machine gives the CPU to others.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    await ticks(3);
    const before = await longStretches();
    expect(watch.longest()).toBeLessThan(0.25);
    compute(200);
    await ticks(3);
    expect(await longStretches()).toBe(before + 1);
    expect(watch.longest()).toBeGreaterThan(0.15);
  });
});
