import { describe, expect, it } from '@jest/globals';
import { Problem } from '../platform/problem.js';
import { instantOf, metricParameters } from './metric-request.js';

function problemsOf(query: Record<string, unknown>): string[] {
  const parsed = metricParameters.safeParse(query);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the parameters of a metric', () => {
  it('given values once, repeated or none, then they become lists', () => {
    expect(metricParameters.parse({ team: 'a', stage: ['x', 'y'], by: 'team,week' })).toMatchObject({
      team: ['a'],
      stage: ['x', 'y'],
      by: ['team', 'week'],
    });
    expect(metricParameters.parse({}).by).toEqual([]);
  });

  it('given several mistakes, then all are told, each with the allowed values', () => {
    const problems = problemsOf({ by: 'planet', from: '2026-02-30', asOf: 'yesterday', clock: 'lunar' });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toContain('must be any of team, stage, job, day, week, month');
    expect(problems.join('\n')).toContain('from: must be a day that exists');
    expect(problems.join('\n')).toContain('asOf: must be an instant with a zone');
    expect(problems.join('\n')).toContain('clock: must be elapsed or business');
  });

  it.each([
    { asOf: '0000-05-05T05:26Z' },
    { asOf: '1989-12-31T23:59:59.999Z' },
    { asOf: '9999-12-31T23:59:59Z' },
    { from: '0000-01-01' },
    { to: '0001-01-01' },
    { from: '1989-12-31' },
    { to: `${new Date().getUTCFullYear() + 101}-01-01` },
  ])('given %j, outside of 1990 to a century from now, then it is refused with the range', (query) => {
    expect(problemsOf(query)).toEqual([
      `${Object.keys(query)[0]}: must lie between 1990-01-01 and a century from now`,
    ]);
  });

  it('given the ends of the range, then they are taken', () => {
    const to = `${new Date().getUTCFullYear() + 99}-01-01`;
    expect(problemsOf({ asOf: '1990-01-01T00:00Z', from: '1990-01-01', to })).toEqual([]);
  });

  it('given a misspelt filter, then it is refused rather than ignored', () => {
    expect(problemsOf({ teem: 'a' }).join()).toContain('teem');
  });

  it('given a reversed or empty range, then it is refused', () => {
    expect(problemsOf({ from: '2026-03-02', to: '2026-03-01' })).toEqual([
      'to: must be after from (it is exclusive)',
    ]);
    expect(problemsOf({ from: '2026-03-02', to: '2026-03-02' })).toHaveLength(1);
  });
});

describe('the instant that is asked about', () => {
  const now = new Date('2026-03-02T12:00:00Z');

  it('given none, then it is now; given a past one, then that', () => {
    expect(instantOf(undefined, now)).toBe(now.getTime());
    expect(instantOf('2026-03-02T13:00:00+01:00', now)).toBe(now.getTime());
  });

  it('given an instant to the minute, then it is taken', () => {
    expect(metricParameters.parse({ asOf: '2015-01-08T12:00Z' }).asOf).toBe('2015-01-08T12:00Z');
    expect(instantOf('2015-01-08T12:00Z', now)).toBe(Date.parse('2015-01-08T12:00:00Z'));
  });

  it('given one in the future, then it is refused', () => {
    expect(() => instantOf('2026-03-02T12:00:00.001Z', now)).toThrow(Problem);
  });
});
