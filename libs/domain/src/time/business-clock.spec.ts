import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../testing/clock.js';
import { naiveWorkingMs, offsetChanges } from '../testing/naive-working-time.js';
import { businessClock } from './business-clock.js';
import { calendarSchema, standardCalendar, type Calendar } from './calendar.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM = instant('2020-01-01T00:00:00Z');
const TO = instant('2030-12-31T00:00:00Z');

const week = (...hours: string[]): Calendar['week'] =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, hours]));

const calendar = (more: Partial<Calendar>): Calendar => ({ ...standardCalendar('Europe/Berlin'), ...more });

/** Intervals with edges in what clock changes skip and repeat, also on the last and first minutes of a day. */
const nightShift = (timeZone: string): Calendar =>
  calendarSchema.parse({
    timeZone,
    dayHours: 6.5,
    week: week('00:00-01:45', '02:00-02:10', '02:15-02:40', '02:50-03:05', '03:10-04:00', '23:30-24:00'),
  });

const halfDays = (timeZone: string): Calendar =>
  calendarSchema.parse({
    timeZone,
    week: {
      mon: ['13:00-18:00'],
      wed: ['08:15-12:00', '13:00-17:45'],
      fri: ['09:00-12:30'],
      sun: ['20:00-24:00'],
    },
  });

const workedMs = (of: Calendar, from: number, to: number): number =>
  Math.round(businessClock(of).workingSeconds(from, to) * 1000);

describe.each(ZONES)('given calendars in %s, against a count minute by minute', (zone) => {
  const calendars = [standardCalendar(zone), nightShift(zone), halfDays(zone)];

  it('then any span between 2020 and 2030 has the same working time', () => {
    const span = fc.tuple(fc.integer({ min: FROM, max: TO }), fc.integer({ min: 0, max: 3 * DAY_MS }));
    const property = fc.property(span, fc.constantFrom(...calendars), ([from, length], of) => {
      expect(workedMs(of, from, from + length)).toBe(naiveWorkingMs(of, from, from + length));
    });
    fc.assert(property, { numRuns: 20, seed: 7 });
  });

  it('then so has any span around each change of its clocks', () => {
    for (const change of offsetChanges(zone, FROM, TO)) {
      for (const of of calendars) {
        const from = change - 7 * HOUR_MS - 12_345;
        const to = change + 7 * HOUR_MS + 678;
        expect({ change, ms: workedMs(of, from, to) }).toEqual({ change, ms: naiveWorkingMs(of, from, to) });
        expect(workedMs(of, change, to)).toBe(naiveWorkingMs(of, change, to));
      }
    }
  });

  it('then holidays count with their own hours, or none', () => {
    const of = calendarSchema.parse({
      timeZone: zone,
      holidays: [
        '2026-12-25',
        { date: '2026-12-24', hours: ['09:00-12:00'] },
        { date: '2026-12-26', hours: ['23:00-24:00'] },
      ],
    });
    const from = instant('2026-12-23T03:00:00.500Z');
    expect(workedMs(of, from, from + 5 * DAY_MS)).toBe(naiveWorkingMs(of, from, from + 5 * DAY_MS));
  });

  it('then a due time is the last millisecond within the allowed time, and no earlier than the start', () => {
    const days = fc.constantFrom(0, 0.125, 0.5, 1, 2, 3, 5, 7.3);
    const property = fc.property(
      fc.integer({ min: FROM, max: TO }),
      days,
      fc.constantFrom(...calendars),
      (start, businessDays, of) => {
        const due = businessClock(of).dueAt(start, businessDays);
        const allowed = Math.round(businessDays * of.dayHours * HOUR_MS);
        expect(due).toBeGreaterThanOrEqual(start);
        expect(workedMs(of, start, due)).toBe(allowed);
        expect(workedMs(of, start, due + 1)).toBe(allowed + 1);
      },
    );
    fc.assert(property, { numRuns: 200, seed: 11 });
  });

  it('then working time adds up, and since its origin it never falls', () => {
    const at = fc.integer({ min: instant('1990-01-01T00:00:00Z'), max: instant('2199-12-31T00:00:00Z') });
    const property = fc.property(at, at, at, fc.constantFrom(...calendars), (a, b, c, of) => {
      const clock = businessClock(of);
      expect(workedMs(of, a, b) + workedMs(of, b, c)).toBe(workedMs(of, a, c));
      expect(Math.round((clock.workedAt(b) - clock.workedAt(a)) * 1000)).toBe(workedMs(of, a, b));
      expect(Math.sign(clock.workedAt(b) - clock.workedAt(a)) * Math.sign(b - a)).toBeGreaterThanOrEqual(0);
    });
    fc.assert(property, { numRuns: 100, seed: 13 });
  });
});

