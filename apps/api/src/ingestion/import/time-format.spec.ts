import { describe, expect, it } from '@jest/globals';
import { compileTimeFormat } from './time-format.js';

const read = (format: string, text: string, zone?: string): string => compileTimeFormat(format, zone)(text);

describe('reading times', () => {
  it.each([
    ['iso', '2015-01-05T00:00:08+00:00', undefined, '2015-01-05T00:00:08.000Z'],
    ['iso', '2015-01-05 01:00:08.1234567+0100', undefined, '2015-01-05T00:00:08.123Z'],
    ['iso', '2015-01-31T01:00-05', undefined, '2015-01-31T06:00:00.000Z'],
    ['iso', '2015-01-05T00:00:08Z', 'Europe/Berlin', '2015-01-05T00:00:08.000Z'],
    ['iso', '2015-07-05T12:00:00', 'Europe/Berlin', '2015-07-05T10:00:00.000Z'],
    ['yyyy-MM-dd HH:mm', '2026-03-02 09:30', 'America/New_York', '2026-03-02T14:30:00.000Z'],
    ['dd.MM.yyyy HH:mm', '02.03.2026 09:30', 'Europe/Berlin', '2026-03-02T08:30:00.000Z'],
    ['M/d/yyyy h:mm a', '3/2/2026 12:05 AM', 'UTC', '2026-03-02T00:05:00.000Z'],
    ['M/d/yyyy h:mm a', '3/2/2026 12:05 p.m.', 'UTC', '2026-03-02T12:05:00.000Z'],
    ['d MMM yyyy', '2 Mar 2026', 'Europe/Berlin', '2026-03-01T23:00:00.000Z'],
    ["yyyyMMdd'T'HHmmss.SSSXXX", '20260302T093000.250+01:00', undefined, '2026-03-02T08:30:00.250Z'],
    ['epoch-seconds', '1420416008', undefined, '2015-01-05T00:00:08.000Z'],
    ['epoch-milliseconds', '1420416008500', undefined, '2015-01-05T00:00:08.500Z'],
    // A local time that the change to summer time skips, and one that the change back repeats.
    ['yyyy-MM-dd HH:mm', '2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['yyyy-MM-dd HH:mm', '2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s: %s in %s is %s', (format, text, zone, expected) => {
    expect(read(format, text, zone)).toBe(expected);
  });

  it.each([
    ['iso', '2015-02-31T00:00:00Z', 'UTC', /no date or time that exists/],
    ['iso', '2015-01-05T25:00:00Z', 'UTC', /no date or time that exists/],
    ['iso', '2015-01-05T00:00:00', undefined, /names no zone/],
    ['iso', '05.01.2015', 'UTC', /not an ISO 8601 time/],
    ['dd.MM.yyyy HH:mm', '31.02.2026 12:00', 'UTC', /no date or time that exists/],
    ['dd.MM.yyyy HH:mm', '2026-02-01 12:00', 'UTC', /does not have the format/],
    ['h:mm a d.M.yyyy', '13:00 PM 1.1.2026', 'UTC', /no such hour/],
    ['epoch-seconds', 'soon', undefined, /not a time as a number/],
    ['epoch-seconds', '99999999999999', undefined, /not a time as a number/],
  ])('%s: refuses %s', (format, text, zone, message) => {
    expect(() => read(format, text, zone)).toThrow(message);
  });

  it.each([
    ['dd.MM.yyyy HH:mm', undefined, /name no zone/],
    ['dd.MM.yy', 'UTC', /"yy" .* is not known/],
    ['HH:mm', 'UTC', /has no year/],
    ['dd.yyyy', 'UTC', /has no month/],
    ['dd.MM.yyyy hh:mm', 'UTC', /both "h" and "a"/],
    ['dd.dd.MM.yyyy', 'UTC', /names the day twice/],
  ])('does not take the format %s with zone %s', (format, zone, message) => {
    expect(() => compileTimeFormat(format, zone)).toThrow(message);
  });
});
