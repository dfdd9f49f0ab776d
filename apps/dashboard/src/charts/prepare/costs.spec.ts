import { describe, expect, it } from '@jest/globals';
import { type Figure, type MetricRow } from '@hearback/domain/metrics';
import { type BehindRow } from '../../api/behind.js';
import { costsOfScores, prepareCosts } from './costs.js';

const row = (stage: string, cost: number): BehindRow => ({
  kind: 'response',
  applicationId: `${stage} ${cost}`,
  interviewId: 'i',
  team: 't',
  job: 'j',
  stage,
  url: null,
  counted: 'answered',
  cost,
});

describe('what a score costs', () => {
  it('given rows, then the stages add up to the whole, the dearest first', () => {
    const { stages, dearest } = prepareCosts([
      row('Phone', 1),
      row('Onsite', 6),
      row('Phone', 1),
      row('Onsite', 0),
    ]);
    expect(stages).toEqual([
      { stage: 'Onsite', n: 2, cost: 6, share: 0.75 },
      { stage: 'Phone', n: 2, cost: 2, share: 0.25 },
    ]);
    expect(dearest?.map(({ cost }) => cost)).toEqual([6, 1, 1]);
  });

  it('given that all were answered at once, then nothing has a share', () => {
    expect(prepareCosts([row('Phone', 0)])).toEqual({
      stages: [{ stage: 'Phone', n: 1, cost: 0, share: 0 }],
      dearest: [],
    });
  });

  it('given scores only, then the stages cost what their interviews would add up to', () => {
    const scored = (stage: string, n: number, score: Figure): MetricRow => ({
      ...{
        stage,
        n,
        score,
        applications: n,
        met: n,
        waiting: 0,
        ended: 0,
        assumed: 0,
        inferred: 0,
        early: 0,
      },
    });
    const tooFew: Figure = { withheld: 'too few', n: 2 };
    // 1 + 1 and 6 + 0 days, as above, and two interviews that are not told of.
    const byStage = [scored('Phone', 2, 90), scored('Onsite', 2, 70), scored('Offer', 2, tooFew)];
    const { stages, dearest } = costsOfScores(scored('', 6, 80), byStage);
    expect(stages).toEqual([
      { stage: 'Onsite', n: 2, cost: 6, share: 0.5 },
      { stage: 'Phone', n: 2, cost: 2, share: expect.closeTo(1 / 6) as unknown },
      { stage: 'Offer', n: 2 },
    ]);
    expect(dearest).toBeUndefined();
  });
});