describe('given the standard calendar in Berlin', () => {
  const clock = businessClock(standardCalendar('Europe/Berlin'));

  it.each([
    ['Monday 15:00', '2026-11-16T14:00:00Z', 3, '2026-11-19T14:00:00Z'],
    ['Saturday', '2026-11-14T12:00:00Z', 3, '2026-11-19T08:00:00Z'],
    ['Monday 09:00', '2026-11-16T08:00:00Z', 3, '2026-11-19T08:00:00Z'],
    ['Friday 17:00, over the weekend', '2026-11-13T16:00:00Z', 1, '2026-11-17T08:00:00Z'],
    ['Friday noon, over the change to summer time', '2026-03-27T11:00:00Z', 1, '2026-03-30T10:00:00Z'],
  ])('when something starts on %s (%s) with %d business days, then it is due %s', (_, start, days, due) => {
    expect(new Date(clock.dueAt(instant(start), days)).toISOString()).toBe(new Date(due).toISOString());
  });

  it('when a span has no working time, then it has 0 seconds', () => {
    expect(clock.workingSeconds(instant('2026-11-14T00:00:00Z'), instant('2026-11-16T08:00:00Z'))).toBe(0);
    expect(clock.workingSeconds(FROM, FROM)).toBe(0);
  });

  it('when a span is a part of a second, or goes back, then it is told exactly', () => {
    const at = instant('2026-11-16T10:00:00Z');
    expect(clock.workingSeconds(at, at + 1)).toBe(0.001);
    expect(clock.workingSeconds(at + 1500, at)).toBe(-1.5);
  });

  it('then a business day has 28,800 seconds, and the same calendar gives the same clock', () => {
    expect(clock.daySeconds).toBe(28_800);
    expect(businessClock(standardCalendar('Europe/Berlin'))).toBe(clock);
  });

  it('when an instant or a number of days is none, then that is an error', () => {
    expect(() => clock.workedAt(Number.NaN)).toThrow(RangeError);
    expect(() => clock.dueAt(FROM, -1)).toThrow(RangeError);
    expect(() => clock.dueAt(FROM, Number.NaN)).toThrow(RangeError);
  });

  it('when time runs from before 1989 or beyond 2299, then no working time is known there', () => {
    expect(clock.workedAt(instant('1980-01-01T00:00:00Z'))).toBe(0);
    expect(clock.workedAt(Infinity)).toBe(clock.workedAt(instant('2300-01-01T00:00:00Z')));
    expect(clock.dueAt(FROM, 1e9)).toBe(instant('2299-12-31T23:00:00Z'));
  });
});

describe('given intervals at a change of the clocks', () => {
  const berlin = (...hours: string[]) => calendar({ week: week(...hours) });
  // 29 March 2026, 02:00 becomes 03:00; 25 October 2026, 03:00 becomes 02:00.
  const spring = [instant('2026-03-28T23:00:00Z'), instant('2026-03-29T22:00:00Z')] as const;
  const autumn = [instant('2026-10-24T22:00:00Z'), instant('2026-10-25T23:00:00Z')] as const;
  const minutes = (of: Calendar, [from, to]: readonly [number, number]) => workedMs(of, from, to) / 60_000;

  it.each([
    ['an edge that is skipped is read with the offset before', ['01:00-02:30'], 90],
    ['an interval in what is skipped lies after it', ['02:10-02:50'], 40],
    ['an interval that comes to end before it begins is none', ['02:30-03:15'], 0],
    ['what comes to lie on each other counts once', ['01:00-02:30', '03:00-04:00'], 120],
    ['the day has 23 hours', ['00:00-24:00'], 23 * 60],
  ])('when an hour is skipped, then %s', (_, hours, expected) => {
    expect(minutes(berlin(...hours), spring)).toBe(expected);
  });

  it.each([
    ['an edge that repeats is the first', ['01:00-02:30'], 90],
    ['an interval over it has its repetition too', ['01:00-03:00'], 180],
    ['an interval in it is worked once', ['02:10-02:50'], 40],
    ['the day has 25 hours', ['00:00-24:00'], 25 * 60],
  ])('when an hour repeats, then %s', (_, hours, expected) => {
    expect(minutes(berlin(...hours), autumn)).toBe(expected);
  });

  it('when a zone skips a day as a whole, then nobody worked on it', () => {
    const apia = businessClock({ ...standardCalendar('Pacific/Apia'), week: week('09:00-17:00') });
    const from = instant('2011-12-29T10:00:00Z'); // Thursday 29 December, local midnight
    expect(apia.workingSeconds(from, from + 2 * DAY_MS)).toBe(16 * 3600); // Thursday and Saturday
  });
});

it('given a million questions, then they are answered within seconds', () => {
  const clock = businessClock(nightShift('America/New_York'));
  let sum = 0;
  // Of the processor, which others may want as well.
  const begin = process.cpuUsage();
  for (let index = 0; index < 1_000_000; index += 1) sum += clock.workedAt(FROM + index * 300_000);
  expect(sum).toBeGreaterThan(0);
  expect(process.cpuUsage(begin).user).toBeLessThan(5_000_000);
});

describe('the intervals between two instants', () => {
  it('are enough to reckon the working time at any instant in between', () => {
    const clock = businessClock(nightShift('Australia/Lord_Howe'));
    const [from, to] = [instant('2026-03-30T15:20:00Z'), instant('2026-04-12T02:00:00Z')];
    const intervals = clock.intervalsBetween(from, to);
    expect([intervals[0]?.from, intervals.at(-1)?.to]).toEqual([from, instant('2026-04-11T17:30:00Z')]);
    const workedAt = (at: number): number => {
      const last = intervals.filter((each) => each.from <= at).at(-1);
      if (last === undefined) throw new Error('none begins before');
      return last.workedBefore + (Math.min(at, last.to) - last.from) / 1000;
    };
    for (let at = from; at <= to; at += 7 * 60_000) expect(workedAt(at)).toBeCloseTo(clock.workedAt(at), 3);
  });

  it('are cut off where they begin before or end after, and none where nobody works', () => {
    const clock = businessClock(standardCalendar('UTC'));
    const [from, to] = [instant('2026-03-02T10:00:00Z'), instant('2026-03-02T16:00:00Z')];
    expect(clock.intervalsBetween(from, to)).toEqual([{ from, to, workedBefore: clock.workedAt(from) }]);
    expect(clock.intervalsBetween(instant('2026-03-07T00:00:00Z'), instant('2026-03-08T00:00:00Z'))).toEqual(
      [],
    );
    expect(clock.intervalsBetween(to, from)).toEqual([]);
  });
});
