import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../testing/clock.js';
import { addWeeks, isWeek, nextWeek, previousWeek, startOfWeek, weekOf, weeksEndingWith } from './weeks.js';

const iso = (at: number): string => new Date(at).toISOString();

describe('weeks', () => {
  it.each([
    ['2026-11-16T00:00:00Z', 'UTC', '2026-W47'],
    ['2026-11-22T23:59:59.999Z', 'UTC', '2026-W47'],
    ['2026-11-15T23:30:00Z', 'Europe/Berlin', '2026-W47'],
    ['2026-11-16T04:30:00Z', 'America/New_York', '2026-W46'],
    ['2026-12-31T12:00:00Z', 'UTC', '2026-W53'],
    ['2027-01-03T12:00:00Z', 'UTC', '2026-W53'],
    ['2027-01-04T12:00:00Z', 'UTC', '2027-W01'],
    ['2024-12-30T12:00:00Z', 'UTC', '2025-W01'],
    ['2021-01-03T12:00:00Z', 'UTC', '2020-W53'],
  ])('given %s in %s, then it is %s', (at, zone, week) => {
    expect(weekOf(instant(at), zone)).toBe(week);
  });

  it('given a week, then it starts where its Monday begins in the zone', () => {
    expect(iso(startOfWeek('2026-W47', 'UTC'))).toBe('2026-11-16T00:00:00.000Z');
    expect(iso(startOfWeek('2026-W47', 'Europe/Berlin'))).toBe('2026-11-15T23:00:00.000Z');
    expect(iso(startOfWeek('2026-W14', 'Europe/Berlin'))).toBe('2026-03-29T22:00:00.000Z');
    expect(iso(startOfWeek('2026-W53', 'Pacific/Apia'))).toBe('2026-12-27T11:00:00.000Z');
  });

  it('given a week, then those around it are known across the years', () => {
    expect(nextWeek('2026-W53')).toBe('2027-W01');
    expect(previousWeek('2027-W01')).toBe('2026-W53');
    expect(previousWeek('2026-W01')).toBe('2025-W52');
    expect(addWeeks('2026-W47', -60)).toBe('2025-W39');
    expect(weeksEndingWith('2027-W02', 4)).toEqual(['2026-W52', '2026-W53', '2027-W01', '2027-W02']);
    expect(weeksEndingWith('2027-W02', 0)).toEqual([]);
  });

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-W7', '2026W47', ''])(
    'given %j, then it is none',
    (text) => {
      expect(isWeek(text)).toBe(false);
      expect(() => startOfWeek(text, 'UTC')).toThrow(RangeError);
      expect(() => nextWeek(text)).toThrow(RangeError);
    },
  );

  it('given any instant, then it lies between the start of its week and the next', () => {
    const at = fc.integer({ min: instant('1990-01-01T00:00:00Z'), max: instant('2199-12-31T00:00:00Z') });
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia', 'America/Sao_Paulo');
    const property = fc.property(at, zone, (moment, of) => {
      const week = weekOf(moment, of);
      expect(isWeek(week)).toBe(true);
      expect(startOfWeek(week, of)).toBeLessThanOrEqual(moment);
      expect(startOfWeek(nextWeek(week), of)).toBeGreaterThan(moment);
      expect(previousWeek(nextWeek(week))).toBe(week);
    });
    fc.assert(property, { numRuns: 200, seed: 17 });
  });
});
