import { describe, expect, it } from '@jest/globals';
import { curveSteps, MOST_STEPS } from './curve-steps.js';

describe('the steps of a curve', () => {
  it('given answers and open waits, then the share after each answer, with who was at risk', () => {
    const counts = [
      { seconds: 10, answered: 1, observed: 1 },
      { seconds: 20, answered: 1, observed: 2 },
      { seconds: 30, answered: 0, observed: 1 },
    ];
    expect(curveSteps(counts)).toEqual([
      { seconds: 0, waiting: 1, atRisk: 4 },
      { seconds: 10, waiting: 0.75, atRisk: 4 },
      { seconds: 20, waiting: 0.5, atRisk: 3 },
    ]);
  });

  it('given somebody answered at once, then the first step is lower', () => {
    expect(curveSteps([{ seconds: 0, answered: 1, observed: 2 }])).toEqual([
      { seconds: 0, waiting: 0.5, atRisk: 2 },
    ]);
  });

  it('given nobody answered, then the curve stays up; given nobody, then it says so', () => {
    expect(curveSteps([{ seconds: 5, answered: 0, observed: 3 }])).toEqual([
      { seconds: 0, waiting: 1, atRisk: 3 },
    ]);
    expect(curveSteps([])).toEqual([{ seconds: 0, waiting: 1, atRisk: 0 }]);
  });

  it('given very many steps, then some of them, with the first and the last, each exact', () => {
    const counts = Array.from({ length: 1000 }, (_, index) => ({ seconds: index, answered: 1, observed: 1 }));
    const steps = curveSteps(counts);
    expect(steps).toHaveLength(MOST_STEPS);
    expect(steps[0]).toEqual({ seconds: 0, waiting: 0.999, atRisk: 1000 });
    expect(steps.at(-1)).toMatchObject({ seconds: 999, waiting: 0, atRisk: 1 });
    for (const { seconds, waiting } of steps) expect(waiting).toBeCloseTo((999 - seconds) / 1000, 9);
  });
});
