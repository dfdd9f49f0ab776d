import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { naiveRestrictedMean, naiveScore } from '../../testing/naive-score.js';
import { survivalCurve, type Observation } from '../kaplan-meier.js';
import { costCurve, costOfAnswered } from './cost.js';
import {
  latencyScore,
  obligationParts,
  scoreInput,
  type AnsweredGroup,
  type ScoredObligation,
} from './latency-score.js';

const HORIZON = 288_000;
const CLOSE = 1e-9;

/** At, around and far from the horizon, in steps so that waits often fall together; and any fraction of a second. */
const seconds = fc.oneof(
  fc.constantFrom(0, 1, HORIZON - 1, HORIZON, HORIZON + 1),
  fc.nat(25).map((n) => n * 14_400),
  fc.nat(400_000),
  fc.double({ min: 0, max: 400_000, noNaN: true }),
);
const observations = fc.array(fc.record({ seconds, answered: fc.boolean() }), { maxLength: 50 });
const state = fc.constantFrom('met' as const, 'met' as const, 'waiting' as const, 'ended' as const);
const obligationsIn = (states: fc.Arbitrary<ScoredObligation['state']>) =>
  fc
    .array(fc.record({ stage: fc.constantFrom('', 'Screen', 'Technical'), state: states, seconds }), {
      minLength: 1,
      maxLength: 50,
    })
    .map((all) => all.map((one, i): ScoredObligation => ({ key: `ob-${i}`, ...one })));
const obligations = obligationsIn(state);

const curveOf = (before: readonly Observation[]) => costCurve(survivalCurve(before), HORIZON);
const observed = (all: readonly ScoredObligation[]): Observation[] =>
  all.map(({ seconds, state }) => ({ seconds, answered: state === 'met' }));
const scored = (all: readonly ScoredObligation[], before: readonly Observation[]) =>
  latencyScore(scoreInput(all, HORIZON), curveOf(before))!;
const total = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
const expectClose = (a: number, b: number, within = CLOSE) => expect(Math.abs(a - b)).toBeLessThan(within);
const runs = (numRuns: number) => ({ numRuns: numRuns * Number(process.env['PROPERTY_RUNS'] ?? 1) });

/** What a store would say: one group per stage. */
function summedUp(all: readonly ScoredObligation[]): AnsweredGroup[] {
  const groups = new Map<string, AnsweredGroup>();
  for (const { stage, state, seconds } of all) {
    if (state !== 'met') continue;
    const cost = costOfAnswered(seconds, { horizon: HORIZON });
    const { n, sum, squares } = groups.get(stage) ?? { n: 0, sum: 0, squares: 0 };
    groups.set(stage, { stage, n: n + 1, sum: sum + cost, squares: squares + cost * cost });
  }
  return [...groups.values()];
}

