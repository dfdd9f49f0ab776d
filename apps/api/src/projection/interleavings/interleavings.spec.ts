import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { CONTROLS } from './sabotage.js';
import { isHarmless, simulate, type Sabotage } from './simulate.js';

/** The whole ten thousand run outside of jest, in `interleavings.int.spec.ts`: its globals make them take four times as long. */
const SCHEDULES = 400;
const FIRST_SEED = 1;
/** Within so many schedules each control has to be found. */
const WITHIN = 1_000;

const INSERTS = ['events', 'rejections', 'interviews', 'obligations', 'touchpoints', 'applications'].map(
  (table) => `insert stored_${table}`,
);

/** Seeds of schedules that did harm once. */
const REGRESSIONS: [number, string][] = [
  [3_835, 'events that another process brought before an erasure keep the pseudonym that they had'],
];

beforeAll(() => {
  // Each failed batch and each lost group would be a line.
  Logger.overrideLogger(false);
});

describe('a projector whose every await may be followed by anything', () => {
  it(`given ${SCHEDULES} schedules with faults of every kind, then the store is the fold of the log after each`, async () => {
    const faults = new Map<string, number>();
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed += 1) {
      const outcome = await simulate(seed);
      // What failed and how to see it again; an expectation for each would take longer than the schedules.
      if (!isHarmless(outcome)) {
        const { trace } = await simulate(seed, { keepsTrace: true });
        expect({ ...outcome, trace }).toEqual('no harm');
      }
      for (const [kind, count] of outcome.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
    }
    // What never happened would show nothing.
    for (const request of ['look-up', 'heartbeat', 'metadata', 'commit', 'keys', ...INSERTS])
      for (const outcome of ['refused', 'answer-lost', 'done-late'])
        expect([...faults.keys()]).toContain(`${request} ${outcome}`);
    for (const kind of ['killed', 'stopped', 'expelled', 'rebalanced', 'store away', 'claims lost'])
      expect(faults.get(kind)).toBeGreaterThan(20);
  }, 120_000);

  it.each(REGRESSIONS)('given the schedule of seed %i, then %s', async (seed) => {
    expect(await simulate(seed)).toMatchObject({ lost: 0, doubled: 0, contradicted: 0, details: [] });
  });

  it('given the same seed, then the same turns and the same outcome, one by one', async () => {
    for (const seed of [1, 7, 4_711, 2 ** 31]) {
      const first = await simulate(seed, { keepsTrace: true });
      expect(first.trace.length).toBeGreaterThan(20);
      expect(await simulate(seed, { keepsTrace: true })).toEqual(first);
    }
  });

  it('given a seed that fails, then it fails again at the same turn and in the same way', async () => {
    const { seed, sabotage } = await firstFound('no version rule');
    const replayed = await simulate(seed, { sabotage, keepsTrace: true });
    expect(isHarmless(replayed)).toBe(false);
    expect(await simulate(seed, { sabotage, keepsTrace: true })).toEqual(replayed);
  }, 120_000);
});

describe('the negative controls', () => {
  it.each(Object.keys(CONTROLS))(
    `given "%s", then rows are lost or doubled within ${WITHIN} schedules`,
    async (name) => {
      const { seed } = await firstFound(name);
      expect(seed).toBeLessThan(FIRST_SEED + WITHIN);
    },
    120_000,
  );
});

/** The first schedule after which rows are lost or doubled under a control. */
async function firstFound(name: string): Promise<{ readonly seed: number; readonly sabotage: Sabotage }> {
  const sabotage = CONTROLS[name] ?? {};
  for (let seed = FIRST_SEED; seed < FIRST_SEED + WITHIN; seed += 1) {
    const { lost, doubled } = await simulate(seed, { sabotage });
    if (lost + doubled > 0) return { seed, sabotage };
  }
  throw new Error(`"${name}" was not found within ${WITHIN} schedules.`);
}
