import { describe, expect, it } from '@jest/globals';
import type { FigureShape } from '@hearback/domain/metrics';
import { formatFigure, formatSeconds, printable } from './format.js';

const HOUR = 3600;

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [29, '29 s'],
    [90, '2 min'],
    [HOUR - 1, '1 h 0 min'],
    [2 * HOUR - 1, '2 h 0 min'],
    [26 * HOUR, '1.08 d'],
  ])('given %i s elapsed, then %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('given working time, then no days are made of it', () => {
    expect(formatSeconds(32 * HOUR, 'business')).toBe('32 h 0 min');
  });
});

describe('a figure', () => {
  it.each<[unknown, FigureShape, string]>([
    [null, 'rate', '-'],
    [undefined, 'rate', '-'],
    [0.5, 'rate', '50.0 %'],
    [5400, 'seconds', '1 h 30 min'],
    [1234, 'count', '1,234'],
    [81.26, 'number', '81.3'],
    [{ seconds: 7200, reached: true }, 'quantile', '2 h 0 min'],
    [{ seconds: 7200, reached: false }, 'quantile', '> 2 h 0 min'],
    [{ withheld: 'too few', n: 3 }, 'number', 'too few (3)'],
    [{ notMeasured: 'survey.sent', reason: 'No source has sent any yet' }, 'rate', 'not measured'],
    ['at risk', 'text', 'at risk'],
  ])('given %j as %s, then %s', (figure, shape, text) => {
    expect(formatFigure(figure, shape)).toBe(text);
  });

  it('given parts, then each has its line', () => {
    const parts = [
      { component: 'latencyScore', value: 81.26, weight: 40, share: 0.57 },
      { component: 'cnps', value: { withheld: 'too few', n: 2 }, weight: 10, share: 0 },
    ];
    expect(formatFigure(parts, 'parts')).toBe(
      'latencyScore 81.3 (weighs 57 %)\ncnps too few (2) (weighs 0 %)',
    );
  });
});

it('given control characters in a name, then none reaches the terminal', () => {
  expect(printable('a\u001b[2Jb\nc')).toBe('a?[2Jb?c');
});
