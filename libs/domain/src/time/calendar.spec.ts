import { describe, expect, it } from '@jest/globals';
import { calendarSchema, standardCalendar } from './calendar.js';

const problemsOf = (calendar: unknown): string[] => {
  const parsed = calendarSchema.safeParse(calendar);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

const berlin = (more: object) => ({ timeZone: 'Europe/Berlin', ...more });

describe('a calendar', () => {
  it('given only its zone, then it is the standard one', () => {
    expect(calendarSchema.parse(berlin({}))).toEqual(standardCalendar('Europe/Berlin'));
    expect(standardCalendar('Europe/Berlin')).toBe(standardCalendar('Europe/Berlin'));
  });

  it('given intervals that touch, in any order, free days and half days, then it is taken', () => {
    const week = { mon: ['13:00-24:00', '00:00-13:00'], sat: [] };
    const holidays = [
      '2026-12-25',
      { date: '2026-12-24', hours: ['09:00-12:00'] },
      { date: '2026-12-26', hours: [] },
    ];
    expect(calendarSchema.parse(berlin({ week, holidays }))).toMatchObject({ week, holidays, dayHours: 8 });
  });

  it.each([
    ['9:00-17:00', /^week\.mon\.0: must be two local times/],
    ['09:00-25:00', /^week\.mon\.0: must be two local times/],
    ['24:00-24:00', /^week\.mon\.0: must be two local times/],
    ['09:00', /^week\.mon\.0: must be two local times/],
    ['17:00-09:00', /^week\.mon\.0: ends before it begins/],
    ['09:00-09:00', /^week\.mon\.0: is empty/],
  ])('given the interval %s, then it is refused', (interval, problem) => {
    const problems = problemsOf(berlin({ week: { mon: [interval] } }));
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('given intervals that overlap, then each is told with the one it overlaps', () => {
    const week = { tue: ['13:00-15:00', '08:00-14:00', '14:30-16:00'] };
    expect(problemsOf(berlin({ week }))).toEqual([
      'week.tue.0: overlaps 08:00-14:00',
      'week.tue.2: overlaps 13:00-15:00',
    ]);
  });

  it.each([[{}], [{ mon: [] }]])('given the week %j without working time, then it is refused', (week) => {
    expect(problemsOf(berlin({ week, holidays: [{ date: '2026-01-01', hours: ['09:00-12:00'] }] }))).toEqual([
      'week: has no working time, so nothing could ever fall due',
    ]);
  });

  it('given an unknown weekday, zone, or key, then each is told', () => {
    expect(
      problemsOf({ timeZone: 'Mars/Olympus', week: { monday: ['09:00-17:00'] }, hollidays: [] }),
    ).toEqual([
      'timeZone: must be a zone of the IANA database, like Europe/Berlin',
      'week: Unrecognized key: "monday"',
      'week: has no working time, so nothing could ever fall due',
      ': Unrecognized key: "hollidays"',
    ]);
  });

  it('given holidays that do not exist, are no holidays, or come twice, then each is told', () => {
    const holidays = [
      '2026-02-30',
      '2026-12-25',
      { date: '2026-12-25', hours: ['09:00-12:00'] },
      { date: '25.12.2026', hours: ['12:00-09:00'] },
      { day: '2026-12-31' },
      7,
    ];
    expect(problemsOf(berlin({ holidays }))).toEqual([
      'holidays.0: must be a day that exists, like 2026-12-25',
      'holidays.3.date: must be a day that exists, like 2026-12-25',
      'holidays.3.hours.0: ends before it begins; working past midnight is two intervals, the second on the next day',
      expect.stringMatching(/^holidays\.4: must be a day like/),
      expect.stringMatching(/^holidays\.5: must be a day like/),
      'holidays.2: 2026-12-25 is listed twice',
    ]);
  });

  it('given several problems in several places, then none hides another', () => {
    const problems = problemsOf({
      timeZone: 7,
      dayHours: 0,
      week: { mon: ['09:00', 8, '10:00-12:00', '11:00-13:00'] },
      holidays: ['2026-12-25', '2026-12-25', {}],
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'timeZone',
      'dayHours',
      'week.mon.0',
      'week.mon.1',
      'week.mon.3',
      'holidays.2',
      'holidays.1',
    ]);
  });
});
