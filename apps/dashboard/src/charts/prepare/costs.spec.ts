import { describe, expect, it } from '@jest/globals';
import { type BehindRow } from '../../api/behind.js';
import { prepareCosts } from './costs.js';

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
    expect(dearest.map(({ cost }) => cost)).toEqual([6, 1, 1]);
  });

  it('given that all were answered at once, then nothing has a share', () => {
    expect(prepareCosts([row('Phone', 0)])).toEqual({
      stages: [{ stage: 'Phone', n: 1, cost: 0, share: 0 }],
      dearest: [],
    });
  });
});
