import { describe, expect, it } from '@jest/globals';
import type { MetricAnswer } from '@hearback/domain/metrics';
import { orderFromAddress, prepareTeams, sortTeams, worstFirst } from './teams.js';

const counts = { applications: 1, met: 0, waiting: 0, ended: 0, assumed: 0, inferred: 0, early: 0 };
const answer = (rows: readonly Record<string, unknown>[]): MetricAnswer =>
  ({
    metric: '',
    version: 1,
    unit: '',
    clock: 'elapsed',
    asOf: '',
    filter: {},
    rows,
  }) as unknown as MetricAnswer;
const decision = (team: string, seconds: number, reached = true): Record<string, unknown> => ({
  ...counts,
  team,
  n: 1,
  median: { seconds, reached },
});

const rows = prepareTeams(
  {
    'time-to-decision': answer([decision('quick', 10), decision('slow', 90), decision('silent', 90, false)]),
    'waiting-now': answer([
      { ...counts, team: 'silent', n: 7 },
      { ...counts, team: 'new', n: 1 },
    ]),
  },
  new Map([['slow', '<b>Slow</b>']]),
);

describe('the table of teams', () => {
  it('given no order, then the worst comes first, and teams without a number last', () => {
    expect(sortTeams(rows, worstFirst).map(({ team }) => team)).toEqual(['silent', 'slow', 'quick', 'new']);
    expect(sortTeams(rows, { ...worstFirst, descending: false }).map(({ team }) => team)).toEqual([
      'quick',
      'slow',
      'silent',
      'new',
    ]);
  });

  it('given names, then they are text; without one the id stands', () => {
    expect(rows.find(({ team }) => team === 'slow')?.name).toBe('<b>Slow</b>');
    expect(rows.find(({ team }) => team === 'quick')?.name).toBe('quick');
  });

  it('given an order in the address that names no column, then it is the default', () => {
    expect(orderFromAddress('-nonsense')).toEqual(worstFirst);
    expect(orderFromAddress('team')).toEqual({ by: 'team', descending: false });
  });
});
