import { notMeasured } from '@hearback/domain/metrics';
import { expect, it } from '@jest/globals';
import { reasonsIn } from './show-metric.js';

const counts = { n: 0, applications: 0, met: 0, waiting: 0, ended: 0, assumed: 0, inferred: 0, early: 0 };

it('says of figures that are not measured what no source has sent, each sentence once', () => {
  const [unrated, unasked] = [notMeasured('candidate.rated'), notMeasured('survey.sent')];
  const rows = ['red', 'blue'].map((team) => ({
    team,
    ...counts,
    cnps: unrated,
    timely: unrated,
    surveyResponseRate: unasked,
  }));
  expect(reasonsIn(rows)).toEqual([
    'not measured: No source has sent an event of the kind candidate.rated yet',
    'not measured: No source has sent an event of the kind survey.sent yet',
  ]);
  expect(reasonsIn([{ ...counts, rate: null, numerator: 0 }])).toEqual([]);
});
