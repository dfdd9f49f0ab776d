import { describe, expect, it } from '@jest/globals';
import { parseOrganisation } from '../../platform/organisation.js';
import { lastDueWeek, publishedAt, weeksToPublish } from './publish-time.js';

const when = (zone: string, publishAt = 'mon 08:00') =>
  parseOrganisation(JSON.stringify({ timeZone: zone, scores: { publishAt } }), 'test.yaml');

const iso = (at: number): string => new Date(at).toISOString();

describe('when a week is published', () => {
  it('is on Monday at eight in the zone of the organisation', () => {
    expect(iso(publishedAt('2026-W47', when('UTC')))).toBe('2026-11-23T08:00:00.000Z');
    expect(iso(publishedAt('2026-W47', when('Europe/Berlin')))).toBe('2026-11-23T07:00:00.000Z');
    expect(iso(publishedAt('2026-W47', when('Asia/Kolkata')))).toBe('2026-11-23T02:30:00.000Z');
  });

  it('follows the local clock over a change of it', () => {
    // Clocks go forward on Sunday 29 March 2026 in Berlin, and back on Sunday 25 October.
    expect(iso(publishedAt('2026-W12', when('Europe/Berlin')))).toBe('2026-03-23T07:00:00.000Z');
    expect(iso(publishedAt('2026-W13', when('Europe/Berlin')))).toBe('2026-03-30T06:00:00.000Z');
    expect(iso(publishedAt('2026-W43', when('Europe/Berlin')))).toBe('2026-10-26T07:00:00.000Z');
  });

  it('on a Monday on which the clocks change, the skipped time is read as before the change', () => {
    // Cairo went forward at midnight of Friday 24 April 2026: 00:30 was skipped, 01:30 came in its place.
    expect(iso(publishedAt('2026-W16', when('Africa/Cairo', 'fri 00:30')))).toBe('2026-04-23T22:30:00.000Z');
    // Asuncion went back at midnight of Sunday 24 March 2024; 23:30 of Saturday came twice: the first counts.
    expect(iso(publishedAt('2024-W11', when('America/Asuncion', 'sat 23:30')))).toBe(
      '2024-03-24T02:30:00.000Z',
    );
  });

  it('may be any day of the week after', () => {
    expect(iso(publishedAt('2026-W47', when('UTC', 'sun 23:59')))).toBe('2026-11-29T23:59:00.000Z');
  });

  it('knows the week that spans New Year, and week 53', () => {
    expect(iso(publishedAt('2026-W53', when('UTC')))).toBe('2027-01-04T08:00:00.000Z');
    expect(iso(publishedAt('2025-W01', when('UTC')))).toBe('2025-01-06T08:00:00.000Z');
    expect(weeksToPublish('2026-W52', Date.parse('2027-01-11T08:00:00Z'), when('UTC'))).toEqual([
      '2026-W53',
      '2027-W01',
    ]);
  });
});

describe('the weeks that are due', () => {
  it('changes at the very instant', () => {
    const at = Date.parse('2026-11-23T08:00:00Z');
    expect(lastDueWeek(at, when('UTC'))).toBe('2026-W47');
    expect(lastDueWeek(at - 1, when('UTC'))).toBe('2026-W46');
    // The week before is due late in its own week; then it is the one that ended before it.
    expect(lastDueWeek(at, when('UTC', 'sun 23:59'))).toBe('2026-W46');
  });

  it('are caught up in order, and none is due twice', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    expect(weeksToPublish('2026-W44', now, when('UTC'))).toEqual(['2026-W45', '2026-W46', '2026-W47']);
    expect(weeksToPublish('2026-W47', now, when('UTC'))).toEqual([]);
    expect(weeksToPublish('2026-W48', now, when('UTC'))).toEqual([]);
  });
});
