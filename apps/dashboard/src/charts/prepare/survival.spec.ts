import { describe, expect, it } from '@jest/globals';
import { type Curve } from '../../api/curve.js';
import { prepareSurvival, shareAt } from './survival.js';

const DAY = 86_400;
const curve = (steps: readonly (readonly [days: number, waiting: number])[], longestDays: number): Curve => ({
  n: 10,
  waiting: 2,
  longestSeconds: longestDays * DAY,
  curve: steps.map(([days, waiting]) => ({ seconds: days * DAY, waiting, atRisk: 10 })),
});
const elapsed = { clock: 'elapsed', dayHours: 8, dueDays: 3 } as const;

const team = curve(
  [
    [0, 1],
    [2, 0.6],
    [4, 0.4],
  ],
  6,
);
const all = curve(
  [
    [0, 1],
    [1, 0.5],
    [9, 0.1],
  ],
  30,
);

describe('the share that still waits', () => {
  it('given two curves, then both at every step of either, and nothing beyond what was observed', () => {
    const survival = prepareSurvival(team, all, elapsed);
    expect(
      survival?.points.map(({ seconds, ...shares }) => [seconds / DAY, shares.team, shares.all]),
    ).toEqual([
      [0, 1, 1],
      [1, 1, 0.5],
      [2, 0.6, 0.5],
      [4, 0.4, 0.5],
      [6, 0.4, 0.5],
      [9, undefined, 0.1],
      [21, undefined, 0.1],
    ]);
    expect(survival?.end).toBe(21 * DAY);
  });

  it('given the calendar’s clock, then the due time is a span; on the working clock it is one time', () => {
    expect(prepareSurvival(team, all, elapsed)?.due).toEqual({ days: 3, from: 3 * DAY, to: 5 * DAY });
    expect(prepareSurvival(team, all, { ...elapsed, clock: 'business' })?.due).toEqual({
      days: 3,
      from: 24 * 3600,
      to: 24 * 3600,
    });
    expect(prepareSurvival(team, all, { ...elapsed, dueDays: undefined })?.due).toBeUndefined();
  });

  it('given a curve, then its reading is in plain words', () => {
    expect(prepareSurvival(team, all, elapsed)?.reading).toBe(
      'Of 10 interviews, half had an answer after 4 d, and 40 % still had none after 5 days; 2 wait now. ' +
        'In the whole organisation half had an answer after 1 d, and 50 % still had none after 5 days.',
    );
  });

  it('given a curve that does not come down to a half, then "more than half", never a number', () => {
    const silent = curve(
      [
        [0, 1],
        [1, 0.8],
      ],
      4,
    );
    expect(prepareSurvival(silent, undefined, elapsed)?.reading).toBe(
      'Of 10 interviews, more than half had no answer after 4 d; 2 wait now.',
    );
  });

  it('given nothing, or what is not measured, then there is nothing to draw', () => {
    expect(prepareSurvival(undefined, all, elapsed)).toBeUndefined();
    expect(
      prepareSurvival(
        { ...team, curve: { notMeasured: 'x', reason: 'No source has sent x yet' } },
        all,
        elapsed,
      ),
    ).toBeUndefined();
    expect(shareAt(team, 7 * DAY)).toBeUndefined();
  });
});