describe('given any obligations and any curve from before', () => {
  it('then score, interval and stages agree with the definition read a second time', () => {
    fc.assert(
      fc.property(obligations, observations, (all, before) => {
        const [answer, naive] = [scored(all, before), naiveScore(all, HORIZON, before)];
        for (const figure of ['score', 'low', 'high'] as const) expectClose(answer[figure], naive[figure]);
        expect(answer.stages.map(({ stage }) => stage).sort()).toEqual(Object.keys(naive.points).sort());
        for (const { stage, points } of answer.stages) expectClose(points, naive.points[stage]!);
        expect(answer.n).toBe(all.length);
      }),
      runs(1000),
    );
  });

  it('then the order in which they are given changes no digit', () => {
    const orders = obligations.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(orders, observations, ([all, shuffled], before) => {
        expect(scored(shuffled, before)).toEqual(scored(all, before));
      }),
      runs(500),
    );
  });

  it("then a store's sums give the same", () => {
    fc.assert(
      fc.property(obligations, observations, (all, before) => {
        const single = scored(all, before);
        const open = all.filter(({ state }) => state !== 'met');
        const summed = latencyScore({ answered: summedUp(all), open }, curveOf(before))!;
        expectClose(summed.score, single.score);
        expectClose(summed.low, single.low, 1e-5);
        expectClose(summed.high, single.high, 1e-5);
        for (const { stage, n, points } of summed.stages) {
          const same = single.stages.find((part) => part.stage === stage)!;
          expect(n).toBe(same.n);
          expectClose(points, same.points);
        }
      }),
      runs(500),
    );
  });

  it('then the parts of the stages, and those of the obligations, add up to what is missing from 100', () => {
    fc.assert(
      fc.property(obligations, observations, (all, before) => {
        const { score, stages, n } = scored(all, before);
        const parts = obligationParts(all, n, curveOf(before));
        expectClose(total(stages.map(({ points }) => points)), 100 - score);
        expectClose(total(parts.map(({ points }) => points)), 100 - score);
        expect(total(stages.map((stage) => stage.n))).toBe(n);
        for (const { stage, points } of stages) {
          expectClose(total(parts.filter((part) => part.stage === stage).map((part) => part.points)), points);
        }
      }),
      runs(500),
    );
  });

  /**
   * As of the same T and from the same start, an obligation can be answered earlier than it was, or, when it is open or
   * its candidate withdrew, at or before that age. (One answered later than its age belongs to a later T.)
   */
  it('then an earlier answer never lowers the score, and raises it within the horizon', () => {
    const moves = fc.tuple(
      obligations,
      fc.nat(),
      fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(moves, observations, ([all, choice, part], before) => {
        const chosen = all[choice % all.length]!;
        const earlier = { ...chosen, state: 'met' as const, seconds: Math.floor(chosen.seconds * part) };
        const [was, is] = [
          scored(all, before),
          scored(
            all.map((one) => (one === chosen ? earlier : one)),
            before,
          ),
        ];
        expect(is.score).toBeGreaterThanOrEqual(was.score - CLOSE);
        if (earlier.seconds < Math.min(chosen.seconds, HORIZON) - 1)
          expect(is.score).toBeGreaterThan(was.score);
      }),
      runs(1000),
    );
  });

  it('then longer silence never raises the score', () => {
    fc.assert(
      fc.property(obligations, fc.nat(), seconds, observations, (all, choice, more, before) => {
        const chosen = all[choice % all.length]!;
        const open = { ...chosen, state: 'waiting' as const };
        const put = (one: ScoredObligation) =>
          scored(
            all.map((each) => (each === chosen ? one : each)),
            before,
          ).score;
        expect(put(open)).toBeLessThanOrEqual(put({ ...chosen, state: 'met' }) + CLOSE);
        expect(put({ ...open, seconds: open.seconds + more })).toBeLessThanOrEqual(put(open) + CLOSE);
        expect(put({ ...open, state: 'ended' })).toBe(put(open));
      }),
      runs(500),
    );
  });

  it('then the interval holds the score, and the score that any fate of the open ones would give', () => {
    fc.assert(
      fc.property(obligations, observations, fc.infiniteStream(seconds), (all, before, later) => {
        const { score, low, high } = scored(all, before);
        expect(low).toBeLessThanOrEqual(score);
        expect(high).toBeGreaterThanOrEqual(score);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
        const fates = all.map((one) => {
          const more = one.state === 'met' ? 0 : (later.next().value as number);
          return { ...one, state: 'met' as const, seconds: one.seconds + more };
        });
        const then = scored(fates, before).score;
        expect(then).toBeGreaterThanOrEqual(low - CLOSE);
        expect(then).toBeLessThanOrEqual(high + CLOSE);
      }),
      runs(500),
    );
  });

  it('then one answered at or after H costs what silence costs', () => {
    fc.assert(
      fc.property(obligations, seconds, observations, (all, more, before) => {
        const silent = all.map((one) => ({ ...one, seconds: HORIZON + more }));
        expect(scored(silent, before)).toMatchObject({ score: 0, low: 0, high: 0 });
        const atOnce = all.map((one) => ({ ...one, state: 'met' as const, seconds: 0 }));
        expect(scored(atOnce, before)).toMatchObject({ score: 100, low: 100, high: 100 });
      }),
      runs(100),
    );
  });
});

describe('given the restricted mean survival time', () => {
  const fromRestrictedMean = (all: readonly ScoredObligation[]) =>
    100 * (1 - naiveRestrictedMean(observed(all), HORIZON) / HORIZON);

  it('then where all is answered the score is 100 x (1 - RMST(H) / H), whatever the curve', () => {
    fc.assert(
      fc.property(obligationsIn(fc.constant('met')), observations, (all, before) => {
        const { score } = scored(all, before);
        expectClose(score, fromRestrictedMean(all));
        const mean = total(all.map(({ seconds }) => Math.min(seconds, HORIZON))) / all.length;
        expectClose(score, 100 * (1 - mean / HORIZON));
      }),
      runs(300),
    );
  });

  it('then under the own curve it is that also with open ones (Kaplan-Meier is self-consistent)', () => {
    fc.assert(
      fc.property(obligations, (all) => {
        expectClose(scored(all, observed(all)).score, fromRestrictedMean(all));
      }),
      runs(300),
    );
  });
});
