import { describe, expect, it } from '@jest/globals';
import { daysOfHealth } from './own-time.js';

const MONDAY = '2026-11-23';
const SUNDAY = '2026-11-29';

describe('the days that a health figure is about', () => {
  it('given no days, then the twelve weeks that were over by that day', () => {
    const days = { range: undefined, from: '2026-08-31', to: MONDAY };
    expect(daysOfHealth(MONDAY)).toEqual(days);
    expect(daysOfHealth(SUNDAY)).toEqual(days);
  });

  it('given a last day only, then the twelve weeks that were over by then, and what came of that week', () => {
    expect(daysOfHealth(SUNDAY, { to: '2026-11-11' })).toMatchObject({
      from: '2026-08-17',
      to: '2026-11-11',
    });
    expect(daysOfHealth(MONDAY, { to: '2027-01-01' })).toMatchObject({
      from: '2026-08-31',
      to: '2027-01-01',
    });
  });

  it('given a first day, then from that one on', () => {
    expect(daysOfHealth(SUNDAY, { from: '2026-11-11' })).toMatchObject({ from: '2026-11-11', to: undefined });
  });
});
