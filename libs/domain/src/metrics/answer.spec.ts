import { describe, expect, it } from '@jest/globals';
import { isWithheld, parseMetricAnswer, tooFew } from './answer.js';
import { notMeasured } from './not-measured.js';
import { healthOf } from './score/health.js';

const counts = { n: 9, applications: 7, met: 6, waiting: 2, ended: 1, assumed: 0, inferred: 0, early: 0 };
const answer = (row: object) => ({
  metric: 'health',
  version: 1,
  unit: 'points',
  clock: 'elapsed',
  asOf: '2026-03-02T00:00:00.000Z',
  filter: {},
  rows: [{ ...counts, ...row }],
});
const few = { withheld: 'too few', n: 3 } as const;
const unmeasured = notMeasured('response.promised');
const { parts } = healthOf({
  latencyScore: 80,
  responseRate: 90,
  promiseKept: unmeasured,
  quality: few,
  cnps: 50,
});

describe('given a metric answer', () => {
  it.each([
    ['a score with its interval', { team: 'payments', score: 71.5, low: 60.2, high: 80.1 }],
    ['a score that is withheld', { score: few, low: few, high: few }],
    ['a score of nothing', { score: null, low: null, high: null }],
    ['health with its parts', { health: 78.6, band: 'healthy', parts }],
    ['no health, with its parts', { health: null, band: null, parts }],
    ['a quantile', { median: { seconds: 3600, reached: false } }],
    ['a figure that is not measured', { kept: unmeasured }],
    ['an absent figure', { score: undefined }],
  ])('then %s passes as it is', (_, row) => {
    expect(parseMetricAnswer(answer(row)).rows).toEqual([{ ...counts, ...row }]);
  });

  it.each([
    ['a count that is missing', { n: undefined }, 'rows.0.n'],
    ['a flag', { score: true }, 'rows.0.score'],
    ['an unknown object', { score: { value: 3 } }, 'rows.0.score'],
    ['a withheld figure without its n', { score: { withheld: 'too few' } }, 'rows.0.score'],
    ['a figure that is not measured, without a reason', { score: { notMeasured: 'x' } }, 'rows.0.score'],
    ['a quantile without its seconds', { median: { seconds: null, reached: true } }, 'rows.0.median'],
    ['a list of numbers', { parts: [1] }, 'rows.0.parts'],
    ['a part without its weight', { parts: [{ ...parts[0], weight: undefined }] }, 'rows.0.parts'],
    ['a part without a value', { parts: [{ ...parts[0], value: null }] }, 'rows.0.parts'],
  ])('then %s fails and is named', (_, row, where) => {
    expect(() => parseMetricAnswer(answer(row))).toThrow(where);
  });
});

it.each([
  ['response.promised', 'response.promised', 'an event of the kind response.promised'],
  ['response.sent of kind feedback', 'response.sent', 'an event of the kind response.sent of kind feedback'],
  ['feedback.requested', 'feedback.requested', 'an event of the kind feedback.requested'],
  ['candidate.rated', 'candidate.rated', 'an event of the kind candidate.rated'],
  ['survey.sent', 'survey.sent', 'an event of the kind survey.sent'],
  ['interviewers with scorecardRequired', 'interview.scheduled', 'interviewers with scorecardRequired'],
] as const)('without %s, a figure names the type of event, %s, and says so in words', (need, type, what) => {
  expect(notMeasured(need)).toEqual({ notMeasured: type, reason: `No source has sent ${what} yet` });
});

it('withholds below the minimum group, and says how many there are', () => {
  expect(tooFew(4, 5)).toEqual({ withheld: 'too few', n: 4 });
  expect(tooFew(5, 5)).toBeUndefined();
  expect([few, unmeasured, null, 3].map(isWithheld)).toEqual([true, false, false, false]);
});
