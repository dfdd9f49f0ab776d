import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StagePart } from './latency-score.js';
import { sayReason } from './say-reason.js';
import { nextStep, wentWell, type WaitingAtStage, type WeekFacts } from './week-reasons.js';

const stage = (name: string, part: Partial<StagePart> = {}): StagePart => ({
  stage: name,
  n: 10,
  open: 0,
  cost: 0,
  points: 0,
  ...part,
});

const at = (name: string, counts: Partial<WaitingAtStage> = {}): WaitingAtStage => ({
  stage: name,
  waiting: 0,
  overdue: 0,
  beyondPromise: 0,
  ...counts,
});

const nobody = { waiting: 0, overdue: 0, beyondPromise: 0 };

const facts = (given: Partial<WeekFacts>): WeekFacts => ({
  stages: [],
  horizonDays: 10,
  waiting: nobody,
  waitingAt: [],
  ...given,
});

describe('the next step', () => {
  const promised = {
    waiting: { waiting: 9, overdue: 6, beyondPromise: 4 },
    waitingAt: [
      at('Onsite', { waiting: 5, overdue: 5, beyondPromise: 1 }),
      at('Coding', { waiting: 4, overdue: 1, beyondPromise: 3 }),
    ],
  };

  it('puts a broken promise before everything else, at the stage with most of them', () => {
    const step = nextStep(facts({ ...promised, stages: [stage('Onsite', { points: 60 })] }));
    expect(step).toEqual({ rule: 'answer-promised', stage: 'Coding', count: 3, of: 4 });
    expect(sayReason(step)).toBe(
      '3 candidates after Coding wait beyond the time that was promised (4 in all stages): answer these first.',
    );
  });

  it('then who is past the due time', () => {
    const step = nextStep(
      facts({
        waiting: { waiting: 1, overdue: 1, beyondPromise: 0 },
        waitingAt: [at('Onsite', { waiting: 1, overdue: 1 })],
      }),
    );
    expect(step).toEqual({ rule: 'answer-overdue', stage: 'Onsite', count: 1, of: 1 });
    expect(sayReason(step)).toBe(
      '1 candidate after Onsite is past the due time: answer this one first, if only with a date.',
    );
  });

  it('then the stage that costs half of what is lost', () => {
    const stages = [stage('Onsite', { points: 6 }), stage('Coding', { points: 5.9 })];
    const step = nextStep(facts({ stages }));
    expect(step).toEqual({ rule: 'settle-stage', stage: 'Onsite', points: 6 });
    expect(sayReason(step)).toContain('Slow answers after Onsite cost 6.0 points');
  });

  it('then answers as such, where no stage stands out or there is but one', () => {
    const spread = ['a', 'b', 'c'].map((name) => stage(name, { points: 4 }));
    expect(nextStep(facts({ stages: spread }))).toEqual({ rule: 'answer-sooner', points: 12 });
    expect(nextStep(facts({ stages: [stage('a', { points: 5 })] }))).toEqual({
      rule: 'answer-sooner',
      points: 5,
    });
  });

  it('then who waits in time, and at last nothing', () => {
    const waiting = { waiting: 2, overdue: 0, beyondPromise: 0 };
    expect(nextStep(facts({ waiting, waitingAt: [at('a', { waiting: 2 })] }))).toEqual({
      rule: 'answer-waiting',
      count: 2,
    });
    expect(nextStep(facts({ stages: [stage('a', { points: 4.9 })] }))).toEqual({ rule: 'keep' });
  });
});

describe('what went well', () => {
  it('is that all are answered', () => {
    const good = wentWell(facts({ stages: [stage('a'), stage('b', { n: 2 })] }));
    expect(good).toEqual({ rule: 'all-answered', count: 12 });
  });

  it('is an improvement by a point, where somebody is still open', () => {
    const stages = [stage('a', { open: 1 })];
    expect(wentWell(facts({ stages, score: 71, before: 70 }))).toEqual({ rule: 'improved', points: 1 });
    expect(wentWell(facts({ stages, score: 70.9, before: 70 }))).toMatchObject({ rule: 'answered' });
  });

  it('is the quickest stage that left nobody out', () => {
    const stages = [
      stage('slow', { n: 10, open: 4, points: 30 }),
      // 10 days x 2.4 points / 100 x 20 interviews / 6 of them: 0.8 days each.
      stage('quick', { n: 6, points: 2.4 }),
      stage('two', { n: 2, points: 0 }),
      stage('left out', { n: 2, open: 1, points: 0 }),
    ];
    const good = wentWell(facts({ stages }));
    expect(good?.rule).toBe('quick-stage');
    expect(good?.stage).toBe('quick');
    expect(good?.days).toBeCloseTo(0.8, 12);
  });

  it('is never made up', () => {
    expect(wentWell(facts({ stages: [stage('a', { open: 10 })] }))).toBeUndefined();
    expect(wentWell(facts({}))).toBeUndefined();
    expect(wentWell(facts({ stages: [stage('a', { n: 3, open: 2 })] }))).toEqual({
      rule: 'answered',
      count: 1,
      of: 3,
    });
  });
});

describe('in words', () => {
  it('large numbers can be read', () => {
    expect(sayReason({ rule: 'all-answered', count: 10_502 })).toBe(
      'All 10,502 interviews of these four weeks are answered.',
    );
  });

  it('every reason that can be chosen has a sentence', () => {
    const count = fc.nat(20);
    const parts = fc.array(
      fc
        .record({ stage: fc.string(), n: fc.integer({ min: 1, max: 9 }), cost: count, points: fc.nat(30) })
        .chain((part) => fc.nat(part.n).map((open) => ({ ...part, open }))),
      { maxLength: 4 },
    );
    const waits = fc.record({ stage: fc.string(), waiting: count, overdue: count, beyondPromise: count });
    fc.assert(
      fc.property(parts, fc.array(waits, { maxLength: 3 }), count, (stages, waitingAt, waiting) => {
        const of = facts({ stages, waitingAt, waiting: { ...nobody, waiting } });
        expect(sayReason(nextStep(of))).not.toBe('');
        const good = wentWell(of);
        if (good !== undefined) expect(sayReason(good)).not.toBe('');
      }),
    );
  });

  it('an unknown rule says nothing, an unknown stage is called so', () => {
    expect(sayReason({ rule: 'of-a-later-version' })).toBe('');
    expect(sayReason({ rule: 'answer-overdue', stage: '', count: 2, of: 2 })).toContain(
      '2 candidates after an unknown stage are past the due time',
    );
  });
});
