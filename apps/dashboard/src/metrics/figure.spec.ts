import { describe, expect, it } from '@jest/globals';
import { metrics, notMeasured, type MetricRow } from '@hearback/domain/metrics';
import { compareBounds, compareFigures, largestKnown, reasonOf, showFigure } from './figure.js';

const counts = { n: 3, applications: 3, met: 1, waiting: 2, ended: 0, assumed: 0, inferred: 0, early: 0 };
const row = (figures: Record<string, unknown>): MetricRow => ({ ...counts, ...figures });
const median = { name: 'median', label: 'Median', shape: 'quantile', additive: false } as const;
const rate = { name: 'rate', label: 'Rate', shape: 'rate', additive: false } as const;
const numerator = { name: 'numerator', label: 'Answered', shape: 'count', additive: true } as const;

describe('a figure', () => {
  it('given a wait that is reached or not, then both are shown as what they are', () => {
    expect(showFigure(row({ median: { seconds: 86_400, reached: true } }), median)).toMatchObject({
      kind: 'value',
      text: '1 d',
    });
    expect(showFigure(row({ median: { seconds: 86_400, reached: false } }), median)).toMatchObject({
      kind: 'more-than',
      text: '>1 d',
      value: 86_400,
    });
  });

  it('given the working clock, then times are told in working hours', () => {
    const working = row({ clock: 'business', median: { seconds: 86_400, reached: true } });
    expect(showFigure(working, median)).toMatchObject({
      text: '24 work h',
      clock: 'business',
      value: 86_400,
    });
  });

  it('given too few, then how many; given none at all, then nothing to take it of', () => {
    expect(showFigure(row({ rate: { withheld: 'too few', n: 3 } }), rate).text).toBe('too few (3)');
    expect(showFigure(row({ rate: { withheld: 'too few', n: 0 } }), rate)).toMatchObject({
      kind: 'none',
      text: '–',
    });
  });

  it('given that no source reports it, then it says so and has no number', () => {
    const shown = showFigure(row({ median: notMeasured('response.sent of kind feedback') }), median);
    expect(shown).toMatchObject({ kind: 'not-measured', text: 'not measured' });
    expect(shown.title).toContain('response.sent of kind feedback');
    expect(shown.value).toBeUndefined();
  });

  it('given no row, then what adds up is zero and what does not is a gap', () => {
    expect(showFigure(undefined, numerator)).toMatchObject({ kind: 'value', text: '0' });
    expect(showFigure(undefined, median)).toMatchObject({ kind: 'none', text: '–' });
  });

  it('given nothing old enough, then the rate is unknown, not zero', () => {
    expect(showFigure(row({ rate: null }), rate)).toMatchObject({ kind: 'none', text: '–' });
    expect(showFigure(row({ rate: 0 }), rate)).toMatchObject({ kind: 'value', value: 0 });
  });

  it('given waits, then "more than" comes after all that are known, by its bound, and what is no number last', () => {
    const known = (seconds: number) => showFigure(row({ median: { seconds, reached: true } }), median);
    const more = (seconds: number) => showFigure(row({ median: { seconds, reached: false } }), median);
    const none = showFigure(undefined, median);
    const order = [known(12), known(13), more(2), more(12), none];
    expect([...order].reverse().sort(compareFigures)).toEqual(order);
    expect(largestKnown([known(10), more(99)])).toBe(10);
  });

  it('given bounds, then they are compared as what is known, "more than" just above it', () => {
    const known = showFigure(row({ median: { seconds: 10, reached: true } }), median);
    const more = showFigure(row({ median: { seconds: 10, reached: false } }), median);
    expect(compareBounds(known, more)).toBeLessThan(0);
    expect(compareBounds({ ...known, value: 11 }, more)).toBeGreaterThan(0);
  });

  it('given every declared figure, then it can be shown', () => {
    for (const metric of metrics) {
      for (const figure of metric.figures) expect(showFigure(row({}), figure).text).not.toBe('');
    }
  });

  it('given that there is none, then it says why as a sentence', () => {
    expect(reasonOf(showFigure(row({ rate: notMeasured('response.promised') }), rate))).toBe(
      'No source has sent an event of the kind response.promised yet.',
    );
    expect(reasonOf(showFigure(row({ rate: null }), rate))).toBe('No interview is old enough to tell yet.');
    expect(reasonOf(showFigure(row({ rate: 0 }), rate))).toBeUndefined();
    expect(reasonOf(showFigure(row({ median: { seconds: 1, reached: false } }), median))).toBeUndefined();
  });
});
