import { describe, expect, it } from '@jest/globals';
import { askedOf, queryOf, weekBefore, withoutDays } from './asked.js';
import { everything } from './filter.js';

const NOON = '2026-11-16T12:00:00Z';

describe('what the API is asked', () => {
  it('given no choice, then the last twelve weeks up to the day looked at', () => {
    expect(askedOf(everything, undefined, '2026-11-16')).toEqual({ ...everything, from: '2026-08-25' });
  });

  it('given all, then no days; given days, then those and no range', () => {
    expect(askedOf({ ...everything, range: 'all' }, NOON, '2026-11-16')).toEqual({
      ...everything,
      asOf: NOON,
    });
    expect(askedOf({ ...everything, range: '4w', to: '2026-11-01' }, undefined, '2026-11-16')).toEqual({
      ...everything,
      to: '2026-11-01',
    });
  });

  it('given a range, then a week before it has moved with the instant; chosen days stay', () => {
    const asOf = Date.parse('2026-11-16T12:00:42.123Z');
    expect(weekBefore({ ...everything, range: '4w' }, asOf, 'UTC')).toEqual({
      ...everything,
      asOf: '2026-11-09T12:00:00Z',
      from: '2026-10-13',
    });
    expect(weekBefore({ ...everything, from: '2026-10-01' }, asOf, 'UTC')).toMatchObject({
      from: '2026-10-01',
    });
  });

  it('given the day of another zone, then the range counts from that day', () => {
    const asOf = Date.parse('2026-11-16T23:30:00Z');
    expect(weekBefore({ ...everything, range: '4w' }, asOf, 'Asia/Kolkata').from).toBe('2026-10-14');
  });

  it('given those who wait, then no days: a long wait must not fall out of a range', () => {
    expect(withoutDays(askedOf(everything, NOON, '2026-11-16'))).toEqual({ ...everything, asOf: NOON });
  });

  it('given a clock, then only a metric that is told on it is asked with it', () => {
    const asked = { ...everything, clock: 'business' } as const;
    expect(queryOf(asked, ['elapsed', 'business']).toString()).toBe('clock=business');
    expect(queryOf(asked, ['elapsed']).toString()).toBe('');
  });
});
