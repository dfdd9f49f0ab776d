import { describe, expect, it } from '@jest/globals';
import { addWeeks, isWeek, mondayOfWeek } from './days.js';

describe('ISO weeks', () => {
  it.each([
    ['2026-W01', '2025-12-29'],
    ['2026-W53', '2026-12-28'],
    ['2027-W01', '2027-01-04'],
  ])('%s begins on %s', (week, monday) => {
    expect(mondayOfWeek(week)).toBe(monday);
  });

  it('go on over the year', () => {
    expect(addWeeks('2026-W53', 1)).toBe('2027-W01');
    expect(addWeeks('2026-W01', -1)).toBe('2025-W52');
  });

  it('exist or do not', () => {
    expect(['2026-W53', '2025-W53', '2026-W00', '2026-W1', 'x'].filter(isWeek)).toEqual(['2026-W53']);
  });
});
