import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatQuantile, formatWorking, formatWorkingQuantile } from './duration.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('working time', () => {
  it('is told in hours, never in days of the calendar, and a bound never as more than was seen', () => {
    expect(formatWorking(24 * HOUR)).toBe('24 work h');
    expect(formatWorking(1.5 * HOUR)).toBe('1.5 work h');
    expect(formatWorkingQuantile({ seconds: 7.99 * HOUR, reached: false })).toBe('>7.9 work h');
    expect(formatWorkingQuantile({ seconds: 8 * HOUR, reached: true })).toBe('8 work h');
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.9, '1 min'],
    [HOUR - 1, '1 h'],
    [22 * HOUR + 14 * 60, '22 h 14 min'],
    [DAY - 1, '1.00 d'],
    [DAY, '1 d'],
    [1.852 * DAY, '1.85 d'],
    [12.34 * DAY, '12.3 d'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('that is not reached reads "more than", and never more than was seen', () => {
    expect(formatQuantile({ seconds: 1.999 * DAY, reached: false })).toBe('>1.99 d');
    expect(formatQuantile({ seconds: 1.999 * DAY, reached: true })).toBe('2.00 d');
  });
});
